"""The patterns of coats: which colour the fur has at a point of the body.

A pattern takes what it needs of these: the animal's colours `a`, `b` and `c` (main, second, third), the part of the
body, the point `p` in space, `head` (the point as `in_heads` gives it), how far `along` the spine it lies (0 hips,
1 chest) and how far `above` the spine (in girths), and `wobble`, some noise that keeps edges from being straight. `o`
is the animal's offset in the noise.
"""

import math

from numba import njit

from tools.sample.drawing.noise import fractal_noise, mix, spots, step
from tools.sample.drawing.tables import (
    BLAZE,
    BODY,
    DALMATIAN,
    EAR,
    HEAD,
    HUSKY,
    LEG,
    MASK,
    NECK,
    POINTS,
    SADDLE,
    SNOUT,
    SPOTTED,
    TABBY,
    TAIL,
    TAN,
)

LONG_SNOUT = 0.9  # in heads: separates the two breeds with saddles, shepherds (longer) and beagles (shorter)


@njit(cache=True)
def in_heads(animal, p):
    """Return how many heads `p` lies to the right, up and forward of the centre of the animal's head."""
    turn, size = animal.head_turn, animal.head_size
    d = p - animal.head
    return (turn[0] @ d) / size, (turn[1] @ d) / size, (turn[2] @ d) / size


@njit(cache=True)
def _along_back(animal, p):
    """Return where `p` lies along the spine (0 hips, 1 chest) and how far above it, in girths."""
    axis = animal.back[1] - animal.back[0]
    length2 = axis[0] ** 2 + axis[1] ** 2 + axis[2] ** 2
    along = ((p - animal.back[0]) @ axis) / length2
    on = animal.back[0] + axis * along
    # the outer side of the back: up if the animal stands, backwards if it sits
    length = math.sqrt(length2)
    outer_y, outer_z = axis[2] / length, -axis[1] / length
    above = ((p[1] - on[1]) * outer_y + (p[2] - on[2]) * outer_z) / animal.girth
    return along, above


@njit(cache=True)
def coat(animal, part, p):
    """Return the colour of the fur at `p`, linear RGB."""
    head = in_heads(animal, p)
    along, above = _along_back(animal, p)
    o = animal.offset
    wobble = fractal_noise(3.0 * p[0] + o, 3.0 * p[1], 3.0 * p[2]) - 0.5
    a, b, c = animal.main.copy(), animal.second.copy(), animal.third.copy()
    kind = animal.coat
    if kind in (TABBY, SPOTTED):
        return _striped(kind, o, a, b, c, part, p, head, along, above, wobble)
    if kind == POINTS:
        return mix(a, b, _dark_points(part, p, head))
    if kind == DALMATIAN:
        return _dalmatian(o, a, b, part, p)
    if kind == SADDLE and animal.snout_end > LONG_SNOUT:
        return _shepherd(a, b, c, part, head, along, above, wobble)
    if kind == SADDLE:
        return _beagle(a, b, c, part, p, head, along, above, wobble)
    if kind == MASK:
        return _masked(a, b, part, head)
    if kind == HUSKY:
        return _husky(a, c, part, head, above, wobble)
    if kind == BLAZE:
        return _blazed(a, b, c, part, p, head, along, above, wobble)
    if kind == TAN:
        return _tan_points(a, b, part, p, head, along, above)
    return _solid(a, c, part, above)


@njit(cache=True)
def _striped(kind, o, a, b, c, part, p, head, along, above, wobble):
    """Return a tabby's colour: stripes or spots on the trunk, rings on legs and tail, an M on the forehead."""
    x, y, z = head
    pale = step(0.25, 0.75, -above + 0.6 * wobble) if part in (BODY, NECK) else 0.0
    if part == SNOUT:
        pale = 0.75
    if part == HEAD:
        pale = step(0.25, 0.6, -y + 0.4 * z)
    if part == HEAD:  # the M, and lines from the eyes
        up = math.sin(13.0 * x + 2.0 * wobble) if y > 0.15 else math.sin(9.0 * y - 7.0 * abs(x) + 4.0 * wobble)
        stripe = step(0.1, 0.6, up) * step(0.0, 0.3, y + 0.35 - 0.5 * pale) * (0.9 if abs(x) < 0.85 else 0.5)
    elif part in (LEG, TAIL):
        run = p[1] * 9.0 if part == LEG else (p[0] + p[1] + p[2]) * 8.0
        stripe = step(0.0, 0.5, math.sin(run + 4.0 * wobble))
    elif part in (EAR, SNOUT):
        stripe = 0.0
    elif kind == SPOTTED:
        stripe = step(-0.05, 0.08, spots(3.4 * p[0] + o, 3.4 * p[1], 3.4 * p[2], 0.26))
    else:
        stripe = step(0.0, 0.5, math.sin(15.0 * along + 1.6 * above + 5.0 * wobble + o))
        stripe = max(stripe, step(0.75, 0.95, above))
    return mix(mix(a, c, pale), b, stripe * (1.0 - 0.55 * pale))


@njit(cache=True)
def _dark_points(part, p, head):
    """Return how dark a Siamese cat is: mask, ears, tail and feet."""
    x, y, z = head
    if part in (SNOUT, EAR, TAIL):
        return 1.0
    if part == HEAD:
        return step(1.15, 0.45, math.sqrt(x * x + (y + 0.15) ** 2 + 0.35 * (z - 1.0) ** 2))
    return step(1.1, 0.2, p[1]) if part == LEG else 0.0


