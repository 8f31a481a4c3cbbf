"""Animals put together from round cones and ellipsoids, in a pose."""

from dataclasses import dataclass

import numpy as np

from tools.sample.drawing import tables

UP = np.array([0.0, 1.0, 0.0])
POSES = ("sit", "stand", "lie")


def colour(text):
    """Return the linear RGB of an sRGB hex colour such as "#8b7a66"."""
    srgb = np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return srgb**2.2


def turned(yaw=0.0, pitch=0.0, roll=0.0):
    """Return a rotation, rows its axes (right, up, forward), by yaw to the left, pitch up and roll in radians."""
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    forward = np.array([sy * cp, sp, cy * cp])
    right = np.array([cy, 0.0, -sy])
    up = np.cross(forward, right)
    return np.stack([np.cos(roll) * right + np.sin(roll) * up, np.cos(roll) * up - np.sin(roll) * right, forward])


@dataclass(frozen=True)
class Fur:
    """What the furry shapes of one animal share."""

    depth: float
    curl: float


def shape(centre, turn, scale, part, h=0.0, r0=1.0, r1=1.0, blend=0.0, fur=None):
    """Return one row of a scene (see tables.py)."""
    row = np.zeros((), tables.SHAPE)
    row["centre"], row["turn"], row["scale"], row["part"] = centre, turn, scale, part
    row["h"], row["r0"], row["r1"], row["blend"] = h, r0, r1, blend
    if fur:
        row["fur"], row["curl"] = fur.depth, fur.curl
    row["reach"] = np.max(scale) * max(r0, h + r1) + 1.5 * row["fur"]
    return row


def ball(centre, radii, part, turn=None, **extra):
    """Return an ellipsoid."""
    return shape(centre, np.eye(3) if turn is None else turn, np.broadcast_to(radii, 3), part, **extra)


def limb(start, end, r0, r1, part, flat=1.0, face=None, **extra):
    """Return a round cone from `start` to `end`; `flat` below 1 thins it along `face`."""
    start, end = np.asarray(start, float), np.asarray(end, float)
    along = end - start
    h = np.linalg.norm(along)
    up = along / h
    face = np.array([0.0, 0.0, 1.0]) if face is None else face
    thin = face - (face @ up) * up
    if np.linalg.norm(thin) < 1e-6:
        thin = np.array([1.0, 0.0, 0.0]) - up[0] * up
    thin /= np.linalg.norm(thin)
    turn = np.stack([np.cross(up, thin), up, thin])
    h = max(h, abs(r0 - r1) * 1.001 + 1e-6)
    return shape(start, turn, (1.0, 1.0, flat), part, h=h, r0=r0, r1=r1, **extra)


class Head:
    """A head's place: `at(x, y, z)` turns heads right, up and forward of its centre into a point in space."""

    def __init__(self, centre, turn, size):
        self.centre, self.turn, self.size = np.asarray(centre, float), turn, size

    def at(self, x, y, z):
        """Return the point x heads to the right, y up and z forward of the centre."""
        return self.centre + self.size * (np.array([x, y, z]) @ self.turn)


def head_shapes(breed, head, fur, rng):
    """Return the shapes of skull, muzzle, nose, eyes and ears."""
    size, turn, wide = head.size, head.turn, breed.wide
    short = Fur(0.30 * fur.depth, fur.curl * 1.3)
    soft = dict(blend=0.22 * size, fur=Fur(0.55 * fur.depth, fur.curl * 1.2))
    skull = ball(head.centre, (size * wide, 0.90 * size, 0.93 * size), tables.HEAD, turn, **soft)
    face = _cat_face(wide, head, soft, short) if breed.species == "cats" else _dog_face(breed, head, short, rng)
    sides = [_eye(breed, head, side) for side in (-1, 1)] + [ear_shape(breed, head, side, short) for side in (-1, 1)]
    return [skull, *face, *sides]


def _cat_face(wide, head, soft, short):
    """Return cheeks, the two pads of the muzzle, chin, bridge and nose of a cat."""
    size, turn = head.size, head.turn
    near = dict(blend=0.10 * size, fur=short)
    out = []
    for side in (-1, 1):
        pad = (0.27 * size, 0.22 * size, 0.22 * size)
        out.append(ball(head.at(0.50 * side * wide, -0.32, 0.32), 0.44 * size, tables.HEAD, turn, **soft))
        out.append(ball(head.at(0.19 * side, -0.42, 0.80), pad, tables.SNOUT, turn, **near))
    out.append(ball(head.at(0, -0.60, 0.68), 0.19 * size, tables.SNOUT, turn, **near))
    bridge = dict(blend=0.15 * size, fur=short)
    out.append(limb(head.at(0, 0.15, 0.84), head.at(0, -0.24, 0.98), 0.12 * size, 0.12 * size, tables.HEAD, **bridge))
    out.append(ball(head.at(0, -0.25, 1.04), (0.115 * size, 0.075 * size, 0.06 * size), tables.NOSE, turn))
    return out


