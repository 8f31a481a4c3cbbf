"""VGG16 (Simonyan and Zisserman, 2014), at full width or in miniature, with the methods that train and use it."""

import json
from dataclasses import dataclass
from typing import NamedTuple

import keras
import numpy as np
from keras import layers

from workbook.downloads.transfer import fetch
from workbook.features.extraction import extract
from workbook.networks.surgery import model_up_to, train_from
from workbook.networks.training_log import EpochLines
from workbook.networks.weights import first_channels, load_weights, weights_file
from workbook.photos.batches import Batches, get_batches, get_data, require_same_classes

VGG_MEAN_BGR = (103.939, 116.779, 123.68)
CONVOLUTIONS = (2, 2, 3, 3, 3)
HIDDEN = {"activation": "relu", "kernel_initializer": "he_normal"}


@dataclass(frozen=True)
class Widths:
    """The channels of the five convolution blocks, and the units of the two dense layers after them."""

    blocks: tuple
    dense: int


FULL = Widths(blocks=(64, 128, 256, 512, 512), dense=4096)
MINIATURE = Widths(blocks=(16, 32, 64, 128, 128), dense=512)


@keras.saving.register_keras_serializable("workbook")
class VggPreprocess(layers.Layer):
    """Turn RGB pixels 0..255 into what VGG was trained on: BGR, minus the mean colour of ImageNet. Lesson 02."""

    def call(self, images):
        """Return the preprocessed images, which have the same shape."""
        return keras.ops.flip(images, axis=-1) - keras.ops.convert_to_tensor(VGG_MEAN_BGR, dtype=images.dtype)


def conv_blocks(x, widths=FULL):
    """Apply the five blocks of 3x3 convolutions, each of which halves height and width; return `block5_pool`.

    Lesson 02.
    """
    for block, (count, channels) in enumerate(zip(CONVOLUTIONS, widths.blocks, strict=True), start=1):
        for i in range(1, count + 1):
            x = layers.Conv2D(channels, 3, padding="same", name=f"block{block}_conv{i}", **HIDDEN)(x)
        x = layers.MaxPooling2D(2, name=f"block{block}_pool")(x)
    return x


def dense_layers(x, widths=FULL, classes=1000, dropout=0.5):
    """Apply `flatten`, `fc1` and `fc2` with dropout, and `predictions`; return the class probabilities. Lesson 02."""
    x = layers.Flatten(name="flatten")(x)
    for i in (1, 2):
        x = layers.Dense(widths.dense, name=f"fc{i}", **HIDDEN)(x)
        x = layers.Dropout(dropout, name=f"drop{i}")(x)
    return _head(classes)(x)


def imagenet_classes():
    """Return the names of ImageNet's 1,000 classes, in order."""
    index = json.loads(fetch("class_index").read_text())
    return [index[str(i)][1] for i in range(len(index))]


class Predictions(NamedTuple):
    """What `Vgg16.predict` returns: the probability, number and name of the best class of each of n images."""

    probabilities: np.ndarray
    classes: np.ndarray
    names: list


class Test(NamedTuple):
    """What `Vgg16.test` returns: filenames, and in the same order the probabilities of all classes (n, classes)."""

    filenames: list
    probabilities: np.ndarray


