"""Weights and data sets by name: where they are published, and how to know that a file is whole."""

from dataclasses import dataclass
from pathlib import Path

MODELS = Path(__file__).parents[1] / "data" / "models"
CACHE = Path("~/.keras/models").expanduser()  # shared with keras.applications
RELEASE = "https://storage.googleapis.com/tensorflow/keras-applications/vgg16/"


@dataclass(frozen=True)
class Source:
    """A published file: its name, address, MD5 checksum, size in bytes and licence."""

    file: str
    url: str
    md5: str
    size: int
    licence: str


SOURCES = {
    "vgg16": Source(
        file="vgg16_weights_tf_dim_ordering_tf_kernels.h5",
        url=RELEASE + "vgg16_weights_tf_dim_ordering_tf_kernels.h5",
        md5="64373286793e3c8b2b4e3219cbf3544b",
        size=553_467_096,
        licence="CC BY 4.0, Visual Geometry Group, Oxford",
    ),
    "vgg16_notop": Source(
        file="vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
        url=RELEASE + "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
        md5="6d6bbae143d832006294945121d1f1fc",
        size=58_889_256,
        licence="CC BY 4.0, Visual Geometry Group, Oxford",
    ),
    "class_index": Source(
        file="imagenet_class_index.json",
        url="https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json",
        md5="c2c37ea517e94d9795004a39431a14cb",
        size=35_363,
        licence="facts",
    ),
}


class DownloadError(OSError):
    """A published file could not be had whole; the message says why and what to do."""


def fetch(name, cache=None):
    """Return the path of the file `name` of `SOURCES`, downloaded with a progress bar unless it is here already.

    Looks in `data/models`, then in `cache` (by default Keras' own, so nothing is downloaded twice). What arrives is
    checked before it gets its name: a broken download leaves nothing behind. Raises DownloadError.
    """
    import pooch  # slow to import, and seldom needed
    import requests

    source, cache = SOURCES[name], Path(cache or CACHE)
    for folder in (MODELS, cache):
        path = folder / source.file
        if path.exists() and pooch.file_hash(str(path), alg="md5") == source.md5:
            return path
    by_hand = f"or put the file into {MODELS} by hand"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        downloader = pooch.HTTPDownloader(progressbar=True, timeout=30)
        pooch.retrieve(source.url, f"md5:{source.md5}", source.file, cache, downloader=downloader)
    except ValueError:
        raise DownloadError(
            f"{source.url} is not the file that was published (its MD5 is not {source.md5}): "
            f"nothing was kept, try again later {by_hand}."
        ) from None
    except requests.exceptions.ChunkedEncodingError:
        raise DownloadError(f"{source.url} was cut off: nothing was kept, run the cell again {by_hand}.") from None
    except (OSError, requests.exceptions.RequestException) as error:
        raise DownloadError(
            f"{source.url} ({source.size / 1e6:.0f} MB) cannot be had ({type(error).__name__}): check network and disk "
            f'and run the cell again, {by_hand}, or use weights="sample".'
        ) from None
    return cache / source.file
