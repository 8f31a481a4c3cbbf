"""The colour of a shape where a ray meets it: coat, eye, nose, tongue, collar or object, as linear RGB."""

import math

import numpy as np
from numba import njit

from tools.sample.drawing.coats import coat, in_heads
from tools.sample.drawing.noise import mix, step, value_noise
from tools.sample.drawing.places import clutter_colour
from tools.sample.drawing.tables import CLUTTER, COLLAR, EAR, EYE, NOSE, SNOUT, TONGUE


@njit(cache=True)
def surface_colour(animal, shape, p, n):
    """Return the colour at `p` on `shape`, how much it shines, and how far light reaches round it."""
    part = shape.part
    if part == EYE:
        return _eye(animal, shape, p), 1.0, 0.0
    if part == NOSE:
        return animal.nose.copy(), 0.5, 0.0
    if part == TONGUE:
        return np.array([0.75, 0.22, 0.25]), 0.25, 0.0
    if part == COLLAR:
        return animal.collar.copy(), 0.3, 0.0
    if part >= CLUTTER:
        return clutter_colour(shape, p), 0.15, 0.0
    return _fur(animal, shape, p, n), 0.04, 0.35


@njit(cache=True)
def _fur(animal, shape, p, n):
    """Return the colour of the fur, including the pink inside of the ears and the line of the mouth."""
    colour = coat(animal, shape.part, p)
    if shape.part == EAR:
        forward = n @ animal.head_turn[2]
        inside = step(0.55, 0.85, forward) * (1.0 if shape.r1 < 0.5 * shape.r0 else 0.0)
        colour = mix(colour, np.array([0.62, 0.38, 0.34]), 0.7 * inside)
    if shape.part == SNOUT:  # down from the nose, then out to both sides
        x, y, _ = in_heads(animal, p)
        down = step(0.03, 0.012, abs(x)) * step(-0.62, -0.58, y) * step(-0.2, -0.25, y)
        bow = step(0.035, 0.015, abs(y + 0.56 - 0.35 * abs(x))) * step(0.5, 0.42, abs(x))
        colour = mix(colour, np.array([0.05, 0.03, 0.03]), 0.85 * max(down, bow))
    coarse = value_noise(34.0 * p[0], 11.0 * p[1], 34.0 * p[2])
    grain = coarse + 0.6 * value_noise(70.0 * p[0], 23.0 * p[1], 70.0 * p[2])
    return colour * (1.0 + animal.grain * (grain - 0.8))


@njit(cache=True)
def _eye(animal, shape, p):
    """Return the colour of an eye: iris, pupil, dark rim, a glint."""
    turn = shape.turn
    d = p - shape.centre
    x, y, z = (turn[0] @ d) / shape.scale[0], (turn[1] @ d) / shape.scale[1], (turn[2] @ d) / shape.scale[2]
    if z < 0.0:
        return np.array([0.02, 0.02, 0.02])
    pupil = x * x / 0.035 + y * y / 0.42 if animal.slit > 0.5 else (x * x + y * y) / 0.30
    edge = math.sqrt(x * x + y * y)
    if (x + 0.28) ** 2 + (y - 0.32) ** 2 < 0.035:
        return np.array([1.0, 1.0, 1.0])
    if pupil < 1.0:
        return np.array([0.01, 0.01, 0.012])
    if edge > 0.86:
        return np.array([0.03, 0.025, 0.02])
    return animal.iris * (0.75 + 0.5 * max(0.0, -y))