def _dog_face(breed, head, short, rng):
    """Return snout, lower jaw and nose of a dog, and the tongue of some."""
    size, muzzle = head.size, breed.muzzle
    tip = 0.80 + breed.snout
    snout, jaw = head.at(0, -0.34, tip - 0.2), head.at(0, -0.34 - 0.62 * muzzle, tip - 0.30)
    wide, narrow = muzzle * size, 0.62 * muzzle * size
    nose = head.at(0, -0.34 + 0.55 * muzzle, tip - 0.24 + 0.80 * muzzle)
    out = [
        limb(head.at(0, -0.22, 0.45), snout, 1.5 * muzzle * size, wide, tables.SNOUT, blend=0.20 * size, fur=short),
        limb(head.at(0, -0.50, 0.40), jaw, 0.30 * size, narrow, tables.SNOUT, blend=0.08 * size, fur=short),
        ball(nose, np.array([0.62, 0.46, 0.42]) * muzzle * size, tables.NOSE, head.turn),
    ]
    if rng.random() < 0.4:
        root, end = head.at(0, -0.36 - 1.05 * muzzle, tip - 0.35), head.at(0.05, -0.42 - 2.1 * muzzle, tip - 0.25)
        flat = dict(flat=0.35, face=head.turn[2])
        out.append(limb(root, end, 0.5 * muzzle * size, 0.42 * muzzle * size, tables.TONGUE, **flat))
    return out


def _eye(breed, head, side):
    """Return one eye, set into the skull and turned a little outward."""
    spread, lift = (0.42, 0.10) if breed.species == "cats" else (0.40, 0.16)
    spread *= breed.wide
    depth = 0.93 * np.sqrt(max(0.1, 1 - (spread / breed.wide) ** 2 - (lift / 0.9) ** 2)) - 0.55 * breed.eye
    turn = turned(yaw=0.30 * side) @ head.turn
    return ball(head.at(spread * side, lift, depth), breed.eye * head.size, tables.EYE, turn)


def ear_shape(breed, head, side, fur):
    """Return one ear: upright (cat, prick, bat), folded forward, or hanging (flop, long)."""
    size, ear, wide = head.size, breed.ear, breed.wide
    right, _, front = head.turn
    soft = dict(blend=0.06 * size, fur=fur)
    if breed.ears in ("cat", "prick", "bat"):
        lean = {"cat": 0.34, "prick": 0.16, "bat": 0.62}[breed.ears]
        base = {"cat": 0.50, "prick": 0.40, "bat": 0.44}[breed.ears] * size * min(1.0, 0.4 + 0.6 * ear)
        root = head.at(0.50 * side * wide, 0.42, 0.02)
        tip = head.at((0.54 + lean * ear) * side * wide, 0.58 + 1.0 * ear, 0.02)
        return limb(root, tip, base, 0.04 * size, tables.EAR, flat=0.42, face=front + 0.25 * side * right, **soft)
    if breed.ears == "fold":
        root, tip = head.at(0.74 * side * wide, 0.62, 0.25), head.at(0.98 * side * wide, 0.62 - 0.8 * ear, 0.48)
        return limb(root, tip, 0.27 * size, 0.10 * size, tables.EAR, flat=0.35, face=right, **soft)
    drop = 0.52 if breed.ears == "flop" else 0.40
    root = head.at(0.78 * side * wide, drop - 0.05, -0.02)
    tip = head.at(1.02 * side * wide, drop - 0.95 * ear, 0.12)
    return limb(root, tip, 0.22 * size, 0.34 * size, tables.EAR, flat=0.34, face=right, **soft)


def spine(breed, pose):
    """Return the ends of the spine, hips and chest, and the direction of the neck, a unit vector."""
    g, leg, length = breed.girth, breed.leg, breed.length
    if pose == "stand":
        hips, chest = (0, leg + 0.55 * g, -length / 2), (0, leg + 0.62 * g, length / 2)
        rise = (0, 0.75, 0.55)
    elif pose == "sit":
        hips, chest = (0, 0.80 * g, -0.30 * length), (0, 0.75 * leg + 0.72 * length * 0.55, 0.22)
        rise = (0, 0.95, 0.22)
    else:
        hips, chest = (0, 0.80 * g, -length / 2), (0, 0.98 * g, 0.42 * length)
        rise = (0, 0.95, 0.25)
    return np.array(hips), np.array(chest), np.array(rise) / np.linalg.norm(rise)


