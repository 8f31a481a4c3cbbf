"""Every lesson runs on other photos, by its parameters cell alone."""

import csv

import papermill
import pytest
from PIL import Image

from locations import LESSONS, PHOTOS, ROOT, SAMPLE, needs_photos

SMALL = {"train": 7, "valid": 3}  # photos a class: fewer than any lesson would like
QUICK = {"epochs": 1, "seeds": 2, "members": 2}  # where a lesson has them; nothing is compared here


@pytest.fixture(scope="module")
def real_photos(tmp_path_factory):
    """Return a folder of the first few real photos of each class, so few that lessons might stumble."""
    folder = tmp_path_factory.mktemp("real photos")
    for split, count in SMALL.items():
        for species in ("cats", "dogs"):
            (folder / split / species).mkdir(parents=True)
            for photo in sorted((PHOTOS / split / species).iterdir())[:count]:
                (folder / split / species / photo.name).symlink_to(photo)
    return folder


@pytest.fixture(scope="module")
def ten_breeds(tmp_path_factory):
    """Return a folder of ten of the sample's breeds, a class each, a few photos of them grey."""
    folder = tmp_path_factory.mktemp("ten breeds")
    with (SAMPLE / "breeds.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["file"].startswith("test")]
    breeds = sorted({row["breed"] for row in rows})[:10]
    for i, row in enumerate(row for row in rows if row["breed"] in breeds):
        split, _, name = row["file"].split("/")
        target = folder / split / row["breed"] / name
        target.parent.mkdir(parents=True, exist_ok=True)
        image = Image.open(SAMPLE / row["file"])
        (image.convert("L") if i % 5 == 0 else image).save(target)
    return folder


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    """Compute as on a reader's machine: nothing is compared here."""
    monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", "1")


def run(lesson, data, to):
    asked = papermill.inspect_notebook(str(lesson))
    settings = QUICK | {"data": str(data), "results": str(to / "results")}
    papermill.execute_notebook(
        lesson,
        to / lesson.name,
        parameters={name: value for name, value in settings.items() if name in asked},
        cwd=ROOT / "notebooks",
        progress_bar=False,
        log_output=False,
    )


@needs_photos
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_it_runs_on_real_photos(lesson, real_photos, tmp_path):
    run(lesson, real_photos, tmp_path)


@pytest.mark.parametrize("lesson", LESSONS[1:], ids=lambda path: path.stem)
def test_it_runs_on_ten_classes(lesson, ten_breeds, tmp_path):
    run(lesson, ten_breeds, tmp_path)
