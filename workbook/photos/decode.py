"""One photo: whether a file is one by its name, and its pixels at the size that a network wants."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

EXTENSIONS = {".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff"}
RESIZES = ("squash", "crop", "pad")
DRAFT = 0.8  # smallest side of a drafted JPEG relative to the wanted one: on average 1.7 grey levels from full decoding
PAD_COLOUR = (124, 117, 104)  # ImageNet's mean, which the network's preprocessing turns into zeros


class PhotoError(ValueError):
    """A photo or a folder of photos cannot be used; the message names it and the remedy."""


def is_photo(name):
    """Return whether the lessons take a file of this name for a photo."""
    return Path(name).suffix.lower() in EXTENSIONS and not name.startswith(".")


def read_photo(path, size=(224, 224), resize="squash"):
    """Return the photo at `path` as uint8 RGB (height, width, 3).

    `size` is (height, width). `resize` is "squash" (both sides to fit, whatever the shape), "crop" (the middle) or
    "pad" (all of it, on ImageNet's mean colour). The photo is turned upright as its camera noted, transparency becomes
    white, and of 16 bits per channel the upper 8 are kept. Raises PhotoError if the file cannot be decoded.
    """
    height, width = size
    try:
        with Image.open(path) as file:
            file.draft("RGB", (round(DRAFT * max(size)),) * 2)  # decode a large JPEG at a half, quarter or eighth
            file.load()
            image = _upright_rgb(file)
    except FileNotFoundError:
        raise PhotoError(f"{path} is not there any more: make the batches again.") from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        reason = str(error).replace(str(path), "the file").strip(" '\"")
        raise PhotoError(f"{path} cannot be read as a photo ({reason}): replace or remove it.") from None
    if resize == "squash":
        image = image.resize((width, height), Image.Resampling.BILINEAR)
    elif resize == "crop":
        image = ImageOps.fit(image, (width, height), Image.Resampling.BILINEAR)
    else:
        image = ImageOps.pad(image, (width, height), Image.Resampling.BILINEAR, color=PAD_COLOUR)
    return np.asarray(image)


def _upright_rgb(image):
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode in ("I", "F"):
        raise ValueError("32 bits a pixel, and nothing says which number is white")
    if image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image) >> 8).astype("uint8"))
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image.convert("RGBA"))
    return image if image.mode == "RGB" else image.convert("RGB")
