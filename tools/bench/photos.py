"""Photos to measure with, made from the sample's pictures or taken from the user's folder."""

import numpy as np
from PIL import Image

from tools.bench.timing import ROOT
from workbook.folders.samples import make_sample

SAMPLE = ROOT / "data" / "sample" / "dogscats" / "train"


def make_photos(folder, count, side):
    """Write `count` JPEGs into `folder`, `side` pixels wide and with some noise, and return `folder`."""
    (folder / "class").mkdir(parents=True)
    drawn = sorted(SAMPLE.rglob("*.jpg"))
    for i in range(count):
        image = Image.open(drawn[i % len(drawn)]).resize((side, side * 3 // 4), Image.Resampling.BICUBIC)
        noise = np.random.default_rng(i).normal(0, 4, (image.height, image.width, 1))
        pixels = np.clip(np.asarray(image) + noise, 0, 255).astype("uint8")
        Image.fromarray(pixels).save(folder / "class" / f"{i:05}.jpg", quality=90)
    return folder


def some_of(data, folder, count):
    """Return `folder` with about `count` photos of the folder `data` in it."""
    return make_sample(data, folder, count).path
