import csv
import hashlib
import os
import signal
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

import hostile
from hostile import snapshot
from locations import ROOT
from workbook.folders import splits
from workbook.folders.division import divide
from workbook.folders.splits import make_split
from workbook.photos.batches import Batches
from workbook.photos.decode import PhotoError

DRIVERS = 26


@pytest.fixture
def pets(tmp_path):
    """Return a folder of 40 cats and 20 dogs, each of ten owners, whose number is in the name."""
    for number in range(60):
        species = "cats" if number < 40 else "dogs"
        file = tmp_path / "pets" / species / f"owner {number % 10}" / f"{number}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"%d" % number)
    return tmp_path / "pets"


def owner(file):
    return file.split("/")[1]


def contents(folder):
    return sorted(file.read_bytes() for file in folder.rglob("*.jpg"))


def test_each_class_is_divided_by_the_shares_and_no_photo_is_lost(pets, tmp_path):
    before = snapshot(pets)
    split = make_split(pets, tmp_path / "data", valid=0.2, test=0.1)
    assert split.counts == {
        "cats": {"train": 28, "valid": 8, "test": 4},
        "dogs": {"train": 14, "valid": 4, "test": 2},
    }
    for name in ("train", "valid", "test"):
        batches = Batches(tmp_path / "data" / name)
        assert np.bincount(batches.classes).tolist() == [counts[name] for counts in split.counts.values()]
    assert contents(tmp_path / "data") == contents(pets)
    assert snapshot(pets) == before
    assert str(split).splitlines()[:3] == [
        "class  train  valid  test",
        " cats     28      8     4",
        " dogs     14      4     2",
    ]


def test_the_manifest_tells_where_each_photo_came_from(pets, tmp_path):
    split = make_split(pets, tmp_path / "data", by=owner)
    assert hashlib.sha256(split.manifest.read_bytes()).hexdigest() == split.sha256
    with split.manifest.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 60
    for row in rows:
        assert (split.path / row["file"]).read_bytes() == (pets / row["origin"]).read_bytes()
        assert row["file"] == f"{row['split']}/{row['origin']}"
        assert row["class"] == row["origin"].split("/")[0]
        assert row["group"] == owner(row["origin"])
        assert int(row["size"]) == (pets / row["origin"]).stat().st_size


def test_the_same_call_does_nothing_and_another_is_refused(pets, tmp_path):
    split = make_split(pets, tmp_path / "data", seed=1)
    (tmp_path / "data" / "train" / "note").write_text("taken out and put in by its owner")
    before = snapshot(tmp_path / "data")
    assert make_split(pets, tmp_path / "data", seed=1) == split
    assert make_split(pets, tmp_path / "again", seed=1).sha256 == split.sha256
    assert make_split(pets, tmp_path / "other", seed=2).sha256 != split.sha256
    with pytest.raises(
        ValueError,
        match=r"data holds another split already \(.*test=0.1, .*seed=1\): give another folder or replace=True",
    ):
        make_split(pets, tmp_path / "data", seed=2)
    (pets / "cats" / "new.jpg").write_bytes(b"new")
    with pytest.raises(ValueError, match="data was made when .*pets held other photos: remove it or give replace=True"):
        make_split(pets, tmp_path / "data", seed=1)
    assert snapshot(tmp_path / "data") == before


def test_a_replacement_that_fails_leaves_the_old_split(pets, tmp_path, monkeypatch):
    make_split(pets, tmp_path / "data", seed=1)
    (pets / "cats" / "new.jpg").write_bytes(b"new")
    before = snapshot(tmp_path / "data")
    monkeypatch.setattr(splits, "link_or_copy", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_split(pets, tmp_path / "data", replace=True)
    assert snapshot(tmp_path / "data") == before
    monkeypatch.undo()
    rename = splits.Path.rename

    def stops(path, target):
        if path.name == ".data.unfinished":
            raise OSError("stopped")
        return rename(path, target)

    monkeypatch.setattr(splits.Path, "rename", stops)
    with pytest.raises(OSError, match="stopped"):
        make_split(pets, tmp_path / "data", replace=True)
    assert snapshot(tmp_path / "data") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "pets"]


