"""A trained classifier in one file. Also in a terminal: `python -m workbook.predictions.classifier MODEL PHOTO...`."""

import argparse
import json
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np

from workbook.atomic import written
from workbook.folders.files import printable
from workbook.photos.decode import PhotoError, read_photo

LONGEST = 2**16 - 1  # bytes of a zip file's comment, where class names and resize are kept
BATCH = 32  # photos in memory at once


class Answer(NamedTuple):
    """What a classifier says of a photo: its most probable class, and how probable that is."""

    name: str
    probability: float


@dataclass(frozen=True)
class Classifier:
    """A network that takes RGB pixels 0..255, the names of its classes, and how photos are brought to its size."""

    model: keras.Model
    class_names: list
    resize: str

    def probabilities(self, photos):
        """Return the probabilities of all classes for each of `photos`, which are files: (n, classes).

        Raises PhotoError where one is not there or no photo.
        """
        size, photos = self.model.input_shape[1:3], list(photos)
        rows = [np.empty((0, len(self.class_names)), "float32")]
        for start in range(0, len(photos), BATCH):
            images = np.stack([_read(photo, size, self.resize) for photo in photos[start : start + BATCH]])
            rows.append(keras.ops.convert_to_numpy(self.model(images, training=False)))
        return np.concatenate(rows)

    def predict(self, photos):
        """Return an `Answer` for each of `photos`; see `probabilities`."""
        return [Answer(self.class_names[row.argmax()], float(row.max())) for row in self.probabilities(photos)]


def save_classifier(model, file, class_names, resize="squash"):
    """Save `model`, with the names of its classes and how it wants photos resized, as `file`, and return its path.

    It is a .keras file like any other, and opens in Keras' safe mode, without this course: layers of our own are saved
    as ones that Keras knows. What stood there is replaced in one step. The optimizer is left out.
    """
    file = Path(file).expanduser()
    if file.suffix != ".keras":
        raise ValueError(f"{file} does not end in .keras, by which Keras knows its files: name it {file.stem}.keras.")
    if model.output_shape[-1] != len(class_names):
        raise ValueError(
            f"The model has {model.output_shape[-1]} outputs and {len(class_names)} class names are given: give one "
            "for each, in their order."
        )
    note = json.dumps({"class_names": list(class_names), "resize": resize}).encode()
    if len(note) > LONGEST:
        raise ValueError(f"The class names take {len(note):,} bytes, and there is room for {LONGEST:,}: shorten them.")
    with written(file) as part:
        _plain(model).save(part)
        with zipfile.ZipFile(part, "a") as archive:
            archive.comment = note
    return file


def load_classifier(file):
    """Return the `Classifier` that `save_classifier` wrote to `file`; no code comes out of it."""
    file = Path(file).expanduser()
    class_names, resize = _note(file)
    try:
        model = keras.saving.load_model(file, compile=False)
    except Exception as error:  # damaged files make decoders raise nearly anything
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ValueError(f"{file} cannot be loaded ({reason}): save it again.") from None
    return Classifier(model, class_names, resize)


def _note(file):
    """Return the class names and the way of resizing that `file` holds."""
    if not file.is_file():
        raise FileNotFoundError(f"There is no file {file}: give one that save_classifier wrote.")
    try:
        with zipfile.ZipFile(file) as archive:
            archive.getinfo("config.json")
            comment = archive.comment
    except (zipfile.BadZipFile, KeyError):
        raise ValueError(f"{file} is not a saved model: give one that save_classifier wrote.") from None
    try:
        note = json.loads(comment)
        return note["class_names"], note["resize"]
    except (ValueError, TypeError, KeyError):
        raise ValueError(f"{file} does not tell its class names: save the model with save_classifier.") from None


def _read(photo, size, resize):
    """Return the pixels of `photo`; say plainly where it is none."""
    if not Path(photo).is_file():
        raise PhotoError(f"There is no file {photo}: give the path of a photo.")
    return read_photo(photo, size, resize)


def _plain(model):
    """Return `model`, sharing its layers, with those of our own replaced by ones that Keras knows by itself."""

    def known(layer):
        if isinstance(layer, keras.Model):
            return _plain(layer)
        return layer if type(layer).__module__.startswith("keras.") else _as_convolution(layer)

    return keras.models.clone_model(model, clone_function=known)


def _as_convolution(layer):
    """Return a 1x1 convolution that does what `layer` does: to make three new colours of each pixel's, linearly."""
    images = np.random.default_rng(0).integers(0, 256, (8, 4, 4, 3)).astype("float64")
    images[0, 0] = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
    same = keras.layers.Conv2D(3, 1, name=layer.name, trainable=False)
    same.build(images.shape)
    try:
        outputs = keras.ops.convert_to_numpy(layer.call(keras.ops.convert_to_tensor(images, dtype="float64")))
        black, *primaries = outputs[0, 0]
        same.set_weights([(primaries - black)[None, None], black])
        np.testing.assert_allclose(same(images), outputs, atol=1e-3)
    except Exception:  # whatever a layer of another kind makes of these pixels
        raise ValueError(f"{layer.name} is a layer of your own, which no file can hold: use one of Keras.") from None
    return same


def main(arguments=None):
    """Print what the classifier says of each photo that is named in a terminal; return 1 if one cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m workbook.predictions.classifier",
        description="Say which class each photo belongs to, and how sure that is.",
    )
    parser.add_argument("model", help="a .keras file that save_classifier wrote")
    parser.add_argument("photos", nargs="+", metavar="photo")
    options = parser.parse_args(arguments)
    try:
        classifier = load_classifier(options.model)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    failed = False
    for photo in options.photos:
        try:
            (answer,) = classifier.predict([photo])
            print(f"{answer.probability:.4f}", printable(answer.name), printable(photo), sep="\t", flush=True)
        except PhotoError as error:
            print(error, file=sys.stderr)
            failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
