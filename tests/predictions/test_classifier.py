import json
import subprocess
import sys
import zipfile

import keras
import numpy as np
import pytest
from keras import layers

from vgg16 import VggPreprocess
from workbook.photos.decode import PhotoError, read_photo
from workbook.predictions import classifier as classifier_module
from workbook.predictions.classifier import Classifier, load_classifier, save_classifier
from workbook.predictions.classifier.__main__ import main

NAMES = ["Kätzchen", "old dog"]


@pytest.fixture
def model():
    """Return a small network with the course's own preprocessing, random but far from undecided."""
    keras.utils.set_random_seed(0)
    images = keras.Input((12, 16, 3))
    x = VggPreprocess(name="preprocess")(images)
    x = layers.Flatten()(layers.Conv2D(4, 3, activation="relu")(x))
    return keras.Model(images, layers.Dense(2, activation="softmax", name="predictions")(x))


@pytest.fixture
def file(model, tmp_path):
    return save_classifier(model, tmp_path / "out" / "pets.keras", NAMES, resize="crop")


@pytest.fixture
def photos(tmp_path, photo):
    """Return a colour, a grey and a transparent photo, of different shapes."""
    kinds = [("a.png", "RGB", (40, 30)), ("b ü.jpg", "L", (64, 20)), ("c.png", "RGBA", (20, 50))]
    return [photo(tmp_path / name, size, mode, seed) for seed, (name, mode, size) in enumerate(kinds)]


def expected(model, photos, resize="crop"):
    return model(np.stack([read_photo(path, (12, 16), resize) for path in photos]), training=False).numpy()


def test_what_was_saved_answers_for_files_of_photos(model, file, photos):
    classifier = load_classifier(file)
    rows = expected(model, photos)
    np.testing.assert_allclose(classifier.probabilities(photos), rows, atol=1e-6)
    assert classifier.class_names == NAMES
    answers = classifier.predict(map(str, photos))
    assert [answer.name for answer in answers] == [NAMES[best] for best in rows.argmax(axis=1)]
    np.testing.assert_allclose([answer.probability for answer in answers], rows.max(axis=1), atol=1e-6)
    assert np.abs(rows - expected(model, photos, "squash")).max() > 1e-3  # or the way of resizing was not seen


def test_many_photos_come_in_batches_and_none_is_fine(model, file, photos, monkeypatch):
    monkeypatch.setattr(classifier_module, "BATCH", 2)
    classifier = load_classifier(file)
    np.testing.assert_allclose(classifier.probabilities(photos), expected(model, photos), atol=1e-6)
    assert classifier.probabilities([]).shape == (0, 2)
    assert classifier.predict([]) == []


def test_the_file_is_keras_own_and_the_model_stays_as_it_is(model, file, tmp_path):
    assert [path.name for path in file.parent.iterdir()] == ["pets.keras"]
    assert type(model.get_layer("preprocess")) is VggPreprocess
    with keras.saving.custom_object_scope({"workbook>VggPreprocess": None}):
        plain = keras.saving.load_model(file)  # safe mode is on
    assert all(type(layer).__module__.startswith("keras.") for layer in plain.layers)
    images = np.random.default_rng(1).integers(0, 256, (5, 12, 16, 3)).astype("float32")
    np.testing.assert_allclose(plain(images), model(images), atol=1e-6)


def test_a_network_inside_a_network_is_saved_as_well(model, tmp_path, photos):
    whole = keras.Sequential([keras.Input((12, 16, 3)), layers.RandomFlip(), model])
    file = save_classifier(whole, tmp_path / "whole.keras", NAMES, resize="crop")
    assert "VggPreprocess" not in zipfile.ZipFile(file).read("config.json").decode()
    np.testing.assert_allclose(load_classifier(file).probabilities(photos), expected(model, photos), atol=1e-6)


