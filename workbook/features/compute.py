"""Features computed in this process, which reads, computes and writes at the same time with constant memory."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import tensorflow as tf

from workbook.atomic import written
from workbook.networks.precision import in_precision

FORWARD = 32  # photos in one forward pass


def photos_in(files):
    """Return the number of photos in the chunks of `files`, whose keys are (first photo, end)."""
    return sum(stop - start for start, stop in files)


def compute(model, batches, files, precision, progress):
    """Compute the chunks of `files`, {(first photo, end): file}; call `progress` with each chunk's number of photos."""
    forward = compiled(in_precision(model, precision), batches.size)
    dtype = "float16" if precision == "bfloat16" else "float32"
    with ThreadPoolExecutor(1) as writer:
        writing = []
        for chunk, images in _read_ahead(batches, files):
            rows = forward(images).astype(dtype)  # (chunk, height, width, channels) where the model ends in maps
            _finish(writing)
            writing.append(writer.submit(_write, files[chunk], rows))
            progress(len(images))
        _finish(writing)


def _finish(writing):
    """Wait for the chunk that is being written, if any, and raise its error, if any."""
    while writing:
        writing.pop().result()


def _read_ahead(batches, chunks):
    """Yield (chunk, images) for each chunk; the next chunk is read while the caller works on this one."""
    with ThreadPoolExecutor(1) as reader:
        waiting = None
        for chunk in [*chunks, None]:
            ready = waiting
            waiting = chunk and (chunk, reader.submit(batches.images, *chunk))
            if ready:
                yield ready[0], ready[1].result()


def compiled(model, size):
    """Return a function from any number of images to the model's float32 output; it is compiled for one batch size."""
    signature = tf.TensorSpec((FORWARD, *size, 3), tf.uint8)

    @tf.function(input_signature=[signature])
    def run(images):
        return tf.cast(model(tf.cast(images, tf.float32), training=False), tf.float32)

    def forward(images):
        missing = -len(images) % FORWARD
        padded = np.concatenate([images, np.zeros((missing, *images.shape[1:]), "uint8")])  # (k * FORWARD, h, w, 3)
        outputs = [run(padded[i : i + FORWARD]).numpy() for i in range(0, len(padded), FORWARD)]
        return np.concatenate(outputs)[: len(images)]

    return forward


def _write(file, rows):
    with written(file) as part:
        np.save(part, rows)
