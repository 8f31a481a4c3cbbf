"""`make data` from archive to data set, on one small data set of each kind."""

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import keras.src.datasets.mnist
import numpy as np
import pytest

from locations import ROOT
from tools import get_data
from workbook.downloads.catalogue import DATA_SETS, DataSet, Source
from workbook.folders.splits import make_split


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Return the folder that stands for `data`."""
    monkeypatch.setattr(get_data, "DATA", tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def publish(monkeypatch):
    """Return a function that makes the data set "pets" from an archive file and its address."""

    def make(archive, url, folders):
        contents = archive.read_bytes()
        checksum = f"sha256:{hashlib.sha256(contents).hexdigest()}"
        source = Source(file=archive.name, urls=(url,), size=len(contents), checksum=checksum, licence="ours")
        monkeypatch.setitem(DATA_SETS, "pets", DataSet(what="a few pets", sources=(source,), folders=folders))
        return contents

    return make


@pytest.fixture
def unsplit(tmp_path, photo):
    """Return a ZIP file with one folder per class, a broken photo and a file that is not a photo."""
    folder = tmp_path / "PetImages"
    for number in range(20):
        photo(folder / ("Cat" if number < 10 else "Dog") / f"{number}.jpg", seed=number)
    (folder / "Cat" / "666.jpg").write_bytes(b"no photo")
    (folder / "Dog" / "Thumbs.db").write_bytes(b"not even by name")
    with zipfile.ZipFile(tmp_path / "pets.zip", "w") as file:
        for path in sorted(folder.rglob("*.*")):
            file.write(path, path.relative_to(tmp_path))
        file.writestr("readme.txt", "about them")
    return tmp_path / "pets.zip"


@pytest.fixture
def divided(tmp_path, photo):
    """Return a tar file of divided photos; some have no class, and some are not wanted."""
    places = ["train/cats", "train/dogs", "valid/cats", "valid/dogs", "test1", "sample/train/cats"]
    for number in range(24):
        photo(tmp_path / "dogscats" / places[number % 6] / f"a photo {number}.jpg", seed=number)
    with tarfile.open(tmp_path / "pets.tgz", "w:gz") as file:
        file.add(tmp_path / "dogscats", "dogscats")
    return tmp_path / "pets.tgz"


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_an_unsplit_set_comes_by_cut_downloads_is_screened_and_divided(server, publish, unsplit, root, capsys):
    server.body = publish(unsplit, server.url, {"PetImages": "."})
    server.cuts = [len(server.body) // 3, len(server.body) // 3]
    assert get_data.main(["pets"]) == 0
    assert len(server.requests) == 3
    counts = {split: len(list((root / "pets" / split).glob("*/*.jpg"))) for split in ("train", "valid", "test")}
    assert counts == {"train": 14, "valid": 4, "test": 2}
    aside = files(root / "downloads" / "pets-set-aside")
    assert [name for name in aside if not name.endswith(".csv")] == ["Cat/666.jpg", "Dog/Thumbs.db"]
    printed = capsys.readouterr().out
    assert "Cat/666.jpg" in printed
    assert f'make lessons DATA="{root / "pets"}"' in printed
    assert get_data.main(["pets"]) == 0
    assert len(server.requests) == 3


def test_a_set_put_there_by_hand_keeps_its_published_split(server, publish, divided, root, capsys):
    folders = {"dogscats/train": "train", "dogscats/valid": "valid", "dogscats/test1": "test/unknown"}
    contents = publish(divided, server.url, folders)
    server.missing = {"/"}
    assert get_data.main(["pets"]) == 1
    message = capsys.readouterr().err
    assert f"{server.url} answers 404" in message
    assert "Fetch pets.tgz from one of these addresses by hand" in message
    assert f"put it into {root / 'downloads'} and run" in message
    (root / "downloads" / "pets.tgz").write_bytes(contents)
    assert get_data.main(["pets"]) == 0
    made = [name for name in files(root / "pets") if name.endswith(".jpg")]
    assert len(made) == 20
    assert {name.rpartition("/")[0] for name in made} == {
        *("train/cats", "train/dogs", "valid/cats", "valid/dogs", "test/unknown")
    }
    assert not list(root.glob(".*"))
    assert sorted(path.name for path in (root / "downloads").iterdir()) == [".gitignore", "pets", "pets.tgz"]


def test_what_was_stopped_while_dividing_goes_on(server, publish, unsplit, root, monkeypatch, capsys):
    server.body = publish(unsplit, server.url, {"PetImages": "."})

    def stopped(photos, target):
        make_split(photos, target)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(get_data, "make_split", stopped)
        assert get_data.main(["pets"]) == 130
    assert "goes on from here" in capsys.readouterr().err
    assert not (root / "pets").exists()
    assert get_data.main(["pets"]) == 0
    assert len(server.requests) == 1
    assert len(files(root / "pets")) >= 20


def test_a_hostile_archive_leaves_nothing_but_itself(server, publish, tmp_path, root, capsys):
    with zipfile.ZipFile(tmp_path / "pets.zip", "w") as file:
        file.writestr("PetImages/Cat/1.jpg", b"a cat")
        file.writestr("../../../evil", b"evil")
    server.body = publish(tmp_path / "pets.zip", server.url, {"PetImages": "."})
    assert get_data.main(["pets"]) == 1
    assert "not safe to unpack, its member '../../../evil' would be written elsewhere" in capsys.readouterr().err
    assert files(root) == ["downloads/.gitignore", "downloads/pets.zip"]
    assert files(tmp_path) == ["data/downloads/.gitignore", "data/downloads/pets.zip", "pets.zip"]


def test_an_archive_of_something_else_is_refused(server, publish, unsplit, root, capsys):
    server.body = publish(unsplit, server.url, {"PetPictures": "."})
    assert get_data.main(["pets"]) == 1
    assert "pets.zip has no folder PetPictures" in capsys.readouterr().err


def test_git_does_not_see_what_was_downloaded(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    get_data.keep_from_git(tmp_path / "data" / "downloads")
    (tmp_path / "data" / "downloads" / "photo.jpg").write_bytes(b"")
    assert subprocess.check_output(["git", "status", "--porcelain"], cwd=tmp_path) == b""


def test_without_a_name_it_says_what_there_is(capsys):
    assert get_data.main([]) == 0
    printed = capsys.readouterr().out
    assert "cats_vs_dogs: the data from Microsoft" in printed
    assert "licence: CDLA-Permissive-2.0" in printed
    assert "825 MB" in printed


def test_the_command_line_starts_quickly_and_refuses_other_names():
    done = subprocess.run([sys.executable, "-m", "tools.get_data", "cifar"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "invalid choice: 'cifar'" in done.stderr


def test_a_file_of_arrays_stays_as_it_is(server, publish, root, tmp_path, capsys):
    np.savez(tmp_path / "pets.npz", x_train=np.zeros((2, 28, 28), "uint8"))
    server.body = publish(tmp_path / "pets.npz", server.url, {})
    server.cuts = [len(server.body) // 2]
    assert get_data.main(["pets"]) == 0
    assert files(root / "pets") == [".gitignore", "pets.npz"]
    assert (root / "pets" / "pets.npz").read_bytes() == server.body
    assert 'data = "pets"' in capsys.readouterr().out
    asked = len(server.requests)
    assert get_data.main(["pets"]) == 0
    assert len(server.requests) == asked


def test_a_file_of_arrays_that_was_changed_is_fetched_again(server, publish, root, tmp_path):
    (tmp_path / "pets.npz").write_bytes(b"arrays")
    server.body = publish(tmp_path / "pets.npz", server.url, {})
    (root / "pets").mkdir(parents=True)
    (root / "pets" / "pets.npz").write_bytes(b"broken")
    assert get_data.main(["pets"]) == 0
    assert (root / "pets" / "pets.npz").read_bytes() == b"arrays"


def test_mnist_is_in_the_catalogue_with_the_checksum_of_keras():
    (source,) = DATA_SETS["mnist"].sources
    published = Path(keras.src.datasets.mnist.__file__).read_text(encoding="utf-8")
    assert source.checksum.removeprefix("sha256:") in published
    assert source.urls[0].removesuffix(source.file) in published
    assert DATA_SETS["mnist"].folders == {}
