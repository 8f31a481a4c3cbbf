"""Complete pictures: an animal in a place, in some light, seen by a camera, developed into a photo-like image."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tools.sample.drawing import tables
from tools.sample.drawing.animals import POSES, Head, ball, build, colour, limb
from tools.sample.drawing.marching import animal_mask, draw

FOCAL = 2.3
FAULTS = ("hidden", "dark", "tiny", "behind", "cut", "blurred")  # what makes a picture hard

GROUNDS = {
    tables.GRASS: (("#3f6a23", "#86a94a"), ("#5a7a2c", "#a8b560")),
    tables.PLANKS: (("#6d4526", "#a9794c"), ("#8a6a4a", "#c9a67c"), ("#4b3324", "#7a563c")),
    tables.CARPET: (("#6e5c73", "#8f7c94"), ("#8a4a3c", "#a8685a"), ("#7d848c", "#a4abb2"), ("#3f5a78", "#5f7a98")),
    tables.SAND: (("#c9b083", "#e6d4ae"), ("#a8875c", "#cfb188")),
    tables.SNOW: (("#d3dbe6", "#f6f8fb"),),
    tables.TILES: (("#7a746c", "#d9d3c9"), ("#5f6468", "#b9c2c8")),
}
WALLS = ("#d9d0c0", "#b9c7cf", "#c9b8a8", "#a8b89a", "#d8c9d0", "#8f9aa8", "#b5836a")
HEDGES = ("#2f4a22", "#3f5a2c", "#556a3a", "#6a5a3a")
SKIES = ("#8fb8e0", "#b9d0e6", "#d9dee4", "#e8c9a8")


@dataclass(frozen=True)
class Camera:
    """Where the picture is taken from: the 4 by 3 table of `marching.draw`."""

    table: np.ndarray

    @classmethod
    def looking(cls, target, azimuth, elevation, radius, roll=0.0):
        """Return the camera that sees a ball of `radius` round `target`, from `azimuth` (0: from the front)."""
        way = np.array([np.sin(azimuth) * np.cos(elevation), np.sin(elevation), np.cos(azimuth) * np.cos(elevation)])
        place = target + radius * FOCAL * way
        place[1] = max(place[1], 0.12)
        forward = (target - place) / np.linalg.norm(target - place)
        right = np.cross(forward, (0.0, 1.0, 0.0))
        right /= np.linalg.norm(right)
        up = np.cross(right, forward)
        right, up = np.cos(roll) * right + np.sin(roll) * up, np.cos(roll) * up - np.sin(roll) * right
        return cls(np.stack([place, right, up, FOCAL * forward]))

    def project(self, point, height, width):
        """Return the pixel (x, y) at which `point` is seen."""
        place, right, up, forward = self.table
        d = point - place
        depth = d @ forward / FOCAL**2
        half = 0.5 * max(height, width)
        return width / 2 + half * (d @ right) / depth, height / 2 - half * (d @ up) / depth


def make_place(rng):
    """Return a random place: ground, background and their colours."""
    place = np.zeros(1, tables.PLACE)[0]
    kind = int(
        rng.choice(
            [tables.GRASS, tables.PLANKS, tables.CARPET, tables.SAND, tables.SNOW, tables.TILES],
            p=[0.3, 0.22, 0.2, 0.1, 0.06, 0.12],
        )
    )
    place["kind"], place["offset"] = kind, rng.uniform(0, 50)
    pair = GROUNDS[kind][rng.integers(len(GROUNDS[kind]))]
    place["ground"] = [colour(text) * rng.uniform(0.85, 1.1) for text in pair]
    if kind in tables.INDOORS:
        low, high = rng.choice(WALLS, 2, replace=False)
    else:
        low, high = rng.choice(HEDGES), rng.choice(SKIES)
    place["far"] = colour(low) * rng.uniform(0.7, 1.1), colour(high)
    warmth = rng.uniform(-0.12, 0.16)
    place["sun"], place["sky"] = (1 + warmth, 1.0, 1 - warmth), (0.95, 1.0, 1.08)
    place["haze"] = 0.0 if kind in tables.INDOORS else 0.02
    return place


def make_light(rng, azimuth, dark):
    """Return a light for `marching`: its direction, the softness of its shadows, its strength and the sky's."""
    around, rise = azimuth + rng.uniform(-1.1, 1.1), rng.uniform(0.5, 1.1)
    sun, sky = rng.uniform(0.75, 1.15), rng.uniform(0.5, 0.75)
    if dark:
        sun, sky = 0.10 * sun, 0.16 * sky
    way = [np.sin(around) * np.cos(rise), np.sin(rise), np.cos(around) * np.cos(rise)]
    return np.array([*way, rng.uniform(5, 16), sun, sky])


