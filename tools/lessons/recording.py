"""Record what lessons measured on a folder of photos, so that others can read it without the photos."""

import json
import platform
from datetime import date
from importlib import metadata
from pathlib import Path

import numpy as np

from tools.lessons.execution import read_notebook
from workbook.atomic import written
from workbook.photos.listing import list_photos
from workbook.records import DATA, SCRAP

PACKAGES = ("tensorflow", "keras", "numpy", "scikit-learn")


def record(runner, lessons, name):
    """Write what `lessons`, executed by `runner`, measured to data/recorded/`name`.json, and return its path.

    The file says which photos, classes and weights these were, and holds for each lesson the figures that its cells
    hand out (see `three_columns`), with date, versions and processor. Other lessons that are in the file stay as they
    are, unless they were measured on something else: then ValueError is raised and the file stays as it was.
    """
    file, measured_on = DATA / "recorded" / f"{name}.json", _measured_on(runner)
    told = json.loads(file.read_text(encoding="utf-8")) if file.exists() else measured_on | {"lessons": {}}
    if told | measured_on != told:
        raise ValueError(f"{file} was measured on other photos or weights: choose another name, or remove the file.")
    new = {lesson.name[:2]: _measured(runner, lesson) for lesson in lessons if runner.is_done(lesson)}
    told["lessons"] = dict(sorted((told["lessons"] | new).items()))
    with written(file) as part:
        part.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def _measured_on(runner):
    """Return what the lessons were measured on, as the file says it."""
    photos = {split: list_photos(runner.data / split) for split in ("train", "valid")}
    counts = {split: listing.samples for split, listing in photos.items()}
    return {
        "title": f"{sum(counts.values()):,} photos",
        "photos": counts,
        "classes": photos["train"].class_names,
        "weights": runner.weights or "sample",
        "precision": runner.precision,
    }


def _measured(runner, lesson):
    """Return what one executed lesson measured, and when and where."""
    return {
        "date": date.today().isoformat(),
        "versions": {package: metadata.version(package) for package in PACKAGES},
        "processor": processor(),
        "figures": handed_out(read_notebook(runner.out / lesson.name)),
    }


def handed_out(notebook):
    """Return the figures that an executed notebook hands out, {name: number or list of numbers}, to five decimals."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    scraps = [output.data[SCRAP] for output in outputs if SCRAP in output.get("data", {})]
    return {name: np.round(value, 5).tolist() for scrap in scraps for name, value in scrap["data"].items()}


def processor():
    """Return the name of the processor."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
