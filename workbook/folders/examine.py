"""The examination of one file in a data set: whether the lessons can read it, and what is unusual about it."""

import stat
from contextlib import suppress
from typing import NamedTuple

import numpy as np
from PIL import Image, UnidentifiedImageError

from workbook.folders.duplicates import Fingerprint, fingerprint
from workbook.folders.files import is_awkward
from workbook.photos.decode import ORIENTATION, PhotoError, is_photo, read_photo, upright_size

VIEW = 64  # pixels per side at which photos are examined: a JPEG is decoded whole, but at an eighth if it is large
EXTREME, SMALL, LARGE = 4, 32, 30e6  # long side / short side, pixels of the short side, pixels in all
ALIKE = 2  # levels by which values may differ and still count as equal
UNREAD = {".heic", ".heif", ".avif", ".jp2", ".jxl", ".svg", ".psd", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf"}


class Examined(NamedTuple):
    """What is `found` in a file, a list of (fault, detail); for a readable photo also its upright (width, height)."""

    found: list
    size: tuple | None = None
    fingerprint: Fingerprint | None = None


def examine(path, root):
    """Return the `Examined` of the file at `path` below the folder `root`; never raises an error."""
    found = [("awkward name", "")] if is_awkward(path.name) else []
    try:
        status = path.stat()
    except OSError as error:
        return Examined([*found, ("broken link" if path.is_symlink() else "unreadable", error.strerror)])
    if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        found.append(("link outside", f"to {path.resolve()}"))
    if not stat.S_ISREG(status.st_mode):
        return Examined([*found, ("not a file", "a pipe, a device or the like")])
    if not is_photo(path.name):
        return Examined(found + _other(path))
    if status.st_size == 0:
        return Examined([*found, ("empty file", "")])
    try:
        return _photo(path, found)
    except Exception as error:  # a damaged file can make a decoder raise almost anything
        return Examined([*found, _unreadable(path, error)])


def _other(path):
    """Return the fault of a file that the lessons skip because of its name."""
    if path.suffix.lower() in UNREAD:
        return [("unsupported format", "")]
    if not path.name.startswith("."):
        with suppress(Exception), Image.open(path) as image:
            return [("wrong extension", f"{image.format} inside")]
    return [("other file", "")]


def _unreadable(path, error):
    cause = error.__context__ if isinstance(error, PhotoError) else error  # what the decoder said
    reason = str(cause).replace(str(path), "the file") or type(cause).__name__
    if isinstance(cause, Image.DecompressionBombError):
        return "too many pixels", reason.partition(",")[0]
    if isinstance(cause, UnidentifiedImageError):
        return "not a photo", _beginning(path)
    return "truncated" if "truncated" in reason.lower() else "unreadable", reason


def _beginning(path):
    with suppress(OSError), path.open("rb") as stream:
        return f"it begins with {stream.read(16)}"
    return ""


def _photo(path, found):
    with Image.open(path) as image:
        found, size = found + _header(image, path), upright_size(image)
    pixels = read_photo(path, size=(VIEW, VIEW))
    return Examined(found + _shape(*size) + _colours(pixels), size, fingerprint(path, pixels))


def _header(image, path):
    """Return what the header of an image shows, a list of (fault, detail)."""
    expected = (Image.registered_extensions()[path.suffix.lower()], "MPO")  # a phone's JPEG with extras
    frames = 1
    with suppress(Exception):  # most formats have no frames, and a damaged one does not affect the first
        frames = image.n_frames
    kinds = {
        "other format": image.format not in expected and f"{image.format} inside",
        "16 bits": image.mode.startswith("I;16"),
        "CMYK": image.mode == "CMYK",
        "palette": image.mode == "P",
        "transparent": image.has_transparency_data,
        "rotated": image.getexif().get(ORIENTATION, 1) in range(2, 9),
        "several frames": frames > 1 and image.format != "MPO" and f"{frames}",
    }
    return [(kind, "" if what is True else what) for kind, what in kinds.items() if what]


def _shape(width, height):
    kinds = {
        "extreme shape": max(width, height) > EXTREME * min(width, height),
        "small": min(width, height) < SMALL,
        "large": width * height > LARGE,
    }
    return [(kind, f"{width} x {height}") for kind, true in kinds.items() if true]


def _colours(pixels):
    if np.ptp(pixels, axis=(0, 1)).max() <= ALIKE:
        return [("one colour", f"red, green and blue {', '.join(str(value) for value in pixels[0, 0])}")]
    return [("grey", "")] if np.ptp(pixels, axis=2).max() <= ALIKE else []