def things(rng, azimuth, reach):
    """Return up to three objects that stand beside and behind the animal."""
    out = []
    for _ in range(rng.choice([0, 1, 2, 3], p=[0.35, 0.3, 0.2, 0.15])):
        part = tables.CLUTTER + int(rng.integers(40))
        around = azimuth + np.pi + rng.uniform(-1.5, 1.5)
        far = reach * rng.uniform(1.15, 2.4)
        x, z, size = far * np.sin(around), far * np.cos(around), rng.uniform(0.15, 0.5)
        if rng.random() < 0.5:
            out.append(ball((x, 0.95 * size, z), size, part))
        elif rng.random() < 0.5:
            out.append(limb((x, 0.0, z), (x, 3.0 * size, z), 0.5 * size, 0.35 * size, part))
        else:
            out.append(ball((x, 0.45 * size, z), (1.9 * size, 0.5 * size, 1.3 * size), part))
    return out


def hide(rng, camera, head):
    """Return an object that hides about half of the head from the camera."""
    place, right = camera.table[0], camera.table[1]
    middle = 0.55 * head.centre + 0.45 * place + rng.choice([-1, 1]) * 0.5 * head.size * right
    part = tables.CLUTTER + int(rng.integers(40))
    return [
        limb((middle[0], 0.0, middle[2]), middle + (0, 1.5 * head.size, 0), 0.34 * head.size, 0.34 * head.size, part)
    ]


def view_of(rng, pose, head, shapes, fault):
    """Return the camera's target, azimuth, elevation and radius for a flattering or, with a fault, an awkward view."""
    middle = np.array([0, 0.55 * head.centre[1], 0.1])
    radius = 0.62 * np.linalg.norm(np.ptp(shapes["centre"], axis=0)) + 0.22
    framing = rng.choice(["portrait", "half", "full"], p=[0.35, 0.35, 0.30])
    azimuth, elevation = rng.uniform(-0.75, 0.75), rng.uniform(0.02, 0.42)
    if pose == "stand" and framing != "portrait":
        azimuth = rng.choice([-1, 1]) * rng.uniform(0.5, 1.25)
    if framing == "portrait":
        target, radius = head.centre - (0, 0.15 * head.size, 0), rng.uniform(1.9, 2.5) * head.size
    elif framing == "half":
        target, radius = 0.6 * head.centre + 0.4 * middle, 0.72 * radius
    else:
        target = middle
    if fault == "tiny":
        target, radius = middle + rng.uniform(-0.5, 0.5, 3), 2.6 * radius
    elif fault == "behind":
        azimuth = np.pi + rng.uniform(-0.6, 0.6)
    elif fault == "cut":
        target, radius = target + rng.choice([-1, 1]) * np.array([1.5 * head.size, 0.3, 0.0]), 1.7 * head.size
    return target + rng.normal(0, 0.05, 3), azimuth, elevation, radius