def trunk_shapes(breed, pose, hips, chest, fur):
    """Return the shapes of the trunk and of the legs."""
    g = breed.girth
    soft, thin = dict(blend=0.5 * g, fur=fur), dict(blend=0.2 * g, fur=fur)
    out = [limb(hips, chest, 0.92 * g, 0.98 * g, tables.BODY, **soft)]
    if pose == "sit":
        out.append(ball(hips + (0, 0.05, 0.05), (1.12 * g, 1.0 * g, 1.0 * g), tables.BODY, **soft))
    for side in (-1, 1):
        out += _fore_leg(breed, pose, chest, side, thin)
        out += _hind_leg(breed, pose, hips, side, soft, thin)
    return out


def _paw(x, z, foot, thin):
    return ball((x, 0.65 * foot, z), (1.2 * foot, 0.75 * foot, 1.6 * foot), tables.LEG, **thin)


def _foot(breed):
    return 0.30 * breed.girth + 0.03


def _fore_leg(breed, pose, chest, side, thin):
    """Return a fore leg: stretched out on the ground, or straight down to a paw."""
    g, foot = breed.girth, _foot(breed)
    x = 0.56 * g * side
    if pose == "lie":
        end = (1.25 * x, foot, chest[2] + 0.85 * breed.leg + 0.2)
        return [limb(chest + (1.1 * x, -0.45 * g, 0), end, 0.38 * g, foot, tables.LEG, **thin)]
    end = (1.05 * x, foot, chest[2] + 0.10)
    leg = limb(chest + (x, -0.35 * g, 0.05), end, 0.44 * g, foot, tables.LEG, **thin)
    return [leg, _paw(1.05 * x, chest[2] + 0.20, foot, thin)]


def _hind_leg(breed, pose, hips, side, soft, thin):
    """Return a hind leg: thigh, shank and foot of a standing animal, or a leg folded beside the trunk."""
    g, foot = breed.girth, _foot(breed)
    x = 0.56 * g * side
    if pose == "stand":
        knee = np.array([1.1 * x, 0.55 * breed.leg, hips[2] + 0.08])
        heel = np.array([1.1 * x, 0.28 * breed.leg + foot, hips[2] - 0.16])
        return [
            limb(hips + (x, -0.1 * g, 0), knee, 0.62 * g, 0.34 * g, tables.BODY, **soft),
            limb(knee, heel, 0.32 * g, 0.9 * foot, tables.LEG, **thin),
            limb(heel, (1.1 * x, foot, hips[2] - 0.04), 0.9 * foot, foot, tables.LEG, **thin),
            _paw(1.1 * x, hips[2] + 0.08, foot, thin),
        ]
    thigh = np.array([0.98 * g * side, 0.62 * g, hips[2] + 0.42 * g])
    toe = np.array([1.15 * g * side, 0.8 * foot, hips[2] + 1.55 * g])
    shank = limb(thigh + (0.1 * g * side, -0.4 * g, 0), toe, foot, 1.05 * foot, tables.LEG, **thin)
    return [ball(thigh, (0.50 * g, 0.66 * g, 0.85 * g), tables.BODY, **thin), shank]


def tail_shapes(breed, pose, hips, fur, rng):
    """Return the shapes of the tail: a chain of cones along a curve."""
    g, sway = breed.girth, rng.uniform(-1, 1)
    root = hips + np.array([0, 0.55 * g, -0.75 * g])
    t = np.linspace(0, 1, 7)[:, None]
    if breed.tail == "curl":
        turn = 4.6 * t
        path = root + 0.42 * np.hstack([0.35 * sway * t, np.sin(turn) + 0.9 * t, 1 - np.cos(turn) - 1.2 * t])
    elif breed.tail == "stub":
        path = root + t * np.array([0, 0.12, -0.14])
    elif breed.tail == "up" or (pose == "stand" and breed.species == "cats" and sway > 0):
        path = root + np.hstack([0.25 * sway * t**2, 0.95 * t, -0.45 * t + 0.15 * t**2])
    elif pose == "stand":
        path = root + np.hstack([0.25 * sway * t**2, -0.75 * t + 0.35 * t**2, -0.75 * t])
    else:  # along the ground and round to one side
        side = 1.0 if sway > 0 else -1.0
        path = root + np.hstack([side * (1.15 * np.sin(2.2 * t)) * 1.0, 0 * t, -0.55 * np.sin(3.0 * t) + 0.9 * t**2])
        path[:, 1] = np.linspace(root[1], 0.14, 7) * (1 - t[:, 0]) + 0.13 * t[:, 0]
    thick = {"bushy": 0.24, "curl": 0.20, "up": 0.10, "stub": 0.10, "thin": 0.095}[breed.tail] * (0.6 + g)
    bulge = (
        0.6 + 0.8 * np.sin(np.pi * np.clip(t[:, 0] + 0.1, 0, 1))
        if breed.tail in ("bushy", "curl")
        else 1 - 0.35 * t[:, 0]
    )
    radii = thick * bulge
    return [limb(path[i], path[i + 1], radii[i], radii[i + 1], tables.TAIL, blend=0.06, fur=fur) for i in range(6)]


