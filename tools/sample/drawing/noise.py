"""Repeatable noise in space: the same point always gives the same number."""

import math

from numba import njit


@njit(cache=True)
def _hash(i, j, k):
    """Return a number in [0, 1) that depends on nothing but three integers."""
    n = (i * 73856093) ^ (j * 19349663) ^ (k * 83492791)
    n = (n ^ (n >> 13)) * 1274126177
    n = n ^ (n >> 16)
    return (n & 0xFFFFFF) / 16777216.0


@njit(cache=True)
def value_noise(x, y, z):
    """Return smooth noise in [0, 1] with features of about one unit."""
    fx, fy, fz = math.floor(x), math.floor(y), math.floor(z)
    i, j, k = int(fx), int(fy), int(fz)
    x, y, z = x - fx, y - fy, z - fz
    x, y, z = x * x * (3 - 2 * x), y * y * (3 - 2 * y), z * z * (3 - 2 * z)
    near = (_hash(i, j, k) * (1 - x) + _hash(i + 1, j, k) * x) * (1 - y)
    near += (_hash(i, j + 1, k) * (1 - x) + _hash(i + 1, j + 1, k) * x) * y
    far = (_hash(i, j, k + 1) * (1 - x) + _hash(i + 1, j, k + 1) * x) * (1 - y)
    far += (_hash(i, j + 1, k + 1) * (1 - x) + _hash(i + 1, j + 1, k + 1) * x) * y
    return near * (1 - z) + far * z


@njit(cache=True)
def fractal_noise(x, y, z):
    """Return noise in [0, 1] with features of one unit and half of one."""
    return 0.65 * value_noise(x, y, z) + 0.35 * value_noise(2.1 * x + 7.3, 2.1 * y + 1.7, 2.1 * z + 4.1)


@njit(cache=True)
def spots(x, y, z, size):
    """Return how deep (x, y, z) lies in a spot, about -1 to 1; there is one spot per unit cube, at a random place."""
    best = 9.0
    fx, fy, fz = int(math.floor(x)), int(math.floor(y)), int(math.floor(z))
    for a in range(-1, 2):
        for b in range(-1, 2):
            for c in range(-1, 2):
                i, j, k = fx + a, fy + b, fz + c
                dx = i + _hash(i, j, k) - x
                dy = j + _hash(i + 57, j, k) - y
                dz = k + _hash(i, j + 91, k) - z
                radius = size * (0.6 + 0.8 * _hash(i, j, k + 33))
                best = min(best, math.sqrt(dx * dx + dy * dy + dz * dz) - radius)
    return -best


@njit(cache=True)
def step(low, high, x):
    """Return 0 below `low`, 1 above `high` and a smooth step between, or the reverse if `low` is above `high`."""
    t = max(0.0, min(1.0, (x - low) / (high - low)))
    return t * t * (3.0 - 2.0 * t)


@njit(cache=True)
def mix(a, b, share):
    """Return colour `a`, with `share` of it replaced by `b`."""
    return a * (1.0 - share) + b * share
