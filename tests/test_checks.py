import shutil
import sys
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement

from workbook import checks


def test_everything_is_in_place_here():
    everything = [checks.check_python(), *checks.check_packages(), checks.check_storage()]
    assert all(check.ok for check in everything), [str(check) for check in everything if not check.ok]
    assert len(everything) > 10


def test_an_unsupported_python_is_named(monkeypatch):
    class Version(tuple):
        major, minor, micro = 3, 13, 0

    monkeypatch.setattr(sys, "version_info", Version((3, 13, 0)))
    assert str(checks.check_python()).startswith("NOT OK  Python: 3.11 or 3.12 is needed: remove .venv, then run ")


def test_missing_and_old_packages_come_with_the_remedy():
    missing = checks._check_package(Requirement("no-such-package>=1"))
    assert not missing.ok
    assert missing.text == "missing: run `pip install 'no-such-package>=1'` and restart the kernel"
    old = checks._check_package(Requirement("numpy>=99"))
    assert not old.ok
    assert "pip install 'numpy>=99'" in old.text


def test_photos_are_counted_or_the_missing_folder_is_named(folder, tmp_path):
    (tmp_path / "data").mkdir()
    folder.rename(tmp_path / "data" / "train")
    train, valid = checks.check_data(tmp_path / "data")
    assert str(train) == "OK      train: 3 cats, 4 dogs"
    assert str(valid).startswith(f"NOT OK  valid: {tmp_path / 'data' / 'valid'} is not a folder")


def test_weights_are_found_or_reported_missing(tmp_path):
    missing = checks.check_weights(tmp_path / "w.h5", "miniature")
    assert missing.text == "w.h5 is missing: run `git checkout data/models` to restore it"
    (tmp_path / "w.h5").write_bytes(b"0" * 2_000_000)
    assert str(checks.check_weights(tmp_path / "w.h5", "miniature")) == "OK      miniature: w.h5, 2 MB"


@pytest.mark.parametrize(
    ("free", "told"),
    [
        (41e9, "OK      disk: 41 GB free, 3 GB needed"),
        (2.5e9, "NOT OK  disk: 2.5 GB free, 3 GB needed: delete files, such as the folder `out`"),
    ],
)
def test_free_disk_space_is_compared_with_what_the_course_needs(monkeypatch, tmp_path, free, told):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    assert str(checks.check_disk(tmp_path)) == told
