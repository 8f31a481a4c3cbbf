"""The tables that the compiled functions read: shapes, an animal's colours, a place; and the names of their kinds."""

import numpy as np

# What a shape belongs to; the first seven are furry.
BODY, HEAD, SNOUT, LEG, TAIL, EAR, NECK = range(7)
NOSE, EYE, TONGUE, COLLAR = range(10, 14)
CLUTTER = 20  # and above: objects that stand about, one colour each

# Patterns of coats.
SOLID, TABBY, POINTS, DALMATIAN, SADDLE, MASK, HUSKY, SPOTTED, BLAZE, TAN = range(10)

# Kinds of ground.
GRASS, PLANKS, CARPET, SAND, SNOW, TILES = range(6)
INDOORS = (PLANKS, CARPET, TILES)

SHAPE = np.dtype(
    [
        ("centre", "f8", 3),
        ("turn", "f8", (3, 3)),  # rows are the shape's axes
        ("scale", "f8", 3),
        ("h", "f8"),
        ("r0", "f8"),
        ("r1", "f8"),
        ("blend", "f8"),
        ("reach", "f8"),  # radius of a ball around `centre` that holds the shape
        ("fur", "f8"),  # depth of the fur
        ("curl", "f8"),  # frequency of the fur's noise
        ("part", "i8"),
    ]
)

ANIMAL = np.dtype(
    [
        ("coat", "i8"),
        ("main", "f8", 3),
        ("second", "f8", 3),
        ("third", "f8", 3),
        ("iris", "f8", 3),
        ("nose", "f8", 3),
        ("collar", "f8", 3),
        ("slit", "f8"),  # 1: upright pupils, as cats have
        ("head", "f8", 3),  # centre of the head
        ("head_turn", "f8", (3, 3)),  # rows are the head's axes: right, up, forward
        ("head_size", "f8"),
        ("back", "f8", (2, 3)),  # ends of the spine: hips, chest
        ("girth", "f8"),
        ("offset", "f8"),  # makes two animals of one breed differ
        ("grain", "f8"),  # strength of the fur's light and dark
        ("snout_end", "f8"),  # length of the snout, in heads
    ]
)

PLACE = np.dtype(
    [
        ("kind", "i8"),
        ("ground", "f8", (2, 3)),
        ("far", "f8", (2, 3)),  # hedge and sky, or curtain and wall
        ("sun", "f8", 3),
        ("sky", "f8", 3),
        ("haze", "f8"),
        ("offset", "f8"),
    ]
)
