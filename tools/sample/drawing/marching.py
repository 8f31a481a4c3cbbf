"""The ray marcher: shapes as signed distances, rays, normals, shadows and the light on what they hit.

A scene is a table with one row per shape (see tables.py). Every shape is a round cone (Quilez, "Distance functions"):
the hull of two balls of radius r0 and r1, which lie h apart along its y axis, stretched by `scale`. With h = 0 it is an
ellipsoid. A row blends into the rows before it over a distance `blend`; 0 keeps a sharp edge.
"""

import math

import numpy as np
from numba import njit

from tools.sample.drawing.noise import fractal_noise
from tools.sample.drawing.places import background, ground_colour
from tools.sample.drawing.surfaces import surface_colour
from tools.sample.drawing.tables import CLUTTER

FAR = 60.0
CLOSE = 0.0015


@njit(cache=True)
def shape_distance(shape, x, y, z):
    """Return a lower bound of the distance from (x, y, z) to `shape`, exact where the scale is 1."""
    dx, dy, dz = x - shape.centre[0], y - shape.centre[1], z - shape.centre[2]
    turn, scale = shape.turn, shape.scale
    px = (turn[0, 0] * dx + turn[0, 1] * dy + turn[0, 2] * dz) / scale[0]
    py = (turn[1, 0] * dx + turn[1, 1] * dy + turn[1, 2] * dz) / scale[1]
    pz = (turn[2, 0] * dx + turn[2, 1] * dy + turn[2, 2] * dz) / scale[2]
    if shape.h == 0.0:
        length = math.sqrt(px * px + py * py + pz * pz)
        gx, gy, gz = px / scale[0], py / scale[1], pz / scale[2]
        gradient = math.sqrt(gx * gx + gy * gy + gz * gz)
        return length * (length - shape.r0) / (gradient + 1e-9)
    side = math.sqrt(px * px + pz * pz)
    slope = (shape.r0 - shape.r1) / shape.h
    flank = math.sqrt(max(0.0, 1.0 - slope * slope))
    along = -side * slope + py * flank
    if along < 0.0:
        d = math.sqrt(side * side + py * py) - shape.r0
    elif along > flank * shape.h:
        d = math.sqrt(side * side + (py - shape.h) ** 2) - shape.r1
    else:
        d = side * flank + py * slope - shape.r0
    return d * min(scale[0], scale[1], scale[2])


@njit(cache=True)
def scene_distance(shapes, x, y, z, furry):
    """Return the distance to the nearest surface and the row of the nearest shape."""
    best, nearest, closest = FAR, 0, FAR
    for i in range(shapes.shape[0]):
        shape = shapes[i]
        dx, dy, dz = x - shape.centre[0], y - shape.centre[1], z - shape.centre[2]
        beyond = best + shape.blend + shape.reach
        if dx * dx + dy * dy + dz * dz > beyond * beyond:
            continue
        d = shape_distance(shape, x, y, z)
        if furry and shape.fur > 0.0 and d < 3.0 * shape.fur:
            d -= shape.fur * (2.0 * fractal_noise(x * shape.curl, y * shape.curl, z * shape.curl) - 0.7)
        if d < closest:
            closest, nearest = d, i
        if shape.blend > 0.0:
            share = max(0.0, shape.blend - abs(best - d)) / shape.blend
            best = min(best, d) - share * share * shape.blend * 0.25
        else:
            best = min(best, d)
    return best, nearest


@njit(cache=True)
def march(shapes, origin, ray, start, end):
    """Return the distance along the ray to the first surface, and its row, or FAR if there is none before `end`."""
    t = start
    for _ in range(110):
        d, nearest = scene_distance(
            shapes, origin[0] + t * ray[0], origin[1] + t * ray[1], origin[2] + t * ray[2], True
        )
        if d < CLOSE * (1.0 + 0.3 * t):
            return t, nearest
        t += 0.8 * d
        if t > end:
            break
    return FAR, 0


@njit(cache=True)
def normal_at(shapes, p):
    """Return the unit normal of the surface at `p`, by differences on a tetrahedron."""
    e = 0.004
    a, _ = scene_distance(shapes, p[0] + e, p[1] - e, p[2] - e, True)
    b, _ = scene_distance(shapes, p[0] - e, p[1] - e, p[2] + e, True)
    c, _ = scene_distance(shapes, p[0] - e, p[1] + e, p[2] - e, True)
    d, _ = scene_distance(shapes, p[0] + e, p[1] + e, p[2] + e, True)
    n = np.array([a - b - c + d, -a - b + c + d, -a + b - c + d])
    return n / (math.sqrt(n[0] ** 2 + n[1] ** 2 + n[2] ** 2) + 1e-12)


@njit(cache=True)
def shadow(shapes, p, light, softness):
    """Return how much of the light reaches `p`: 0 in full shadow, 1 in none."""
    lit, t = 1.0, 0.06
    for _ in range(26):
        d, _ = scene_distance(shapes, p[0] + t * light[0], p[1] + t * light[1], p[2] + t * light[2], False)
        lit = min(lit, softness * d / t)
        t += min(max(d, 0.05), 0.6)
        if lit < 0.02 or t > 12.0:
            break
    return max(0.0, min(1.0, lit))


