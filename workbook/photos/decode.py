"""One photo: how to know it by its file name, and its pixels at the size that a network needs."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

EXTENSIONS = {".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff"}
RESIZES = ("squash", "crop", "pad")
ORIENTATION, ON_ITS_SIDE = 0x0112, 5  # EXIF's tag for how the camera was held; from 5 on, the sides are exchanged
DRAFT = 0.8  # a large JPEG is decoded at this part of `size` or more: on average 1.7 grey levels off full decoding
MEAN_COLOUR = (124, 117, 104)  # ImageNet's, RGB, which the network's preprocessing turns into zero


class PhotoError(ValueError):
    """A photo or a folder of photos cannot be used. The message names it and the remedy."""


def is_photo(name):
    """Return whether the lessons treat a file of this name as a photo."""
    return Path(name).suffix.lower() in EXTENSIONS and not name.startswith(".")


def read_photo(path, size=(224, 224), resize="squash"):
    """Return the photo at `path` as uint8 RGB (height, width, 3).

    `size` is (height, width). `resize` is "squash" (change the shape to fit), "crop" (keep the middle) or "pad" (keep
    everything, with borders in ImageNet's mean colour). The photo is turned upright according to its EXIF data,
    transparent parts become white, and 16-bit channels keep their upper 8 bits. Raises PhotoError if the file cannot
    be decoded.
    """
    try:
        with Image.open(path) as file:
            file.draft("RGB", (round(DRAFT * max(size)),) * 2)  # decodes a large JPEG at a half, quarter or eighth
            file.load()
            image = _upright_rgb(file)
    except FileNotFoundError:
        raise PhotoError(f"{path} no longer exists: create the batches again.") from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        reason = str(error).replace(str(path), "the file").strip(" '\"")
        raise PhotoError(f"{path} cannot be read as a photo ({reason}): replace or remove it.") from None
    return np.asarray(_resized(image, (size[1], size[0]), resize))


def upright_size(image):
    """Return the width and height of an opened Pillow image once it is turned upright; reads its header alone."""
    turned = image.getexif().get(ORIENTATION, 1) >= ON_ITS_SIDE
    return image.size[::-1] if turned else image.size


def _upright_rgb(image):
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode in ("I", "F"):
        raise ValueError("32 bits per pixel, and nothing says which number is white")
    if image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image) >> 8).astype("uint8"))
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image.convert("RGBA"))
    return image if image.mode == "RGB" else image.convert("RGB")


def _resized(image, size, resize):
    if resize == "squash":
        return image.resize(size, Image.Resampling.BILINEAR)
    if resize == "crop":
        return ImageOps.fit(image, size, Image.Resampling.BILINEAR)
    return ImageOps.pad(image, size, Image.Resampling.BILINEAR, color=MEAN_COLOUR)