def test_another_split_is_replaced_on_request_and_nothing_else_is(pets, tmp_path):
    make_split(pets, tmp_path / "data", seed=1)
    (pets / "cats" / "new.jpg").write_bytes(b"new")
    split = make_split(pets, tmp_path / "data", replace=True)
    assert contents(split.path) == contents(pets)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "pets"]
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Dear")
    with pytest.raises(ValueError, match="holds other things already"):
        make_split(pets, tmp_path / "full", replace=True)


def test_only_an_empty_folder_outside_is_filled(pets, tmp_path):
    for target in (pets, pets / "split"):
        with pytest.raises(ValueError, match="is inside .*pets: give a folder outside"):
            make_split(pets, target)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Dear")
    for target in (tmp_path / "full", tmp_path / "full" / "letter.txt"):
        with pytest.raises(ValueError, match="holds other things already: give a new folder"):
            make_split(pets, target)
    (tmp_path / "empty").mkdir()
    assert make_split(pets, tmp_path / "empty").manifest.exists()


def test_groups_stay_whole(pets, tmp_path):
    split = make_split(pets, tmp_path / "data", by=owner)
    train, valid, test = split.groups.values()
    assert (len(train), len(valid), len(test)) == (7, 2, 1)
    assert len(train | valid | test) == 10
    assert split.counts["cats"] == {"train": 28, "valid": 8, "test": 4}
    assert "groups      7      2     1" in str(split)


def test_groups_of_any_size_come_near_the_shares_in_every_class():
    rng = np.random.default_rng(0)
    sizes = rng.integers(20, 130, (DRIVERS, 10))  # photos of each driver in each class, as in State Farm
    drivers, classes = (np.repeat(part.ravel(), sizes.ravel()) for part in np.indices(sizes.shape))
    shares = {"train": 0.7, "valid": 0.2, "test": 0.1}
    splits = divide(classes, shares, drivers, seed=0)
    assert splits == divide(classes, shares, drivers, seed=0)
    assert max(len(found) for found in found_in(drivers, splits).values()) == 1
    counts = Counter(zip(splits, classes, strict=True))
    for label in range(10):
        for split, share in shares.items():
            assert abs(counts[split, label] / sizes[:, label].sum() - share) < 0.04


def found_in(groups, splits):
    """Return the splits of each group."""
    found = {}
    for group, split in zip(groups, splits, strict=True):
        found.setdefault(group, set()).add(split)
    return found


@pytest.mark.parametrize("grouped", [False, True])
def test_the_smallest_classes_are_in_every_split(grouped):
    labels = ["rare"] * 3 + ["common"] * 100
    splits = divide(labels, {"train": 0.1, "valid": 0.8, "test": 0.1}, list(range(103)) if grouped else None)
    assert sorted(splits[:3]) == ["test", "train", "valid"]


def test_what_cannot_be_divided_is_named(pets, tmp_path):
    with pytest.raises(ValueError, match="The class cats has 2 groups, and each of train, valid, test needs one: add"):
        make_split(pets, tmp_path / "data", by=lambda file: int(file.split("/")[2][:-4]) % 2)
    with pytest.raises(ValueError, match="`by` returns None for cats/owner 0/0.jpg: return a group"):
        make_split(pets, tmp_path / "data", by=lambda file: None)
    for valid, test in ((0.7, 0.3), (-0.1, 0.1)):
        with pytest.raises(ValueError, match=f"valid={valid} and test={test} leave nothing to train on: give shares"):
            make_split(pets, tmp_path / "data", valid=valid, test=test)
    for number in range(38):
        (pets / "cats" / f"owner {number % 10}" / f"{number}.jpg").unlink()
    with pytest.raises(ValueError, match=r"The class cats has 2 photos, .*leave a split out \(test=0\)"):
        make_split(pets, tmp_path / "data")
    assert make_split(pets, tmp_path / "data", test=0).counts["cats"] == {"train": 1, "valid": 1}
    with pytest.raises(ValueError, match="3 groups cannot be divided so that each split has photos of each class"):
        divide(["a", "b", "a", "c", "b", "c"], {"train": 0.5, "valid": 0.5}, groups=[0, 0, 1, 1, 2, 2])


