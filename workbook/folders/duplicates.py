"""Duplicate photos: a file that was copied, or a picture saved again in another size, quality or format."""

import hashlib
from typing import NamedTuple

import imagehash
import numpy as np
from PIL import Image

THUMBNAIL = 16  # pixels per side of the thumbnails that are compared when two hashes are nearly the same
BITS = 8  # of the 64 in a hash, in which two copies may differ
LEVELS, CONTRAST = 8, 0.25  # how far their thumbnails may differ on average: grey levels, part of the contrast
PAIRS = 2**18  # pairs of hashes compared at once


class Fingerprint(NamedTuple):
    """What copies of a photo have in common: the file's SHA-256, the picture's 64-bit hash, and a grey thumbnail."""

    digest: bytes
    dhash: np.uint64
    thumbnail: bytes


def fingerprint(path, pixels):
    """Return the `Fingerprint` of the photo at `path`; `pixels` are RGB (height, width, 3), of any size."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").digest()
    grey = Image.fromarray(pixels).convert("L")
    dhash = np.packbits(imagehash.dhash(grey).hash).view("uint64")[0]
    thumbnail = np.asarray(grey.resize((THUMBNAIL, THUMBNAIL), Image.Resampling.BOX))
    return Fingerprint(digest, dhash, thumbnail.tobytes())  # Pillow's own `tobytes` fragments the heap


def twins(fingerprints, splits):
    """Yield (row, earlier row, whether the files are identical) for each photo that has an earlier copy.

    `splits` are the splits of the photos. If there are several earlier copies, one from another split is preferred.
    """
    first = {}
    for row, print_ in enumerate(fingerprints):
        earlier = first.setdefault(print_.digest, [])
        if earlier:
            yield row, _preferred(row, earlier, splits), True
        earlier.append(row)
    singles = np.array([rows[0] for rows in first.values()], dtype=int)
    for row, earlier in _alike([fingerprints[i] for i in singles]):
        yield singles[row], _preferred(singles[row], singles[earlier], splits), False


def _preferred(row, earlier, splits):
    """Return the first of the `earlier` rows from another split than `row`, otherwise the first."""
    return next((other for other in earlier if splits[other] != splits[row]), earlier[0])


def _alike(fingerprints):
    """Yield (row, earlier rows that show the same picture); compares hashes first, then thumbnails."""
    if not fingerprints:
        return
    hashes = np.array([print_.dhash for print_ in fingerprints])  # (photos,)
    thumbnails = np.frombuffer(b"".join(print_.thumbnail for print_ in fingerprints), "uint8")
    thumbnails = thumbnails.reshape(len(hashes), -1).astype("int16")  # (photos, pixels)
    thumbnails -= thumbnails.mean(axis=1, keepdims=True).astype("int16")  # a brighter copy is a copy
    limits = np.minimum(LEVELS, CONTRAST * np.abs(thumbnails).mean(axis=1))  # (photos,)
    height = max(1, PAIRS // len(hashes))
    for start in range(0, len(hashes), height):
        block = slice(start, start + height)
        close = np.bitwise_count(hashes[block, None] ^ hashes[None, : block.stop]) <= BITS  # (height, photos so far)
        for row, candidates in enumerate(close, start):
            earlier = np.flatnonzero(candidates[:row])
            if len(earlier):
                apart = np.abs(thumbnails[earlier] - thumbnails[row]).mean(axis=1)  # (earlier,)
                alike = earlier[apart < limits[row]]
                if len(alike):
                    yield row, alike
