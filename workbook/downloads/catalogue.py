"""The catalogue of weights and data sets that can be downloaded by name, with their addresses and checksums."""

from dataclasses import dataclass
from pathlib import Path

MODELS = Path(__file__).parents[2] / "data" / "models"
CACHE = Path("~/.keras/models").expanduser()  # shared with keras.applications
RELEASE = "https://storage.googleapis.com/tensorflow/keras-applications/vgg16/"


@dataclass(frozen=True)
class Source:
    """A published file: its name, addresses, size in bytes, checksum and licence.

    `checksum` is "sha256:...", "md5:..." or "md5-1MiB:..." (of the first 2**20 bytes), as published. It is "crc" if no
    checksum is published: then the size and the CRC-32 of every member of the ZIP file are checked.
    """

    file: str
    urls: tuple
    size: int
    checksum: str
    licence: str


@dataclass(frozen=True)
class DataSet:
    """A published data set: what it is, its archives (any of them will do), and the folders of photos in them.

    `folders` maps a folder of the archive to its place in the data set. The place "." means that the photos are not
    split yet. Without folders, the file is not an archive of photos, and stays as it is.
    """

    what: str
    sources: tuple
    folders: dict


VGG = "CC BY 4.0, Visual Geometry Group, Oxford"
SOURCES = {
    "vgg16": Source(
        file="vgg16_weights_tf_dim_ordering_tf_kernels.h5",
        urls=(RELEASE + "vgg16_weights_tf_dim_ordering_tf_kernels.h5",),
        size=553_467_096,
        checksum="md5:64373286793e3c8b2b4e3219cbf3544b",
        licence=VGG,
    ),
    "vgg16_notop": Source(
        file="vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
        urls=(RELEASE + "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",),
        size=58_889_256,
        checksum="md5:6d6bbae143d832006294945121d1f1fc",
        licence=VGG,
    ),
    "class_index": Source(
        file="imagenet_class_index.json",
        urls=("https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json",),
        size=35_363,
        checksum="md5:c2c37ea517e94d9795004a39431a14cb",
        licence="facts",
    ),
}

ASIRRA = "non-commercial research only, must not be republished (Microsoft Research, Kaggle's Dogs vs. Cats)"
DATA_SETS = {
    "dogscats": DataSet(
        what="the data of the 2017 course: 23,000 photos for training, 2,000 for validation, 12,500 without labels",
        sources=(
            Source(
                file="dogscats.tgz",
                urls=(
                    "https://s3.amazonaws.com/fast-ai-sample/dogscats.tgz",
                    "https://files.fast.ai/data/examples/dogscats.tgz",
                ),
                size=839_285_364,
                checksum="md5-1MiB:3e483c8d6ef2175e9d395a6027eb92b7",  # fastai's own list, data/checks.txt
                licence=ASIRRA,
            ),
            Source(
                file="dogscats.zip",
                urls=("https://files.fast.ai/data/dogscats.zip", "http://files.fast.ai/data/dogscats.zip"),
                size=857_214_334,
                checksum="md5:aef22ec7d472dd60e8ee79eecc19f131",
                licence=ASIRRA,
            ),
        ),
        folders={"dogscats/train": "train", "dogscats/valid": "valid", "dogscats/test1": "test/unknown"},
    ),
    "cats_vs_dogs": DataSet(
        what="the data from Microsoft: 25,000 photos, some of them broken",
        sources=(
            Source(
                file="kagglecatsanddogs_5340.zip",
                urls=(
                    "https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/"
                    "kagglecatsanddogs_5340.zip",
                ),
                size=824_887_076,
                checksum="sha256:b7974bd00a84a99921f36ee4403f089853777b5ae8d151c76a86e64900334af9",
                licence="CDLA-Permissive-2.0",
            ),
        ),
        folders={"PetImages": "."},
    ),
    "cats_and_dogs_filtered": DataSet(
        what="the data of the TensorFlow tutorials: 2,000 photos for training, 1,000 for validation",
        sources=(
            Source(
                file="cats_and_dogs_filtered.zip",
                urls=(
                    "https://storage.googleapis.com/mledu-datasets/cats_and_dogs_filtered.zip",
                    "https://download.mlcc.google.com/mledu-datasets/cats_and_dogs_filtered.zip",
                ),
                size=68_606_236,
                checksum="crc",
                licence=ASIRRA,
            ),
        ),
        folders={"cats_and_dogs_filtered/train": "train", "cats_and_dogs_filtered/validation": "valid"},
    ),
    "mnist": DataSet(
        what="70,000 handwritten digits of 28 x 28 pixels, as one file of arrays, for lesson 09",
        sources=(
            Source(
                file="mnist.npz",
                urls=("https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",),
                size=11_490_434,
                checksum="sha256:731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",  # keras.datasets
                licence="CC BY-SA 3.0, Yann LeCun and Corinna Cortes",
            ),
        ),
        folders={},
    ),
}
