"""A trained classifier in one file, which needs no part of this course except to be asked about photos."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np

from workbook.atomic import written
from workbook.networks.portable import portable
from workbook.photos.decode import PhotoError, read_photo

LONGEST = 2**16 - 1  # bytes in the comment of a zip file, which holds the class names and the way of resizing
BATCH = 32  # photos in memory at once


class Answer(NamedTuple):
    """What a classifier says about a photo: its most probable class, and the probability of that."""

    name: str
    probability: float


@dataclass(frozen=True)
class Classifier:
    """A network that takes RGB pixels 0..255, the names of its classes, and how photos are resized for it."""

    model: keras.Model
    class_names: list
    resize: str

    def probabilities(self, photos):
        """Return the probabilities (n, classes) of all classes for each of `photos`, which are paths.

        Raises PhotoError if one is missing or not a photo.
        """
        size, photos = self.model.input_shape[1:3], list(photos)
        rows = [np.empty((0, len(self.class_names)), "float32")]
        for start in range(0, len(photos), BATCH):
            images = np.stack([_read(photo, size, self.resize) for photo in photos[start : start + BATCH]])
            rows.append(keras.ops.convert_to_numpy(self.model(images, training=False)))
        return np.concatenate(rows)

    def predict(self, photos):
        """Return one `Answer` for each of `photos`; see `probabilities`."""
        return [Answer(self.class_names[row.argmax()], float(row.max())) for row in self.probabilities(photos)]


def save_classifier(model, file, class_names, resize="squash"):
    """Save `model`, the names of its classes and the way photos are resized for it as `file`, and return its path.

    The result is an ordinary .keras file, which opens in Keras' safe mode and without this course: the course's layers
    are saved as layers that Keras knows. An older file is replaced in one step. The optimizer is not saved. Lesson 14.
    """
    file = Path(file).expanduser()
    if file.suffix != ".keras":
        raise ValueError(f"{file} does not end in .keras, as Keras' files must: name it {file.stem}.keras.")
    if model.output_shape[-1] != len(class_names):
        raise ValueError(
            f"The model has {model.output_shape[-1]} outputs and {len(class_names)} class names are given: give one "
            "for each, in their order."
        )
    note = json.dumps({"class_names": list(class_names), "resize": resize}).encode()
    if len(note) > LONGEST:
        raise ValueError(f"The class names take {len(note):,} bytes, and there is room for {LONGEST:,}: shorten them.")
    with written(file) as part:
        portable(model).save(part)
        with zipfile.ZipFile(part, "a") as archive:
            archive.comment = note
    return file


def load_classifier(file):
    """Return the `Classifier` that `save_classifier` wrote to `file`, without running any code from the file.

    Lesson 14.
    """
    file = Path(file).expanduser()
    class_names, resize = _note(file)
    try:
        model = keras.saving.load_model(file, compile=False)
    except Exception as error:  # a damaged file can raise nearly anything
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ValueError(f"{file} cannot be loaded ({reason}): save it again.") from None
    return Classifier(model, class_names, resize)


def _note(file):
    """Return the class names and the way of resizing that are stored in `file`."""
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
        raise ValueError(f"{file} has no class names in it: save the model with save_classifier.") from None


def _read(photo, size, resize):
    """Return the pixels of `photo`, or raise PhotoError."""
    if not Path(photo).is_file():
        raise PhotoError(f"There is no file {photo}: give the path of a photo.")
    return read_photo(photo, size, resize)