@njit(cache=True)
def openness(shapes, p, n):
    """Return how open the surroundings of `p` are along its normal: 1 on a free surface, less in a corner."""
    closed = 0.0
    for k in range(1, 4):
        step = 0.11 * k
        x, y, z = p[0] + step * n[0], p[1] + step * n[1], p[2] + step * n[2]
        d, _ = scene_distance(shapes, x, y, z, False)
        closed += max(0.0, step - min(d, y)) / step * 0.5**k
    return max(0.0, 1.0 - closed)


@njit(cache=True)
def enter_ball(origin, ray, centre, radius):
    """Return where the ray enters and leaves a ball, or (FAR, FAR) if it misses."""
    b = c = 0.0
    for i in range(3):
        o = origin[i] - centre[i]
        b += o * ray[i]
        c += o * o
    inside = b * b - c + radius * radius
    if inside < 0.0:
        return FAR, FAR
    root = math.sqrt(inside)
    return max(0.0, -b - root), -b + root


@njit(cache=True)
def first_hit(shapes, ball, origin, ray):
    """Return the distance along the ray to the first shape, its row, and the distance to the ground; FAR if missed."""
    ground = -origin[1] / ray[1] if ray[1] < -1e-6 else FAR
    start, end = enter_ball(origin, ray, ball[:3], ball[3])
    t, row = FAR, 0
    if start < FAR:
        t, row = march(shapes, origin, ray, start, min(end, ground))
    return t, row, ground


@njit(cache=True)
def colour_of(shapes, ball, light, animal, place, origin, ray):
    """Return the colour seen along `ray`, linear RGB."""
    t, row, ground = first_hit(shapes, ball, origin, ray)
    if t >= FAR and ground >= FAR:
        return background(place, ray)
    on_ground = t >= FAR
    t = min(t, ground)
    p = origin + t * ray
    if on_ground:
        n = np.array([0.0, 1.0, 0.0])
        albedo, shine, wrap = ground_colour(place, p, t), 0.0, 0.0
    else:
        n = normal_at(shapes, p)
        albedo, shine, wrap = surface_colour(animal, shapes[row], p, n)
    out = lit_colour(shapes, light, place, ray, p, n, albedo, shine, wrap)
    haze = 1.0 - math.exp(-max(0.0, t - 9.0) * place.haze)
    if haze > 0.0:
        out += haze * (background(place, ray) - out)
    return out


@njit(cache=True)
def lit_colour(shapes, light, place, ray, p, n, albedo, shine, wrap):
    """Return the linear RGB of the surface at `p` with normal `n`, in the light of sun and sky, seen along `ray`.

    `albedo` is its colour, `shine` the strength of its highlight, and `wrap` how far light reaches round it.
    """
    facing = n[0] * light[0] + n[1] * light[1] + n[2] * light[2]
    lit = shadow(shapes, p + 0.02 * n, light, light[3])
    direct = max(0.0, (facing + wrap) / (1.0 + wrap)) * lit * light[4]
    sky = (0.55 + 0.45 * n[1]) * openness(shapes, p, n) * light[5]
    edge = 1.0 + (n[0] * ray[0] + n[1] * ray[1] + n[2] * ray[2])
    half = light[:3] - ray
    half /= math.sqrt(half[0] ** 2 + half[1] ** 2 + half[2] ** 2)
    glint = max(0.0, n[0] * half[0] + n[1] * half[1] + n[2] * half[2]) ** 60 * shine * (0.3 + lit)
    out = np.empty(3)
    for i in range(3):
        out[i] = albedo[i] * (direct * place.sun[i] + sky * place.sky[i]) + glint
        out[i] += wrap * 0.25 * edge**3 * albedo[i] * light[4]
    return out


@njit(cache=True)
def ray_through(camera, row, column, height, width):
    """Return the direction, a unit vector, in which the camera sees the middle of a pixel."""
    u = (column + 0.5 - width / 2) / (0.5 * max(width, height))
    v = (height / 2 - row - 0.5) / (0.5 * max(width, height))
    ray = u * camera[1] + v * camera[2] + camera[3]
    ray /= math.sqrt(ray[0] ** 2 + ray[1] ** 2 + ray[2] ** 2)
    return ray


@njit(nogil=True, cache=True)
def draw(shapes, ball, light, animal, place, camera, height, width):
    """Return the picture as linear RGB (height, width, 3), with one ray per pixel.

    `camera` is a 4 by 3 table: its place, then its right, up and forward axes. The forward axis is scaled by the focal
    length. `ball` (x, y, z, radius) contains every shape.
    """
    picture = np.empty((height, width, 3))
    for row in range(height):
        for column in range(width):
            ray = ray_through(camera, row, column, height, width)
            picture[row, column] = colour_of(shapes, ball, light, animal, place, camera[0], ray)
    return picture


@njit(nogil=True, cache=True)
def animal_mask(shapes, ball, camera, height, width):
    """Return where the animal is seen, bool (height, width): what a ray meets first is part of it, and no object.

    The arguments are those of `draw`, which takes three to four times as long.
    """
    mask = np.zeros((height, width), np.bool_)
    for row in range(height):
        for column in range(width):
            t, nearest, _ = first_hit(shapes, ball, camera[0], ray_through(camera, row, column, height, width))
            mask[row, column] = t < FAR and shapes[nearest].part < CLUTTER
    return mask
