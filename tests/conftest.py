"""Things that several tests use."""

import numpy as np
import pytest
from PIL import Image

from server import running


@pytest.fixture
def photo():
    """Return a function that writes a small random photo to a path and returns the path."""

    def write(path, size=(40, 30), mode="RGB", seed=0, **options):
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype="uint8")
        Image.fromarray(pixels).convert(mode).save(path, **options)
        return path

    return write


@pytest.fixture
def folder(tmp_path, photo):
    """Return a folder of three cats and four dogs."""
    for number in range(7):
        species = "cats" if number < 3 else "dogs"
        photo(tmp_path / "pets" / species / f"{number}.png", seed=number)
    return tmp_path / "pets"


@pytest.fixture(scope="session")
def miniature():
    """Return the miniature as it comes; tests that change it make their own."""
    from vgg16 import Vgg16

    return Vgg16(weights="sample")


@pytest.fixture
def server(monkeypatch):
    """Return a web server on this machine (see `server.running`); downloads do not wait between tries."""
    from workbook.downloads import transfer

    monkeypatch.setattr(transfer, "PAUSE", 0)
    with running() as httpd:
        yield httpd


@pytest.fixture(scope="session")
def published():
    """Return a function that writes a model's weights to a path, as Keras publishes them and with its own function."""
    import h5py
    from keras.src.legacy.saving import legacy_h5_format

    def write(model, path):
        with h5py.File(path, "w") as file:
            legacy_h5_format.save_weights_to_hdf5_group(file, model)
        return path

    return write
