"""A folder of photos with every fault that `check_images` knows, under names with spaces, quotes and umlauts."""

import functools
import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance


def picture(seed, size=(80, 60)):
    """Return a picture of blurred random colours, different for each seed."""
    colours = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype="uint8")
    return Image.fromarray(colours).resize(size, Image.Resampling.BICUBIC)


def encoded(image, kind="JPEG", **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


@functools.cache
def forty_megapixels():
    return encoded(picture(40, size=(8000, 5000)), quality=30)


def bomb(side=60_000):
    """Return a small PNG file whose header claims `side` by `side` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def rotated(orientation=6):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(picture(50), exif=exif)


def garbled():
    """Return a PNG whose pixels are damaged but complete."""
    whole = bytearray(encoded(picture(51), "PNG"))
    start = whole.index(b"IDAT") + 4
    whole[start : start + 40] = bytes(40)
    return bytes(whole)


def good():
    """Return photos that are in order, {file: content}."""
    return {
        "train/cats/0.jpg": encoded(picture(0)),
        "train/cats/Ausflug im März/Kätzchen 1.JPG": encoded(picture(1)),
        "train/cats/it's fine.png": encoded(picture(3), "PNG"),
        "train/cats/.thumbnails/0.jpg": encoded(picture(0)),
        "train/dogs/13.jpg": encoded(picture(13)),
        "valid/cats/14.jpg": encoded(picture(14)),
        "test/unknown/15.jpg": encoded(picture(15)),
        "sample/cats/0.jpg": encoded(picture(0)),
        "labels.csv": b"file,class",
    }


def unreadable():
    """Return files that the lessons cannot read, {file: (content, kinds of faults)}."""
    whole = encoded(picture(2))
    return {
        "train/cats/0 bytes.jpg": (b"", ["empty file"]),
        "train/cats/half of it.jpg": (whole[: len(whole) // 2], ["truncated"]),
        "train/cats/garbled.png": (garbled(), ["unreadable"]),
        'train/cats/"quoted" text.jpg': (b"This is not a photo.", ["not a photo", "awkward name"]),
        "train/cats/Bömbchen.png": (bomb(), ["too many pixels"]),
        "train/cats/labels.txt": (b"0.jpg,cat", ["other file"]),
        "train/cats/.DS_Store": (b"\0\0\0\1Bud1", ["other file"]),
        "train/cats/Thumbs.db": (b"\xd0\xcf\x11\xe0", ["other file"]),
        "train/cats/._0.jpg": (b"\0\5\x16\7", ["other file"]),
        "train/cats/photo.dat": (encoded(picture(4)), ["wrong extension"]),
        "train/cats/phone.HEIC": (b"\0\0\0\x18ftypheic", ["unsupported format"]),
        "train/cats/heights.tif": (encoded(Image.new("F", (64, 64), 0.5), "TIFF"), ["unreadable"]),
    }


def unusual():
    """Return photos that can be read but are unusual, {file: (content, kinds of faults)}."""
    sixteen = Image.fromarray(np.arange(64 * 64, dtype="uint16").reshape(64, 64) * 16)
    moves = encoded(picture(60), "GIF", save_all=True, append_images=[picture(61)])
    return {
        "train/cats/PNG inside.jpg": (encoded(picture(5), "PNG"), ["other format"]),
        "train/cats/grey.jpg": (encoded(picture(6).convert("L")), ["grey"]),
        "train/cats/print.jpg": (encoded(picture(7).convert("CMYK")), ["CMYK"]),
        "train/cats/clear.png": (encoded(picture(8).convert("RGBA").rotate(30), "PNG"), ["transparent"]),
        "train/cats/drawing.png": (encoded(picture(9).convert("P"), "PNG"), ["palette"]),
        "train/cats/x-ray.png": (encoded(sixteen, "PNG"), ["16 bits", "grey"]),
        "train/cats/moves.gif": (moves, ["several frames", "palette"]),
        "train/cats/panorama.jpg": (encoded(picture(10, size=(400, 60))), ["extreme shape"]),
        "train/cats/thumbnail.png": (encoded(picture(11, size=(12, 9)), "PNG"), ["small"]),
        "train/cats/40 megapixels.jpg": (forty_megapixels(), ["large"]),
        "train/cats/on its side.jpg": (rotated(), ["rotated"]),
        "train/cats/lens cap.png": (encoded(Image.new("RGB", (50, 50), "black"), "PNG"), ["one colour"]),
        "train/cats/line\nbreak.png": (encoded(picture(12), "PNG"), ["awkward name"]),
    }


def misplaced():
    """Return photos that are there twice or outside a class, {file: (content, kinds of faults)}."""
    first, second = picture(0), picture(1)
    brighter = ImageEnhance.Brightness(picture(13)).enhance(1.1)
    return {
        "train/cats/sub/0 copied.jpg": (encoded(first), ["duplicate"]),
        "train/cats/sub/1 saved again.jpg": (encoded(second.resize((200, 150)), quality=60), ["near duplicate"]),
        "train/dogs/0.jpg": (encoded(first), ["two classes"]),
        "valid/cats/leaked.jpg": (encoded(second), ["leak"]),
        "valid/dogs/brighter.png": (encoded(brighter, "PNG"), ["near leak"]),
        "train/stray.jpg": (encoded(picture(16)), ["outside a class"]),
    }


def files():
    """Return {file: (content, kinds of faults)}."""
    return {file: (content, []) for file, content in good().items()} | unreadable() | unusual() | misplaced()


FOLDERS = {"train/birds": ["empty class"], "valid": ["classes differ"], "train": ["imbalance"], "sample": ["not used"]}
LINKS = {  # {link: (target relative to the link, kinds of faults)}
    "train/cats/nowhere.jpg": ("gone.jpg", ["broken link"]),
    "train/cats/itself.jpg": ("itself.jpg", ["broken link"]),
    "train/cats/loop": ("..", ["link loop"]),
    "train/round": ("../train", ["link loop"]),
    "train/cats/album": ("../../../elsewhere", ["link not followed"]),
    "train/cats/elsewhere.jpg": ("../../../elsewhere/lion.jpg", ["link outside"]),
}


def build(parent):
    """Make the folder "hostile photos" in `parent`; return it and all (file, fault) that the check must find."""
    if os.name == "nt":
        pytest.skip("Windows has no such names, links and pipes")
    root, elsewhere = parent / "hostile photos", parent / "elsewhere"
    elsewhere.mkdir(parents=True)
    (elsewhere / "lion.jpg").write_bytes(encoded(picture(70)))
    (elsewhere / "torn.jpg").write_bytes(b"not ours to touch")
    contents = files()
    for name, (content, _) in contents.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    (root / "train" / "birds").mkdir()
    for name, (target, _) in LINKS.items():
        (root / name).symlink_to(target)
    os.mkfifo(root / "train" / "cats" / "pipe.jpg")
    every = {name: kinds for name, (_, kinds) in (contents | LINKS).items()} | FOLDERS
    every["train/cats/pipe.jpg"] = ["not a file"]
    return root, {(name, kind) for name, kinds in every.items() for kind in kinds}


def snapshot(folder):
    """Return everything below `folder`: the content and time of each file, and the target of each link."""
    seen = {}
    for parent, folders, names in os.walk(folder):
        for path in (Path(parent) / name for name in folders + names):
            if path.is_symlink():
                seen[path] = path.readlink()
            elif path.is_file():
                seen[path] = (path.read_bytes(), path.stat().st_mtime_ns)
            else:
                seen[path] = path.lstat().st_mode
    return seen
