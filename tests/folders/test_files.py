import os
import shutil

import pytest

from workbook.folders.files import link_or_copy
from workbook.folders.samples import make_sample


@pytest.fixture
def no_links(monkeypatch):
    """Make the disk refuse hard links."""

    def refuse(*_):
        raise PermissionError("this disk has no links")

    monkeypatch.setattr(os, "link", refuse)


@pytest.fixture
def original(tmp_path):
    """Return a file of some size."""
    (tmp_path / "original.jpg").write_bytes(bytes(range(256)) * 1000)
    return tmp_path / "original.jpg"


def test_a_link_is_made_where_the_disk_allows_it(original, tmp_path):
    copy = tmp_path / "new" / "copy.jpg"
    link_or_copy(original, copy)
    assert copy.samefile(original)


def test_a_copy_is_made_where_links_are_refused(original, tmp_path, no_links):
    copy = tmp_path / "new" / "copy.jpg"
    link_or_copy(original, copy)
    assert not copy.samefile(original)
    assert copy.read_bytes() == original.read_bytes()
    assert list(copy.parent.iterdir()) == [copy]


def test_a_file_that_exists_stays(original, tmp_path, no_links):
    (tmp_path / "copy.jpg").write_text("already here")
    link_or_copy(original, tmp_path / "copy.jpg")
    assert (tmp_path / "copy.jpg").read_text() == "already here"


def test_a_copy_that_is_cut_off_is_not_kept(folder, tmp_path, monkeypatch, no_links):
    def cut_off(original, copy):
        copy.write_bytes(original.read_bytes()[:10])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(shutil, "copy2", cut_off)
        make_sample(folder, tmp_path / "small", count=3, seed=1)
    for name in make_sample(folder, tmp_path / "small", count=3, seed=1).filenames:
        assert (tmp_path / "small" / name).read_bytes() == (folder / name).read_bytes()


def test_two_writers_of_a_copy_do_not_collide(original, tmp_path, monkeypatch, no_links):
    copy, parts, copy2 = tmp_path / "new" / "copy.jpg", [], shutil.copy2

    def copy_while_another_does(source, part):
        parts.append(part)
        part.write_bytes(b"half of it")
        if len(parts) == 1:
            link_or_copy(original, copy)
            assert copy.read_bytes() == original.read_bytes()
            assert part.read_bytes() == b"half of it"
        copy2(source, part)

    monkeypatch.setattr(shutil, "copy2", copy_while_another_does)
    link_or_copy(original, copy)
    assert len(set(parts)) == 2
    assert copy.read_bytes() == original.read_bytes()
    assert list(copy.parent.iterdir()) == [copy]