def test_another_process_gives_the_same_answers(file, photos):
    missing = photos[0].with_name("missing.jpg")
    command = [sys.executable, "-m", "workbook.predictions.classifier", file, photos[0], missing, photos[1]]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=file.parent)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1] == f"There is no file {missing}: give the path of a photo."
    lines = [line.split("\t") for line in run.stdout.splitlines()]
    here = load_classifier(file).predict(photos[:2])
    assert [line[1:] for line in lines] == [[answer.name, str(p)] for answer, p in zip(here, photos, strict=False)]
    np.testing.assert_allclose([float(line[0]) for line in lines], [a.probability for a in here], atol=1e-4)


def test_in_a_terminal(file, photos, capsys):
    assert main([str(file), str(photos[2])]) == 0
    assert capsys.readouterr().out.endswith(f"\t{photos[2]}\n")
    assert main([str(photos[0]), str(photos[2])]) == 2
    assert "a.png is not a saved model: give one that save_classifier wrote" in capsys.readouterr().err


def test_what_is_no_photo_is_named(file, tmp_path):
    classifier = load_classifier(file)
    (tmp_path / "notes.jpg").write_text("This is not a photo.")
    for wrong, sentence in (
        ("gone.jpg", "There is no file .*gone.jpg: give the path of a photo"),
        ("out", "There is no file .*out: give the path of a photo"),
        ("notes.jpg", "notes.jpg cannot be read as a photo .*: replace or remove it"),
    ):
        with pytest.raises(PhotoError, match=sentence):
            classifier.predict([tmp_path / wrong])


def test_what_is_no_classifier_is_named(model, file, tmp_path):
    with pytest.raises(FileNotFoundError, match="There is no file .*gone.keras: give one that save_classifier wrote"):
        load_classifier(tmp_path / "gone.keras")
    (tmp_path / "half.keras").write_bytes(file.read_bytes()[:-2000])
    with zipfile.ZipFile(tmp_path / "other.keras", "w") as archive:
        archive.writestr("notes.txt", "no model")
    for name in ("half.keras", "other.keras"):
        with pytest.raises(ValueError, match=f"{name} is not a saved model: give one that save_classifier wrote"):
            load_classifier(tmp_path / name)
    model.save(tmp_path / "nameless.keras")
    with pytest.raises(ValueError, match="nameless.keras has no class names in it: save the model with save_cla"):
        load_classifier(tmp_path / "nameless.keras")


def test_code_in_a_file_is_not_run(tmp_path):
    unsafe = keras.Sequential([keras.Input((12, 16, 3)), layers.Lambda(lambda x: x), layers.Flatten()])
    unsafe.save(tmp_path / "unsafe.keras")
    with zipfile.ZipFile(tmp_path / "unsafe.keras", "a") as archive:
        archive.comment = json.dumps({"class_names": NAMES, "resize": "crop"}).encode()
    with pytest.raises(ValueError, match=r"^\S*unsafe.keras cannot be loaded \(.*Lambda.*\): save it again.$"):
        load_classifier(tmp_path / "unsafe.keras")


def test_what_cannot_be_saved_is_refused(model, tmp_path):
    @keras.saving.register_keras_serializable("test")
    class Brighter(layers.Layer):
        def call(self, images):
            return images**2

    own = keras.Sequential([keras.Input((12, 16, 3)), Brighter(name="brighter"), model])
    for wrong, name, names, sentence in (
        (model, "pets.h5", NAMES, "pets.h5 does not end in .keras, as Keras' files must: name it pets.keras"),
        (model, "pets.keras", ["cats"], "2 outputs and 1 class names are given: give one for each"),
        (
            model,
            "pets.keras",
            ["cats", "d" * 70_000],
            "The class names take 70,0.. bytes, and there is room for 65,535",
        ),
        (
            own,
            "pets.keras",
            NAMES,
            "brighter is a layer that Keras does not know, so no file can contain it: use a layer of Keras",
        ),
    ):
        with pytest.raises(ValueError, match=sentence):
            save_classifier(wrong, tmp_path / name, names)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_save_leaves_the_old_file(model, file, monkeypatch):
    before = file.read_bytes()

    def cut_off(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(zipfile, "ZipFile", cut_off)
        save_classifier(model, file, NAMES)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["pets.keras"]
    assert isinstance(load_classifier(save_classifier(model, file, NAMES, resize="pad")), Classifier)
    assert load_classifier(file).resize == "pad"
