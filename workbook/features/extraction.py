"""Features of any number of photos, on disk: computed chunk by chunk with flat memory, resumed where it stopped."""

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


def extract(model, batches, to, precision="float32", chunk=256, cluster=None):
    """Store `model`'s output for every photo of `batches` at `to`, and return the stored array (see `open_array`).

    Rows are in the order of `batches.filenames`. Memory does not grow with the number of photos. An array that is
    already there is kept if it was made from the same photos, weights and settings. A run that was interrupted goes on
    after its last complete `chunk` of photos.

    `precision` is "float32", whose numbers do not depend on the machine; "bfloat16", faster on some processors and
    GPUs and stored as float16; or "auto", the faster of the two here. A Ray cluster at the address `cluster` computes
    the chunks (see `workbook.features.cluster`), or else this process.
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
    """Return the function that computes chunks: on the Ray cluster at the address `cluster`, or in this process."""
    if cluster is None:
        return compute
    from workbook.features.cluster import compute_on_ray  # an option that few need

    return partial(compute_on_ray, cluster)


def _inputs(model, batches, precision):
    """Return what the features depend on, in plain values: a change in any of them makes stored features stale."""
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
    """Make the folder of finished chunks, empty unless it was begun for the same inputs."""
    note = parts / "made_from.json"
    if note.exists() and json.loads(note.read_text()) == made_from:
        return
    shutil.rmtree(parts, ignore_errors=True)
    with written(note) as part:
        part.write_text(json.dumps(made_from))
