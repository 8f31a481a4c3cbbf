"""Checks that everything is in place for the lessons: one line for each, with the remedy if it fails."""

import shutil
import sys
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import numpy as np
from packaging.requirements import Requirement

from workbook.features.arrays import load_array, save_array
from workbook.photos.decode import PhotoError
from workbook.photos.listing import list_photos

NEEDED = 3  # GB: the published weights, and the results of all lessons on some thousand photos


@dataclass(frozen=True)
class Check:
    """One check: what was looked at, whether it is `ok`, and what was found or, if it is not, what to do."""

    what: str
    ok: bool
    text: str

    def __str__(self):
        return f"{'OK    ' if self.ok else 'NOT OK'}  {self.what}: {self.text}"


def check_python():
    """Check that this kernel runs a Python version that the course supports. Lesson 00."""
    version = sys.version_info
    if (3, 11) <= version < (3, 13):
        return Check("Python", True, f"{version.major}.{version.minor}.{version.micro}")
    return Check("Python", False, "3.11 or 3.12 is needed: remove .venv, then run `make lab PYTHON=python3.11`")


def check_packages(distribution="vgg-workbook"):
    """Check that every package the course needs is installed, in a version it was written for. Lesson 00."""
    requirements = [Requirement(line) for line in metadata.requires(distribution)]
    return [_check_package(item) for item in requirements if not item.marker or item.marker.evaluate({"extra": ""})]


def _check_package(requirement):
    remedy = f"run `pip install '{requirement.name}{requirement.specifier}'` and restart the kernel"
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return Check(requirement.name, False, f"missing: {remedy}")
    if version in requirement.specifier:
        return Check(requirement.name, True, version)
    return Check(requirement.name, False, f"{version} is not the version the lessons were written for: {remedy}")


def check_data(path):
    """Check that `path` holds photos in train and valid, with one folder per class, and count them. Lesson 00."""
    checks = []
    for split in ("train", "valid"):
        try:
            counts = list_photos(Path(path) / split).counts
        except PhotoError as error:
            checks.append(Check(split, False, str(error)))
        else:
            checks.append(Check(split, True, ", ".join(f"{count} {name}" for name, count in counts.items())))
    return checks


def check_weights(file, what):
    """Check that a file of weights exists; `what` names the network. Lesson 00."""
    if Path(file).is_file():
        return Check(what, True, f"{Path(file).name}, {Path(file).stat().st_size / 1e6:.0f} MB")
    return Check(what, False, f"{Path(file).name} is missing: run `git checkout data/models` to restore it")


def check_storage():
    """Check that an array can be stored on this disk and read back unchanged. Lesson 00."""
    array = np.arange(1000, dtype="float32").reshape(10, 100)
    with tempfile.TemporaryDirectory() as folder:
        save_array(Path(folder) / "array", array)
        same = np.array_equal(load_array(Path(folder) / "array"), array)
    text = "an array stored and read back unchanged" if same else "an array came back changed: check the disk"
    return Check("bcolz", same, text)


def check_disk(path="."):
    """Check that the disk of the folder `path` has room for the weights and the results of the lessons. Lesson 00."""
    free = shutil.disk_usage(path).free / 1e9
    if free >= NEEDED:
        return Check("disk", True, f"{free:.0f} GB free, {NEEDED} GB needed")
    return Check("disk", False, f"{free:.1f} GB free, {NEEDED} GB needed: delete files, such as the folder `out`")