@njit(cache=True)
def _dalmatian(o, a, b, part, p):
    """Return a Dalmatian's colour: dark spots on white, smaller ones on the head."""
    f = 5.2 if part in (HEAD, SNOUT, EAR) else 3.4
    return mix(a, b, step(-0.02, 0.03, spots(f * p[0] + o, f * p[1], f * p[2], 0.30)))


@njit(cache=True)
def _saddled(a, b, c, along, above, wobble):
    """Return the trunk's colour: a dark back on tan sides, a paler chest."""
    back = step(-0.15, 0.1, above + 0.5 * wobble) * step(1.15, 0.9, along + 0.3 * wobble)
    chest = step(-0.35, -0.7, above + 0.3 * wobble)
    return mix(mix(a, b, back), c, chest)


@njit(cache=True)
def _shepherd(a, b, c, part, head, along, above, wobble):
    """Return a shepherd's colour: saddle, dark muzzle and tail, tan legs."""
    if part in (HEAD, SNOUT, EAR):
        dark = 1.0 if part == SNOUT else 0.0
        if part == HEAD:
            dark = 0.55 * step(0.55, 0.1, abs(head[0])) * step(-0.2, 0.5, head[1])
        return mix(a, b, dark)
    if part == LEG:
        return a
    return b if part == TAIL else _saddled(a, b, c, along, above, wobble)


@njit(cache=True)
def _beagle(a, b, c, part, p, head, along, above, wobble):
    """Return a beagle's colour: saddle, white blaze, muzzle and feet."""
    if part in (HEAD, SNOUT, EAR):
        pale = step(0.24, 0.16, abs(head[0]) + 0.1 * wobble) * step(0.0, 0.4, head[2])
        return mix(a, c, 1.0 if part == SNOUT else pale)
    if part == LEG:
        return mix(a, c, step(0.9, 0.4, p[1]))
    return b if part == TAIL else _saddled(a, b, c, along, above, wobble)


@njit(cache=True)
def _masked(a, b, part, head):
    """Return a pug's colour: a black mask and ears, folds on the forehead."""
    x, y, z = head
    if part in (SNOUT, EAR):
        return b
    if part != HEAD:
        return a
    eyes = step(0.36, 0.18, math.sqrt((abs(x) - 0.42) ** 2 + (y - 0.12) ** 2)) * step(0.2, 0.4, z)
    fold = step(0.2, 0.7, math.sin(16.0 * y + 3.0 * x * x)) * step(0.5, 0.3, abs(x)) * step(0.3, 0.5, y)
    return mix(mix(a, b, max(eyes, 0.5 * fold)), b, step(0.1, -0.25, y) * step(0.3, 0.7, z))


@njit(cache=True)
def _husky(a, c, part, head, above, wobble):
    """Return a husky's colour: white face, legs and belly under a dark cap and back."""
    x, y, _ = head
    if part in (SNOUT, LEG):
        return c
    if part == HEAD:
        brow = step(0.14, 0.24, y - 0.5 * abs(abs(x) - 0.36) + 0.1 * wobble)
        line = step(0.14, 0.06, abs(x)) * step(0.05, 0.2, y)
        side = step(0.72, 0.85, abs(x) + 0.2 * wobble) * step(-0.35, 0.0, y)
        return mix(c, a, max(max(brow, line), side))
    if part == EAR:
        return a
    return mix(a, c, 0.4) if part == TAIL else mix(c, a, step(-0.25, 0.15, above + 0.5 * wobble))


@njit(cache=True)
def _blazed(a, b, c, part, p, head, along, above, wobble):
    """Return a corgi's or basset's colour: white blaze, muzzle, collar, chest and feet."""
    if part == SNOUT:
        return c
    if part == HEAD:
        return mix(a, c, step(0.2, 0.12, abs(head[0]) + 0.05 * wobble) * step(-0.2, 0.2, head[2]))
    if part == EAR:
        return b
    if part == LEG:
        return mix(a, c, step(0.75, 0.45, p[1] + 0.3 * wobble))
    if part == TAIL:
        return a
    white = max(step(0.25, 0.5, -above + 0.4 * wobble), step(0.86, 0.97, along + 0.2 * wobble))
    if part == NECK:
        white = 1.0
    saddle = step(0.2, 0.45, above + 0.8 * wobble) * step(0.9, 0.7, along)
    return mix(mix(a, b, saddle), c, white)


@njit(cache=True)
def _tan_points(a, b, part, p, head, along, above):
    """Return a Rottweiler's colour: black, with tan brows, cheeks, chest and feet."""
    x, y, z = head
    if part == SNOUT:
        return mix(b, a, step(-0.05, 0.2, y + 0.4))
    if part == HEAD:
        dots = step(0.17, 0.1, math.sqrt((abs(x) - 0.34) ** 2 + (y - 0.42) ** 2)) * step(0.2, 0.4, z)
        return mix(a, b, max(dots, step(-0.2, -0.4, y) * step(0.1, 0.4, z)))
    if part == LEG:
        return mix(a, b, step(0.85, 0.55, p[1]))
    return mix(a, b, step(0.95, 1.05, along) * step(0.1, -0.2, above)) if part == BODY else a


@njit(cache=True)
def _solid(a, c, part, above):
    """Return the colour of a coat without a pattern: one colour, paler on the belly and on the muzzle."""
    pale = step(0.2, 0.9, -above) if part == BODY else 0.0
    return mix(a, c, 0.7 * max(pale, 1.0 if part == SNOUT else 0.0))