def whiskers(image, camera, head, rng):
    """Draw a cat's whiskers on the side or sides of the face that the camera sees."""
    facing = (camera.table[0] - head.centre) / np.linalg.norm(camera.table[0] - head.centre)
    if facing @ head.turn[2] < 0.3:
        return
    pen = ImageDraw.Draw(image, "RGBA")
    for side in (-1, 1):
        if side * (facing @ head.turn[0]) < -0.6:
            continue
        for rise in (-0.22, -0.06, 0.10):
            ends = np.linspace(0, 1, 6)
            droop = [
                head.at(side * (0.26 + 0.95 * t), -0.42 + rise * (0.3 + t) - 0.10 * t**2, 0.98 - 0.25 * t) for t in ends
            ]
            points = [camera.project(point, image.height, image.width) for point in droop]
            pen.line(points, fill=(250, 250, 250, int(rng.integers(110, 190))), width=max(1, image.height // 330))


def develop(linear, rng, fault):
    """Return the photo for a linear picture: exposure, tone, a little vignetting."""
    height, width = linear.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    vignette = 1 - rng.uniform(0.05, 0.22) * (x**2 + y**2)
    exposed = linear * vignette[..., None] * rng.uniform(1.15, 1.5)
    toned = exposed * (1 + exposed / 6.0) / (1 + exposed * 0.72)
    pixels = np.clip(toned, 0, 1) ** (1 / 2.2) * 255
    image = Image.fromarray(pixels.astype("uint8"))
    return image.filter(ImageFilter.GaussianBlur(height / 55)) if fault == "blurred" else image


@dataclass(frozen=True)
class Scene:
    """All that a camera sees: the tables that `marching` reads, and the place of the animal's head."""

    shapes: np.ndarray  # those of the animal come first
    ball: np.ndarray  # x, y, z, radius of a ball that contains every shape
    light: np.ndarray
    animal: np.void
    place: np.void
    camera: Camera
    head: Head


def make_scene(breed, rng, width, height, fault=None):
    """Return a random scene with an animal of `breed`, for a picture of `width` by `height` pixels.

    `fault`, one of `FAULTS`, makes it hard to recognise.
    """
    pose = str(rng.choice(POSES, p=[0.45, 0.35, 0.20]))
    shapes, animal, head = build(breed, pose, rng)
    target, azimuth, elevation, radius = view_of(rng, pose, head, shapes, fault)
    camera = Camera.looking(
        target, azimuth, elevation, radius * max(width, height) / min(width, height), roll=rng.normal(0, 0.04)
    )
    rows = list(shapes) + things(rng, azimuth, 0.5 * breed.length + 0.3)
    if fault == "hidden":
        rows += hide(rng, camera, head)
    shapes = np.array(rows, tables.SHAPE)
    light, place = make_light(rng, azimuth, fault == "dark"), make_place(rng)
    centre = (shapes["centre"].min(0) + shapes["centre"].max(0)) / 2
    reach = np.max(np.linalg.norm(shapes["centre"] - centre, axis=1) + shapes["reach"])
    return Scene(shapes, np.array([*centre, reach]), light, animal, place, camera, head)


def picture(breed, rng, width, height, fault=None, oversample=1.5):
    """Return a picture of `breed`, a Pillow image of `width` by `height` pixels.

    `fault`, one of `FAULTS`, makes it hard to recognise. `oversample` is the number of rays per pixel, along each side.
    """
    scene = make_scene(breed, rng, width, height, fault)
    w, h = int(width * oversample), int(height * oversample)
    camera = scene.camera.table
    linear = draw(scene.shapes, scene.ball, scene.light, scene.animal, scene.place, camera, h, w)
    image = develop(linear, rng, fault)
    if breed.species == "cats" and fault != "dark":
        whiskers(image, scene.camera, scene.head, rng)
    image = image.resize((width, height), Image.Resampling.LANCZOS)
    noisy = np.asarray(image) + rng.normal(0, rng.uniform(1.0, 4.0), (height, width, 1))
    return Image.fromarray(np.clip(noisy, 0, 255).astype("uint8"))


def mask(breed, rng, width, height, fault=None):
    """Return where the animal is seen in the `picture` that the same arguments draw, bool (height, width).

    Nothing after the rays moves a pixel, so one ray through the middle of each pixel is enough. Whiskers and what an
    object hides do not count.
    """
    scene = make_scene(breed, rng, width, height, fault)
    return animal_mask(scene.shapes, scene.ball, scene.camera.table, height, width)
