"""The breeds: their ImageNet class, shape and coat.

Lengths are in units of the trunk of a mid-sized animal. Colours are sRGB hex, as a painter would give them:
`coats` lists (main, second, third) for every colouring the breed is drawn in.
"""

from dataclasses import dataclass

from tools.sample.drawing import tables


@dataclass(frozen=True)
class Breed:
    """One row of the table `BREEDS`."""

    name: str  # ImageNet's
    imagenet: int  # ImageNet's class number
    species: str  # "cats" or "dogs"
    coat: int  # pattern
    coats: tuple
    ears: str  # cat, prick, bat, flop, long, fold
    ear: float  # size of an ear in heads
    head: float  # radius of the skull
    wide: float = 1.0  # width of the skull, in heights of the skull
    snout: float = 0.0  # length of the snout in heads
    muzzle: float = 0.30  # thickness of the snout in heads
    eye: float = 0.16  # radius of an eye in heads
    irises: tuple = ("#3b1f0e",)
    nose: str = "#0c0a0a"
    leg: float = 0.9
    length: float = 1.5  # of the trunk
    girth: float = 0.46
    tail: str = "thin"  # thin, bushy, curl, up, stub
    fur: float = 0.012  # depth
    curl: float = 16.0  # waves per unit
    ruff: float = 0.0  # extra fur round the neck


CAT_EYES = ("#b8a02a", "#7fa83a", "#c77f1c", "#5f9a4a")


def _cat(name, imagenet, coat, coats, **shape):
    common = dict(ears="cat", ear=0.72, head=0.42, wide=1.08, eye=0.25, nose="#b0605c", irises=CAT_EYES)
    common |= dict(leg=0.72, length=1.35, girth=0.40, tail="thin", fur=0.012)
    return Breed(name, imagenet, "cats", coat, coats, **(common | shape))


def _dog(name, imagenet, coat, coats, **shape):
    return Breed(name, imagenet, "dogs", coat, coats, **shape)


