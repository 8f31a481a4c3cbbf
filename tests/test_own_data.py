"""Every lesson runs on other photos, by its parameters cell alone."""

import papermill
import pytest
from test_notebooks import LESSONS

from conftest import PHOTOS, ROOT, needs_photos

SMALL = {"train": 60, "valid": 30}  # photos a class, to keep this short


@pytest.fixture(scope="module")
def real_photos(tmp_path_factory):
    """Return a folder of the first few real photos of each class."""
    folder = tmp_path_factory.mktemp("real photos")
    for split, count in SMALL.items():
        for species in ("cats", "dogs"):
            (folder / split / species).mkdir(parents=True)
            for photo in sorted((PHOTOS / split / species).iterdir())[:count]:
                (folder / split / species / photo.name).symlink_to(photo)
    return folder


@needs_photos
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_it_runs_on_real_photos(lesson, real_photos, tmp_path):
    papermill.execute_notebook(
        lesson,
        tmp_path / lesson.name,
        parameters={"data": str(real_photos), "epochs": 1},
        cwd=ROOT / "notebooks",
        progress_bar=False,
        log_output=False,
    )
