"""Features of any number of photos, on disk: computed chunk by chunk with flat memory, resumed where it stopped."""

import hashlib
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np
import tensorflow as tf
from tqdm.auto import tqdm

from workbook.arrays import StaleArrayError, open_array, write_array
from workbook.decode import DRAFT
from workbook.precision import choose_precision, in_precision

FORWARD = 32  # photos in one forward pass


def extract(model, batches, to, precision="auto", chunk=256, engine=None):
    """Store `model`'s output for every photo of `batches` at `to`, and return the stored array (see `open_array`).

    Rows are in the order of `batches.filenames`, float32, or float16 where `precision` is bfloat16. Reading photos,
    computing and writing overlap, and memory does not grow with the photos. An array already there is kept if it was
    made from the same photos, weights and settings; an interrupted run goes on after its last whole `chunk` of
    photos. `engine` computes the chunks, by default `compute`, here.
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
        (engine or compute)(model, batches, todo, precision, progress.update)
    write_array(to, (np.load(file) for file in files.values()), batches.samples, made_from)
    shutil.rmtree(parts)
    return open_array(to)


def photos_in(files):
    """Return the number of photos in the chunks of `files`."""
    return sum(stop - start for start, stop in files)


def compute(model, batches, files, precision, report):
    """Compute the chunks of `files`, {(first photo, end): file}; `report` how many photos are done."""
    forward = compiled(in_precision(model, precision), batches.size)
    dtype = "float16" if precision == "bfloat16" else "float32"
    with ThreadPoolExecutor(1) as writer:
        writing = []
        for chunk, images in _read_ahead(batches, files):
            rows = forward(images).astype(dtype)
            _finish(writing)
            writing.append(writer.submit(_write, files[chunk], rows))
            report(len(images))
        _finish(writing)


def _finish(writing):
    """Wait for the chunk that is being written, if any, and raise what went wrong with it."""
    while writing:
        writing.pop().result()


def _read_ahead(batches, chunks):
    """Yield (chunk, images) chunk by chunk, the next one being read while the last is worked on."""
    with ThreadPoolExecutor(1) as reader:
        waiting = None
        for chunk in [*chunks, None]:
            ready = waiting
            waiting = chunk and (chunk, reader.submit(batches.images, *chunk))
            if ready:
                yield ready[0], ready[1].result()


def compiled(model, size):
    """Return a function from any number of images to the model's float32 output, compiled for one batch size."""
    signature = tf.TensorSpec((FORWARD, *size, 3), tf.uint8)

    @tf.function(input_signature=[signature])
    def run(images):
        return tf.cast(model(tf.cast(images, tf.float32), training=False), tf.float32)

    def forward(images):
        missing = -len(images) % FORWARD
        padded = np.concatenate([images, np.zeros((missing, *images.shape[1:]), "uint8")])
        outputs = [run(padded[i : i + FORWARD]).numpy() for i in range(0, len(padded), FORWARD)]
        return np.concatenate(outputs)[: len(images)]

    return forward


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
    parts.mkdir(parents=True)
    note.write_text(json.dumps(made_from))


def _write(file, rows):
    part = file.with_suffix(".part")
    with part.open("wb") as stream:
        np.save(stream, rows)
    part.replace(file)