# fmt: off
BREEDS = (
    _cat(
        "tabby", 281, tables.TABBY, (("#8b7a66", "#2a221b", "#cfc0aa"), ("#8f8a84", "#2b2927", "#d6d0c8")),
    ),
    _cat(
        "tiger_cat", 282, tables.TABBY, (("#d98a3a", "#9a4a14", "#f3ddbd"), ("#e0a050", "#b05f1c", "#fbeedd")),
    ),
    _cat(
        "Persian_cat", 283, tables.SOLID,
        (("#f1ebe2", "#e8ded2", "#ffffff"), ("#8d9098", "#777a82", "#a0a3aa"), ("#e3b984", "#d5a56c", "#f2dcbd")),
        head=0.47, wide=1.2, ear=0.46, fur=0.05, curl=13.0, ruff=0.75, tail="bushy", leg=0.55, girth=0.46,
        irises=("#d07a12", "#c8891c"),
    ),
    _cat(
        "Siamese_cat", 284, tables.POINTS, (("#e9dcc3", "#33231b", "#e9dcc3"), ("#ece4d6", "#5b4a4a", "#ece4d6")),
        irises=("#4a90d9", "#5aa2e6"), wide=0.98, ear=0.95, head=0.38, girth=0.34, leg=0.85, nose="#2a1c18",
    ),
    _cat(
        "Egyptian_cat", 285, tables.SPOTTED, (("#b9b1a4", "#28241f", "#d9d2c6"), ("#c2a277", "#3a2716", "#e3cfae")),
        irises=("#9cc24a", "#a8c840"), head=0.39, wide=0.98, ear=0.86, girth=0.35, leg=0.85,
    ),
    _dog(
        "Chihuahua", 151, tables.SOLID, (("#d8a86a", "#c79050", "#f4e2c4"), ("#a9703c", "#8c5526", "#dcb88c")),
        ears="bat", ear=1.15, head=0.4, snout=0.42, muzzle=0.26, eye=0.22, leg=0.75, length=1.05, girth=0.3,
        tail="up", fur=0.008,
    ),
    _dog(
        "basset", 161, tables.BLAZE, (("#b5713a", "#3a2419", "#f5efe6"), ("#c58a50", "#7a3f1c", "#f7f2ea")),
        ears="long", ear=1.45, head=0.46, wide=0.88, snout=0.98, muzzle=0.4, eye=0.14, leg=0.42, length=1.9,
        girth=0.5, tail="up",
    ),
    _dog(
        "beagle", 162, tables.SADDLE, (("#b9753c", "#1f1814", "#f6f1e8"), ("#c98a50", "#2b211b", "#f6f1e8")),
        ears="flop", ear=0.95, head=0.42, snout=0.8, muzzle=0.34, eye=0.17, leg=0.75, length=1.4, girth=0.42,
        tail="up",
    ),
    _dog(
        "golden_retriever", 207, tables.SOLID, (("#c98b42", "#b5762e", "#ecc98e"), ("#dcae6c", "#c79550", "#f3dcb4")),
        ears="flop", ear=0.8, head=0.48, snout=0.92, muzzle=0.4, leg=0.95, length=1.7, girth=0.5, tail="bushy",
        fur=0.032, curl=14.0, ruff=0.35,
    ),
    _dog(
        "Rottweiler", 234, tables.TAN, (("#15120f", "#9a5420", "#15120f"),),
        ears="flop", ear=0.58, head=0.52, wide=1.08, snout=0.72, muzzle=0.46, leg=0.95, length=1.6, girth=0.56,
        tail="stub",
    ),
    _dog(
        "German_shepherd", 235, tables.SADDLE, (("#b3773a", "#17130f", "#c99a62"), ("#a86a34", "#14110e", "#bd8a54")),
        ears="prick", ear=0.95, head=0.46, wide=0.94, snout=1.02, muzzle=0.34, leg=1.05, length=1.8, girth=0.48,
        tail="bushy", fur=0.024, curl=16.0, ruff=0.25,
    ),
    _dog(
        "Siberian_husky", 250, tables.HUSKY, (("#4c5058", "#4c5058", "#f4f4f2"), ("#26262a", "#26262a", "#f2f2f0")),
        ears="prick", ear=0.74, head=0.46, snout=0.78, muzzle=0.36, irises=("#6fb4ea", "#5aa6e4"), leg=1.0,
        length=1.6, girth=0.48, tail="curl", fur=0.026, curl=16.0, ruff=0.35,
    ),
    _dog(
        "dalmatian", 251, tables.DALMATIAN, (("#f4f2ee", "#141210", "#f4f2ee"), ("#f4f2ee", "#3a2014", "#f4f2ee")),
        ears="flop", ear=0.78, head=0.44, snout=0.9, muzzle=0.36, leg=1.1, length=1.6, girth=0.42, tail="thin",
        fur=0.006,
    ),
    _dog(
        "pug", 254, tables.MASK, (("#d9b98c", "#17120f", "#d9b98c"), ("#e2c9a2", "#1d1613", "#e2c9a2")),
        ears="fold", ear=0.55, head=0.48, wide=1.12, snout=0.16, muzzle=0.5, eye=0.24, leg=0.55, length=1.15,
        girth=0.46, tail="curl", fur=0.008,
    ),
    _dog(
        "Samoyed", 258, tables.SOLID, (("#f3f0ea", "#e9e4da", "#ffffff"),),
        ears="prick", ear=0.6, head=0.48, wide=1.08, snout=0.72, muzzle=0.36, leg=0.85, length=1.55, girth=0.54,
        tail="curl", fur=0.05, curl=13.0, ruff=0.85,
    ),
    _dog(
        "Pembroke", 263, tables.BLAZE, (("#d18a45", "#c27a36", "#fbf7f0"), ("#c0702c", "#b0621f", "#fbf7f0")),
        ears="bat", ear=0.92, head=0.44, snout=0.76, muzzle=0.32, leg=0.42, length=1.6, girth=0.44, tail="stub",
        fur=0.024, curl=16.0, ruff=0.3,
    ),
    _dog(
        "standard_poodle", 267, tables.SOLID,
        (("#1c191a", "#1c191a", "#2a2627"), ("#eee8dd", "#e6ded0", "#f8f4ec"), ("#b9764a", "#a9663a", "#c98a5e")),
        ears="long", ear=1.05, head=0.4, wide=0.85, snout=1.05, muzzle=0.26, leg=1.15, length=1.35, girth=0.44,
        tail="up", fur=0.06, curl=9.0, ruff=0.55,
    ),
)
# fmt: on
