"""The sample and the miniature are what `data/README.md` says they are."""

import csv

import keras
import numpy as np
import pytest
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from locations import PHOTOS, SAMPLE, needs_photos
from workbook.photos.batches import Batches
from workbook.photos.decode import read_photo

CATS, DOGS = range(281, 286), range(151, 269)


@pytest.fixture(scope="module")
def key():
    with (SAMPLE / "breeds.csv").open(newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def test_it_holds_the_promised_number_of_pictures(key):
    assert np.bincount(Batches(SAMPLE / "train").classes).tolist() == [48, 48]
    assert np.bincount(Batches(SAMPLE / "valid").classes).tolist() == [32, 32]
    assert Batches(SAMPLE / "test").samples == 24
    files = {path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*.jpg")}
    assert files == set(key)


def test_it_is_small_and_of_many_shapes(key):
    paths = list(SAMPLE.rglob("*.jpg"))
    sizes = {Image.open(path).size for path in paths}
    assert sum(path.stat().st_size for path in paths) < 4e6
    assert all(200 <= side <= 400 for size in sizes for side in size)
    assert len(sizes) > 150


def test_breeds_are_many_and_hard_pictures_few(key):
    cats = {row["breed"] for row in key.values() if int(row["imagenet"]) in CATS}
    dogs = {row["breed"] for row in key.values() if int(row["imagenet"]) in DOGS}
    assert len(cats) >= 5
    assert len(dogs) >= 10
    hard = sum(bool(row["fault"]) for row in key.values())
    assert 1 / 20 < hard / len(key) < 1 / 12


def apart(features, classes, valid_features, valid_classes):
    """Return how often a linear model on features tells the validation photos' classes apart."""
    linear = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=1000))
    return linear.fit(features, classes).score(valid_features, valid_classes)


def test_the_miniature_knows_the_breeds(miniature, key):
    valid = Batches(SAMPLE / "valid")
    best = miniature.predict(valid.images()).classes
    truth = [int(key[f"valid/{name}"]["imagenet"]) for name in valid.filenames]
    assert np.mean(best == truth) >= 0.60


def test_its_predictions_tell_drawn_cats_from_dogs_with_a_few_errors(miniature):
    train, valid = Batches(SAMPLE / "train"), Batches(SAMPLE / "valid")
    features = [miniature.model.predict(batches.images(), verbose=0) for batches in (train, valid)]
    assert 0.88 <= apart(features[0], train.classes, features[1], valid.classes) <= 0.99


@needs_photos
def test_it_tells_real_cats_from_dogs(miniature):
    outputs = {name: miniature.model.get_layer(name).output for name in ("predictions", "fc2")}
    model = keras.Model(miniature.model.input, outputs)
    train, valid = Batches(PHOTOS / "train"), Batches(PHOTOS / "valid")
    some = np.arange(0, train.samples, 3)  # a third of them, to keep this short
    images = np.stack([read_photo(train.path / train.filenames[row]) for row in some])
    known, new = (model.predict(photos, verbose=0) for photos in (images, valid.images()))
    for name in outputs:
        assert apart(known[name], train.classes[some], new[name], valid.classes) >= 0.85