class Vgg16:
    """VGG16 with its weights, which predicts ImageNet's classes and learns yours.

    `weights` is "imagenet" (as published, downloaded once), "sample" (the miniature that comes with the course), None
    (random, with the channels and units of `widths`), or the path of a file with the weights of either network. A
    `size` (height, width) other than 224 needs `include_top=False`, which leaves out the dense layers. `resize` says
    how photos are brought to that size: "squash", "crop" or "pad".

    To go on with a saved network, give it as `model` instead of weights, and the names of its `classes` in order:
    `Vgg16(model=keras.saving.load_model(file), classes=["cats", "dogs"])`. Without names they are "class 0" and so on.
    Lesson 01.
    """

    def __init__(
        self,
        weights="imagenet",
        *,
        include_top=True,
        size=(224, 224),
        resize="squash",
        widths=None,
        model=None,
        classes=None,
    ):
        if include_top and tuple(size) != (224, 224):
            raise ValueError(f"size={size} does not fit VGG16's dense layers, which need 224: add include_top=False.")
        self.resize = resize
        if model is None:
            self.classes = imagenet_classes() if include_top else None
            self.model = self._load(weights, widths, include_top, size)
        else:
            self.classes, self.model = _checked_names(classes, model), model
        self.size = self.model.input_shape[1:3]
        if self.classes and not self.model.compiled:
            self.compile()

    def predict(self, images):
        """Return the best class of each of `images`, RGB 0..255 (n, height, width, 3), as `Predictions`."""
        self._need_top()
        probabilities = self.model.predict(images, verbose=0)
        best = probabilities.argmax(axis=1)
        return Predictions(probabilities.max(axis=1), best, [self.classes[i] for i in best])

    def get_batches(self, path, shuffle=True, batch_size=32, **options):
        """Return `Batches` of the photos below `path`, at the size that this network takes."""
        return get_batches(path, shuffle, batch_size, **({"size": self.size, "resize": self.resize} | options))

    def get_data(self, path):
        """Return all photos below `path`, at the size that this network takes, uint8 (n, height, width, 3)."""
        return get_data(path, self.size, self.resize)

    def features(self, source, to, upto="block5_pool", **options):
        """Store the output of layer `upto` for all photos of `source`, a folder or `Batches`, at `to`, and return it.

        Stored features are computed again only if the photos, the weights or a setting have changed. An interrupted
        run continues where it stopped. `options` (`precision`, `chunk`, `cluster`) are those of
        `workbook.features.extraction.extract`.
        """
        batches = source if isinstance(source, Batches) else self.get_batches(source, shuffle=False)
        return extract(model_up_to(self.model, upto), batches, to, **options)

    def ft(self, num_classes, learning_rate=0.001):
        """Replace the last layer by a new one for `num_classes`, freeze all other layers, and compile.

        The new classes are called "class 0", "class 1" and so on, until `fit` takes their names from the folders.
        """
        self._need_top()
        body = model_up_to(self.model, "drop2")
        self.model = keras.Model(body.input, _head(num_classes)(body.output), name=self.model.name)
        self.classes = _numbered(num_classes)
        self.train_from("predictions", learning_rate)

    def train_from(self, name, learning_rate=0.0001):
        """Make layer `name` and all after it trainable, freeze all before it, and compile with a fresh optimizer."""
        counts = train_from(self.model, name)
        self.compile(learning_rate)
        print(f"From {name} on: {counts.trainable:,} of {counts.total:,} weights will train.")

    def finetune(self, batches, learning_rate=0.001):
        """Make the network ready to learn the classes of `batches`; a second call starts again from a new layer."""
        self.ft(batches.num_classes, learning_rate)
        self.classes = list(batches.class_names)

    def compile(self, learning_rate=0.001):
        """Compile with a fresh Adam optimizer, as is needed whenever `trainable` has changed."""
        optimizer = keras.optimizers.Adam(learning_rate)
        self.model.compile(optimizer=optimizer, loss="categorical_crossentropy", metrics=["accuracy"])

    def fit(self, batches, val_batches=None, epochs=1, verbose=True, callbacks=()):
        """Train on `batches`, measure on `val_batches` after each epoch, and return Keras' History.

        It prints `EpochLines` unless `verbose` is False. `callbacks` are Keras' callbacks, such as `resumable`.
        """
        self._take_names(batches)
        if val_batches is not None:
            require_same_classes(batches, val_batches)
        options = {"epochs": epochs, "verbose": 0, "callbacks": [*callbacks, *[EpochLines()] * bool(verbose)]}
        with batches.plain_errors(), (val_batches or batches).plain_errors():
            return self.model.fit(batches, validation_data=val_batches, **options)

    def fit_data(self, images, labels, val_images, val_labels, **options):
        """Train like `fit`, but on arrays of images and one-hot labels; `options` are those of Keras' `fit`."""
        options = {"epochs": 1, "batch_size": 32, "verbose": 0, "callbacks": [EpochLines()]} | options
        return self.model.fit(images, labels, validation_data=(val_images, val_labels), **options)

    def test(self, path, batch_size=32):
        """Return filenames and class probabilities of all photos below `path`, in sorted order, as `Test`."""
        batches = self.get_batches(path, shuffle=False, batch_size=batch_size)
        with batches.plain_errors():
            return Test(batches.filenames, self.model.predict(batches, verbose=0))

    def _load(self, weights, widths, include_top, size):
        """Return the network with the weights that `weights` names; see the class."""
        file = weights_file(weights, include_top)
        network = self._network(widths or (_widths_in(file) if file else FULL), include_top, size)
        if file:
            load_weights(network, file)
        return network

    def _network(self, widths, include_top, size):
        """Return the network with random weights."""
        images = keras.Input((*size, 3), name="images")
        features = conv_blocks(VggPreprocess(name="preprocess")(images), widths)
        outputs = dense_layers(features, widths, len(self.classes)) if include_top else features
        return keras.Model(images, outputs, name="vgg16")

    def _need_top(self):
        if self.classes is None:
            raise ValueError(
                "This network ends in feature maps: make it with include_top=True to predict and fine-tune."
            )

    def _take_names(self, batches):
        """Name numbered classes after the folders of `batches`; raise ValueError if the folders are other classes."""
        self._need_top()
        if self.classes == _numbered(batches.num_classes):
            self.classes = list(batches.class_names)
        if list(batches.class_names) != list(self.classes):
            raise ValueError(
                f"The network knows {len(self.classes)} classes ({', '.join(self.classes[:3])} ...) and {batches.path} "
                f"has {batches.num_classes} ({', '.join(batches.class_names[:3])} ...): call finetune(batches) first."
            )


def vgg_ft(num_classes, weights="imagenet"):
    """Return VGG16's compiled model with a new last layer for `num_classes`, the only layer that trains. Lesson 10."""
    vgg = Vgg16(weights)
    vgg.ft(num_classes)
    return vgg.model


def _head(classes):
    return layers.Dense(classes, activation="softmax", dtype="float32", name="predictions")


def _numbered(num_classes):
    """Return the names of classes that have none yet."""
    return [f"class {number}" for number in range(num_classes)]


def _checked_names(classes, model):
    """Return `classes` as a list, or numbered names; None for a `model` that returns feature maps."""
    _, *maps, outputs = model.output_shape
    if maps:
        return None
    names = _numbered(outputs) if classes is None else list(classes)
    if len(names) != outputs:
        raise ValueError(f"The model has {outputs} outputs and {len(names)} class names: give one name per output.")
    return names


def _widths_in(file):
    """Return the widths of the VGG16 whose weights `file` contains."""
    channels = first_channels(file)
    for widths in (FULL, MINIATURE):
        if widths.blocks[0] == channels:
            return widths
    raise ValueError(f"{file} has no weights of VGG16 or of the miniature: give a file that was saved from one.")
