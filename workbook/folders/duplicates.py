"""The same photo twice: one file copied, or one picture saved again in another size, quality or format."""

import hashlib
from typing import NamedTuple

import imagehash
import numpy as np
from PIL import Image

THUMBNAIL = 16  # of the thumbnail that settles whether two photos with nearly the same hash are one
BITS = 8  # of a hash's 64 in which the same picture may differ
LEVELS, CONTRAST = 8, 0.25  # grey levels by which its thumbnail may differ on average, and in parts of its contrast
PAIRS = 2**18  # pairs of hashes compared at once


class Fingerprint(NamedTuple):
    """What two copies of a photo share: the file's SHA-256, the picture's 64-bit hash, and a grey thumbnail."""

    digest: bytes
    dhash: np.uint64
    thumbnail: bytes


def fingerprint(path, pixels):
    """Return the `Fingerprint` of the photo at `path`, `pixels` being RGB (height, width, 3) of any size."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").digest()
    grey = Image.fromarray(pixels).convert("L")
    dhash = np.packbits(imagehash.dhash(grey).hash).view("uint64")[0]
    thumbnail = np.asarray(grey.resize((THUMBNAIL, THUMBNAIL), Image.Resampling.BOX))
    return Fingerprint(digest, dhash, thumbnail.tobytes())  # Pillow's own tobytes keeps 64 KiB of the heap in pieces


def twins(fingerprints, splits):
    """Yield (row, earlier row, whether the files are identical) for each photo that is there before.

    Of several earlier ones, one of another split comes first: `splits` names each photo's.
    """
    first = {}
    for row, print_ in enumerate(fingerprints):
        earlier = first.setdefault(print_.digest, [])
        if earlier:
            yield row, _telling(row, earlier, splits), True
        earlier.append(row)
    singles = np.array([rows[0] for rows in first.values()], dtype=int)
    for row, earlier in _alike([fingerprints[i] for i in singles]):
        yield singles[row], _telling(singles[row], singles[earlier], splits), False


def _telling(row, earlier, splits):
    return next((other for other in earlier if splits[other] != splits[row]), earlier[0])


def _alike(fingerprints):
    """Yield (row, earlier rows that show the same picture): hashes are compared first, then thumbnails."""
    if not fingerprints:
        return
    hashes = np.array([print_.dhash for print_ in fingerprints])
    thumbnails = np.frombuffer(b"".join(print_.thumbnail for print_ in fingerprints), "uint8")
    thumbnails = thumbnails.reshape(len(hashes), -1).astype("int16")
    thumbnails -= thumbnails.mean(axis=1, keepdims=True).astype("int16")  # a brighter copy is a copy
    limits = np.minimum(LEVELS, CONTRAST * np.abs(thumbnails).mean(axis=1))
    height = max(1, PAIRS // len(hashes))
    for start in range(0, len(hashes), height):
        block = slice(start, start + height)
        close = np.bitwise_count(hashes[block, None] ^ hashes[None, : block.stop]) <= BITS
        for row, candidates in enumerate(close, start):
            earlier = np.flatnonzero(candidates[:row])
            if len(earlier):
                apart = np.abs(thumbnails[earlier] - thumbnails[row]).mean(axis=1)
                alike = earlier[apart < limits[row]]
                if len(alike):
                    yield row, alike
