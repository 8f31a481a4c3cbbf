"""The colours of grounds, backgrounds and objects that stand about, as linear RGB."""

import math

import numpy as np
from numba import njit

from tools.sample.drawing.noise import fractal_noise, mix, step, value_noise
from tools.sample.drawing.tables import CLUTTER, GRASS, INDOORS, PLANKS, TILES


@njit(cache=True)
def clutter_colour(shape, p):
    """Return the colour of an object that stands about: one hue, with lighter and darker bands."""
    tint = (shape.part - CLUTTER) * 0.37
    base = np.array([0.5 + 0.45 * math.sin(6.28 * (tint + k / 3.0)) for k in range(3)])
    band = 0.8 + 0.2 * step(-0.1, 0.1, math.sin(9.0 * p[1] + tint * 20.0))
    return base * 0.55 * band + 0.04


@njit(cache=True)
def ground_colour(place, p, t):
    """Return the colour of the ground at `p`, `t` away from the camera."""
    a, b, o = place.ground[0].copy(), place.ground[1].copy(), place.offset
    x, z = p[0] + o, p[2] - o
    fine = value_noise(22.0 * x, 1.0, 22.0 * z) if t < 18.0 else 0.5
    rough = fractal_noise(1.4 * x, 3.0, 1.4 * z)
    share = 0.6 * rough + 0.4 * fine
    if place.kind == GRASS:
        blade = value_noise(50.0 * x, 2.0, 11.0 * z) if t < 14.0 else 0.5
        share = 0.35 * rough + 0.65 * blade
    elif place.kind == PLANKS:
        plank = math.floor(1.6 * x)
        gap = step(0.03, 0.0, abs(1.6 * x - plank - 0.5) - 0.47)
        share = 0.25 + 0.5 * value_noise(plank * 7.7, 1.0, 0.4 * z) + 0.35 * value_noise(14.0 * x, 5.0, 0.9 * z)
        share = share * gap + (1.0 - gap)
    elif place.kind == TILES:
        u, v = 0.9 * x - math.floor(0.9 * x), 0.9 * z - math.floor(0.9 * z)
        gap = min(min(u, 1.0 - u), min(v, 1.0 - v))
        share = 1.0 - step(0.015, 0.03, gap) * (0.85 - 0.2 * rough)
    return mix(a, b, max(0.0, min(1.0, share)))


@njit(cache=True)
def background(place, ray):
    """Return the colour beyond the ground: a sky over a hedge or hills, or a wall."""
    low, high = place.far[0].copy(), place.far[1].copy()
    o = place.offset
    x = math.atan2(ray[0], ray[2])
    rise = ray[1]
    if place.kind in INDOORS:
        skirting = step(0.05, 0.055, rise)
        soft = 0.9 + 0.2 * fractal_noise(2.5 * x + o, 2.5 * rise, o)
        wall = mix(high * soft, low, 1.0 if math.sin(7.0 * x + o) > 0.93 and rise > 0.3 else 0.0)
        return mix(np.array([0.7, 0.68, 0.64]), wall, skirting)
    hill = 0.10 + 0.22 * fractal_noise(3.0 * x + o, 1.0, o) + 0.02 * value_noise(40.0 * x, 2.0, o)
    leaves = 0.55 + 0.9 * fractal_noise(16.0 * x + o, 20.0 * rise, o) * value_noise(5.0 * x, 6.0 * rise, o)
    cloud = step(0.5, 0.8, fractal_noise(3.0 * x + o, 5.0 * rise, 2.0 + o))
    sky = mix(high, np.array([0.95, 0.95, 0.95]), 0.6 * cloud)
    return mix(low * leaves, sky, step(hill - 0.01, hill + 0.01, rise))
