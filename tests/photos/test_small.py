"""Small pictures: scikit-learn's digits, MNIST's file, and photos made small."""

import numpy as np
import pytest
from PIL import Image

from workbook.photos import small
from workbook.photos.small import load_small


@pytest.fixture
def folder(tmp_path, photo):
    """Return a folder of cats and dogs: 6 photos each in train, 4 each in valid."""
    for split, count in {"train": 6, "valid": 4}.items():
        for number, species in enumerate(("cats", "dogs")):
            for i in range(count):
                photo(tmp_path / split / species / f"{i}.jpg", seed=100 * number + i)
    return tmp_path


@pytest.fixture
def mnist(tmp_path, monkeypatch):
    """Return a small file in the form of MNIST's, with the last 10 of 40 digits as valid, and its arrays."""
    random = np.random.default_rng(0)
    arrays = {"x_train": random.integers(0, 256, (10_040, 28, 28), "uint8"), "y_train": np.arange(10_040) % 10}
    arrays |= {"x_test": random.integers(0, 256, (20, 28, 28), "uint8"), "y_test": np.arange(20) % 10}
    np.savez(tmp_path / "mnist.npz", **arrays)
    monkeypatch.setattr(small, "MNIST", (tmp_path / "nowhere", tmp_path))
    return arrays


def test_the_digits_are_cut_between_writers_in_their_order():
    train, valid, test, names = load_small("digits")
    assert [len(classes) for _, classes in (train, valid, test)] == [516, 641, 640]
    for _, classes in (train, valid, test):
        assert list(classes[:30]) == 3 * list(range(10))  # the head of a form
    assert names == list("0123456789")
    pictures = np.concatenate([part[0] for part in (train, valid, test)])
    np.testing.assert_array_equal(16 * pictures[..., 0], small.load_digits().images)
    assert pictures.dtype == np.float32
    assert (pictures.min(), pictures.max()) == (0, 1)


def test_fewer_pictures_are_drawn_the_same_each_time_with_their_classes():
    whole, part, again = (load_small("digits", most=most).train for most in (None, 50, 50))
    np.testing.assert_array_equal(part[0], again[0])
    rows = [next(row for row in range(516) if (whole[0][row] == picture).all()) for picture in part[0]]
    np.testing.assert_array_equal(whole[1][rows], part[1])
    assert len(set(rows)) == 50


def test_mnist_comes_from_its_file_and_keeps_its_test(mnist):
    train, valid, test, names = load_small("mnist")
    assert [pictures.shape for pictures, _ in (train, valid, test)] == [
        (40, 28, 28, 1),
        (10_000, 28, 28, 1),
        (20, 28, 28, 1),
    ]
    np.testing.assert_allclose(255 * test[0][..., 0], mnist["x_test"], atol=1e-4)
    np.testing.assert_array_equal(valid[1], mnist["y_train"][40:])
    assert names == list("0123456789")


def test_without_mnist_the_remedy_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(small, "MNIST", (tmp_path,))
    with pytest.raises(FileNotFoundError, match=r"mnist.npz is not here: run `make data NAME=mnist` once"):
        load_small("mnist")


def test_photos_are_made_small_and_half_of_valid_is_the_test(folder):
    train, valid, test, names = load_small(folder, side=16)
    assert [pictures.shape for pictures, _ in (train, valid, test)] == [
        (12, 16, 16, 3),
        (4, 16, 16, 3),
        (4, 16, 16, 3),
    ]
    assert [list(classes) for _, classes in (valid, test)] == [[0, 0, 1, 1], [0, 0, 1, 1]]
    assert not (valid[0] == test[0]).all(axis=(1, 2, 3)).any()
    assert names == ["cats", "dogs"]


def test_a_test_folder_with_the_same_classes_is_used_and_one_without_is_not(folder):
    (folder / "test" / "unknown").mkdir(parents=True)
    Image.new("RGB", (20, 20)).save(folder / "test" / "unknown" / "0.jpg")
    assert len(load_small(folder).test[1]) == 4
    (folder / "test" / "unknown" / "0.jpg").unlink()
    (folder / "test" / "unknown").rmdir()
    for species in ("cats", "dogs"):
        (folder / "test" / species).mkdir()
        Image.new("RGB", (20, 20)).save(folder / "test" / species / "0.jpg")
    loaded = load_small(folder)
    assert (len(loaded.valid[1]), list(loaded.test[1])) == (8, [0, 1])


def test_other_data_are_refused():
    with pytest.raises(ValueError, match=r'There is no folder letters: give "digits", "mnist", or a folder'):
        load_small("letters")