def test_a_split_folder_is_divided_again(pets, tmp_path):
    first = make_split(pets, tmp_path / "first")
    second = make_split(tmp_path / "first", tmp_path / "second", valid=0.5, test=0)
    assert second.counts == {"cats": {"train": 20, "valid": 20}, "dogs": {"train": 10, "valid": 10}}
    assert contents(tmp_path / "second") == contents(pets)
    (tmp_path / "first" / "valid").rename(tmp_path / "first" / "validation")
    (tmp_path / "first" / "test" / "cats").rename(tmp_path / "first" / "test" / "unknown")
    third = make_split(tmp_path / "first", tmp_path / "third")
    assert third.left_out == tmp_path / "first" / "test"
    assert len(third.photos) == sum(counts["train"] + counts["valid"] for counts in first.counts.values())
    assert "left out: test, because its photos belong to no class in train" in str(third)


def test_a_test_folder_without_class_folders_stays_out(pets, tmp_path):
    first = make_split(pets, tmp_path / "first", test=0)
    (first.path / "test").mkdir()
    (first.path / "test" / "1.jpg").write_bytes(b"1")
    second = make_split(first.path, tmp_path / "second", test=0)
    assert second.left_out == first.path / "test"
    assert second.counts == first.counts


def test_photos_of_the_same_name_in_train_and_valid_are_both_kept(tmp_path):
    for split in ("train", "valid"):
        for number in range(4):
            file = tmp_path / "old" / split / "a" / f"{number}.jpg"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{split} {number}")
    split = make_split(tmp_path / "old", tmp_path / "new")
    assert len({photo.file for photo in split.photos}) == 8
    assert contents(tmp_path / "new") == contents(tmp_path / "old")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_call_leaves_nothing_that_looks_finished(pets, tmp_path):
    target, program = tmp_path / "data", ROOT / "tests" / "programs" / "killed_split.py"
    assert subprocess.run([sys.executable, program, pets, target]).returncode == -signal.SIGKILL
    assert not target.exists()
    assert 0 < len(contents(tmp_path / ".data.unfinished")) < 60
    assert make_split(pets, target).sha256 == make_split(pets, tmp_path / "other").sha256
    assert contents(target) == contents(pets)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "other", "pets"]


def test_photos_are_links_or_else_copies(pets, tmp_path, monkeypatch):
    linked = make_split(pets, tmp_path / "linked")
    assert all((linked.path / photo.file).samefile(pets / photo.origin) for photo in linked.photos)

    def refused(*_):
        raise PermissionError("this disk has no links")

    monkeypatch.setattr(os, "link", refused)
    copied = make_split(pets, tmp_path / "copied")
    assert copied.sha256 == linked.sha256
    assert not any((copied.path / photo.file).samefile(pets / photo.origin) for photo in copied.photos)
    assert len(list(copied.path.rglob("*.*"))) == 60 + 2  # and the manifest and settings


def test_a_hostile_folder_can_be_divided_after_everything_named_is_removed(tmp_path):
    photos, _ = hostile.build(tmp_path)
    outside, named = snapshot(tmp_path / "elsewhere"), []
    for _ in range(10):
        before = snapshot(photos)
        try:
            split = make_split(photos, tmp_path / "data", test=0)
            break
        except PhotoError as error:
            assert snapshot(photos) == before
            path = next(path for path in (*before, "no path is named") if str(error).startswith(f"{path} "))
            named.append(path.name)
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    assert sorted(named) == ["birds", "itself.jpg", "nowhere.jpg", "pipe.jpg", "round"]
    assert split.left_out == photos / "test"
    assert sum(sum(counts.values()) for counts in split.counts.values()) == len(split.photos) > 20
    assert any("line\nbreak" in photo.file for photo in split.photos)
    assert make_split(photos, tmp_path / "data", test=0) == split
    assert snapshot(tmp_path / "elsewhere") == outside
