"""Arrays on disk, compressed by bcolz."""

import json
import shutil
import tempfile
from pathlib import Path

import bcolz
import numpy as np


class StaleArrayError(ValueError):
    """A stored array was made from something else than what is asked for."""


def save_array(path, array, made_from=None):
    """Store `array` at `path`, a folder; what stood there is replaced in one step, or stays if anything fails.

    `made_from`, a dict of plain values (data, weights, layer, resize ...), is stored with it: see `load_array`.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        stored = bcolz.carray(np.ascontiguousarray(array), rootdir=str(part / "array"), mode="w")
        stored.attrs["made_from"] = made_from
        stored.flush()
        if path.exists():
            path.rename(part / "old")
        (part / "array").rename(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def load_array(path, made_from=None):
    """Return the array stored at `path`; raise StaleArrayError if it was not made from `made_from`."""
    path = Path(path)
    if not (path / "meta").is_dir():
        raise FileNotFoundError(f"{path} holds no stored array: run the cell that saves it first.")
    stored = bcolz.open(str(path), mode="r")
    known = stored.attrs.getall().get("made_from")
    if made_from is not None and known != json.loads(json.dumps(made_from)):
        raise StaleArrayError(f"{path} was made from {known}, not from {made_from}: compute and save it again.")
    return stored[:]
