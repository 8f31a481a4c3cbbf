"""Features of any number of photos, stored on disk chunk by chunk; an interrupted run continues where it stopped."""

import hashlib
import json
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np
from tqdm.auto import tqdm

from workbook.atomic import written
from workbook.features.arrays import StaleArrayError, open_array, write_array
from workbook.features.compute import compute, photos_in
from workbook.networks.precision import choose_precision
from workbook.photos.decode import DRAFT


def extract(model, batches, to, precision=None, chunk=256, cluster=None):
    """Store `model`'s output for every photo of `batches` at `to`, and return the stored array (see `open_array`).

    Rows are in the order of `batches.filenames`. Memory does not grow with the number of photos. An array that is
    already there is kept if it was made from the same photos, weights and settings. A run that was interrupted
    continues after its last complete `chunk` of photos.

    `precision` is "float32"; "bfloat16", which some processors and GPUs compute faster, and which is stored as
    float16; or "auto", the faster of the two on this machine. None takes the environment variable WORKBOOK_PRECISION,
    or float32 where it is not set: results depend on the machine only if you ask for speed. If `cluster` is the address
    of a Ray cluster, that computes the chunks (see `workbook.features.cluster`); otherwise this process does.
    Lesson 07.
    """
    to, precision = Path(to).expanduser(), choose_precision(precision)
    made_from = _inputs(model, batches, precision)
    with suppress(FileNotFoundError, StaleArrayError):
        return open_array(to, made_from)
    parts = to.with_name(f".{to.name}.parts")
    _begin(parts, made_from)
    spans = [(start, min(start + chunk, batches.samples)) for start in range(0, batches.samples, chunk)]
    files = {span: parts / f"{span[0]:09}-{span[1]:09}.npy" for span in spans}
    todo = {span: file for span, file in files.items() if not file.exists()}
    done = batches.samples - photos_in(todo)
    with tqdm(total=batches.samples, initial=done, unit="photo", desc=f"{to.name}, {precision}") as progress:
        _engine(cluster)(model, batches, todo, precision, progress.update)
    write_array(to, (np.load(file) for file in files.values()), batches.samples, made_from)
    shutil.rmtree(parts)
    return open_array(to)


def _engine(cluster):
    """Return the function that computes chunks, in this process or on the Ray cluster at the address `cluster`."""
    if cluster is None:
        return compute
    from workbook.features.cluster import compute_on_ray  # few need Ray

    return partial(compute_on_ray, cluster)


def _inputs(model, batches, precision):
    """Return everything the features depend on, as plain values; if one changes, stored features are out of date."""
    photos = hashlib.sha256()
    for name in batches.filenames:
        status = (batches.path / name).stat()
        photos.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    weights = hashlib.sha256()
    for weight in model.get_weights():
        weights.update(weight)
    return {
        "photos": photos.hexdigest(),
        "weights": weights.hexdigest(),
        "layer": model.layers[-1].name,
        "size": list(batches.size),
        "resize": batches.resize,
        "draft": DRAFT,
        "precision": precision,
    }


def _begin(parts, made_from):
    """Make the folder of finished chunks, and empty it unless it was begun with the same inputs."""
    note = parts / "made_from.json"
    if note.exists() and json.loads(note.read_text()) == made_from:
        return
    shutil.rmtree(parts, ignore_errors=True)
    with written(note) as part:
        part.write_text(json.dumps(made_from))
