"""Draw the sample data set, `data/sample/dogscats`, and the pictures for pretraining the miniature.

    python -m tools.sample.render                        the sample: train, valid and test/unknown
    python -m tools.sample.render --pretrain 180 out/pretrain/drawn    180 other pictures of each breed

The same seed draws the same bytes. Pictures that exist already are not drawn again. The sample also gets two tables:
`breeds.csv`, and `boxes.csv` with the box of the animal in each picture.
"""

import argparse
import csv
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from tqdm import tqdm

from tools.sample.drawing.breeds import BREEDS
from tools.sample.drawing.scenes import FAULTS, mask, picture
from workbook.atomic import written
from workbook.heatmaps.boxes import FILE, HEADER, tight_box

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "dogscats"
SEED = 2026
SPLITS = {"train": (48, 48), "valid": (32, 32), "test": (12, 12)}  # cats, dogs
ONE_HARD_IN = 14
PRETRAIN_SIZE = 224


@dataclass(frozen=True)
class Order:
    """One picture to draw: its file below the folder of the data set, its breed, and what makes it hard."""

    file: str
    breed: str
    imagenet: int
    fault: str
    seed: tuple


def sample_orders():
    """Return the orders of the sample's pictures."""
    orders = []
    for split, (name, counts) in enumerate(SPLITS.items()):
        mixed = np.random.default_rng([SEED, split]).permutation(sum(counts)) + 1
        for species, count in zip(("cats", "dogs"), counts, strict=True):
            breeds = [breed for breed in BREEDS if breed.species == species]
            for i in range(count):
                number = len([order for order in orders if order.file.startswith(name)])
                file = (
                    f"{name}/{species}/{species[:-1]}-{i + 1:02}.jpg"
                    if name != "test"
                    else f"test/unknown/{mixed[number]:02}.jpg"
                )
                hard = number % ONE_HARD_IN == ONE_HARD_IN - 3
                fault = FAULTS[(number // ONE_HARD_IN + split) % len(FAULTS)] if hard else ""
                breed = breeds[i % len(breeds)]
                orders.append(Order(file, breed.name, breed.imagenet, fault, (SEED, split, number)))
    return orders


def pretrain_orders(count):
    """Return the orders of `count` pictures per breed for pretraining, in one folder per breed."""
    orders = []
    for i in range(count):
        for breed in BREEDS:
            fault = FAULTS[i // ONE_HARD_IN % len(FAULTS)] if i % ONE_HARD_IN == 0 else ""
            seed = (SEED, len(SPLITS), breed.imagenet, i)
            orders.append(Order(f"{breed.imagenet}/{i:04}.jpg", breed.name, breed.imagenet, fault, seed))
    return orders


def canvas(order, size=None):
    """Return what `picture` and `mask` take: breed, random generator, width, height and fault."""
    rng = np.random.default_rng(order.seed)
    breed = next(breed for breed in BREEDS if breed.name == order.breed)
    width, height = size or rng.integers(200, 401, 2)
    return breed, rng, int(width), int(height), order.fault or None


def jpeg(order, size=None):
    """Return the bytes of the picture, `size` (width, height) pixels or, by default, of a random size."""
    image = picture(*canvas(order, size), oversample=1.0 if size else 1.5)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def draw_all(orders, folder, size=None, workers=None):
    """Draw the pictures that `folder` does not have yet, in parallel."""

    def draw(order):
        target = folder / order.file
        if target.exists():
            return
        with written(target) as part:
            part.write_bytes(jpeg(order, size))

    with ThreadPoolExecutor(workers) as pool:
        list(tqdm(pool.map(draw, orders), total=len(orders), unit="picture"))


def write_key(orders, path):
    """Write a CSV file that says which breed each picture shows, and what makes the hard ones hard."""
    write_rows(path, [field.name for field in fields(Order)[:4]], [astuple(order)[:4] for order in orders])


def animal_box(order):
    """Return the box (left, top, right, bottom) of what is seen of the animal, in pixels of the picture."""
    return tight_box(mask(*canvas(order))).tolist()


def write_boxes(orders, path, workers=None):
    """Write a CSV file with the box of the animal in each picture."""
    with ThreadPoolExecutor(workers) as pool:
        boxes = list(tqdm(pool.map(animal_box, orders), total=len(orders), unit="box"))
    rows = [(order.file, *box) for order, box in zip(orders, boxes, strict=True)]
    write_rows(path, HEADER, rows)


def write_rows(path, header, rows):
    """Write a CSV file with `header` and the rows, sorted by the first column, in one step."""
    with written(path) as part, part.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *sorted(rows)])


def main():
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--pretrain", type=int, metavar="N", help="draw N pictures per breed for pretraining instead")
    parser.add_argument("--workers", type=int, help="threads that draw (default: depends on the processors)")
    args = parser.parse_args()
    if args.pretrain:
        draw_all(pretrain_orders(args.pretrain), args.folder, (PRETRAIN_SIZE, PRETRAIN_SIZE), args.workers)
        return
    orders = sample_orders()
    draw_all(orders, args.folder, workers=args.workers)
    write_key(orders, args.folder / "breeds.csv")
    write_boxes(orders, args.folder / FILE, args.workers)


if __name__ == "__main__":
    main()