def neck_shapes(breed, head, chest, rise, fur):
    """Return the neck, and the ruff of furry breeds."""
    g, throat = breed.girth, head.at(0, -0.35, -0.25)
    soft = dict(blend=0.4 * g)
    out = [limb(chest + 0.25 * g * rise, throat, 0.78 * g, 0.62 * head.size, tables.NECK, fur=fur, **soft)]
    if breed.ruff:
        middle, thick = 0.55 * chest + 0.45 * throat, Fur(1.2 * breed.fur, breed.curl)
        out.append(ball(middle + (0, 0, 0.08), (0.85 + 0.4 * breed.ruff) * g, tables.NECK, fur=thick, **soft))
    if breed.name == "standard_poodle":
        tuft = np.array([0.75, 0.62, 0.75]) * head.size
        out.append(ball(head.at(0, 0.75, -0.15), tuft, tables.EAR, head.turn, blend=0.1 * head.size, fur=fur))
    return out


def collar_shapes(breed, head, chest, rng):
    """Return a collar for some of the animals whose neck can be seen."""
    wears = rng.random() < (0.35 if breed.species == "dogs" else 0.15)
    if not wears or breed.ruff >= 0.5:
        return []
    way = head.at(0, -0.35, -0.25) - chest
    middle = chest + 0.62 * way
    return [limb(middle, middle + 0.07 * way / np.linalg.norm(way), 0.80 * head.size, 0.80 * head.size, tables.COLLAR)]


def build(breed, pose, rng):
    """Return (shapes, animal, head): the animal's rows, its colours, and the place of its head."""
    fur = Fur(breed.fur, breed.curl)
    hips, chest, rise = spine(breed, pose)
    size = breed.head * rng.uniform(0.95, 1.06)
    neck = 0.55 * breed.girth + 0.72 * size + (0.12 if breed.leg > 0.9 else 0.0)
    turn = turned(yaw=rng.uniform(-0.5, 0.5), pitch=rng.uniform(-0.15, 0.12), roll=rng.uniform(-0.22, 0.22))
    head = Head(chest + neck * rise + np.array([0, 0, 0.10]), turn, size)
    shapes = trunk_shapes(breed, pose, hips, chest, fur)
    shapes += neck_shapes(breed, head, chest, rise, fur)
    shapes += tail_shapes(breed, pose, hips, fur, rng)
    shapes += collar_shapes(breed, head, chest, rng)
    shapes += head_shapes(breed, head, fur, rng)
    return np.array(shapes, tables.SHAPE), _colours(breed, head, hips, chest, rng), head


def _colours(breed, head, hips, chest, rng):
    animal = np.zeros(1, tables.ANIMAL)[0]
    palette = breed.coats[rng.integers(len(breed.coats))]
    light = rng.uniform(0.85, 1.12)
    for field, text in zip(("main", "second", "third"), palette, strict=True):
        animal[field] = np.clip(colour(text) * light * rng.uniform(0.95, 1.05, 3), 0, 0.95)
    animal["coat"], animal["iris"] = breed.coat, colour(breed.irises[rng.integers(len(breed.irises))])
    animal["nose"], animal["slit"] = colour(breed.nose), breed.species == "cats"
    animal["collar"] = colour(("#b3202a", "#1f4fa8", "#1c7a3d", "#222222")[rng.integers(4)])
    animal["head"], animal["head_turn"], animal["head_size"] = head.centre, head.turn, head.size
    animal["back"], animal["girth"] = (hips, chest), breed.girth
    animal["offset"], animal["grain"] = rng.uniform(0, 100), 0.35
    animal["snout_end"] = breed.snout
    return animal
