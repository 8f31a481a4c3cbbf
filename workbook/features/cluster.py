"""Features computed on many machines, with Ray (`pip install .[ray]`).

Each machine needs the workbook, and must find the photos and the target folder under the same paths. A task computes
a shard of the photos and writes its chunks itself. If a machine fails, Ray gives its unfinished tasks to another.
"""

import keras

from workbook.features.compute import compute, photos_in
from workbook.photos.batches import Batches

SHARD = 8  # chunks per task


def compute_on_ray(address, model, batches, files, precision, progress):
    """Compute like `compute`, on the Ray cluster at `address`; "local" starts one on this machine."""
    try:
        import ray
    except ImportError:
        raise ImportError("Ray is not installed: run `pip install 'vgg-workbook[ray]'` on every machine.") from None

    if not ray.is_initialized():
        ray.init(address=None if address == "local" else address, log_to_driver=False)
    task = ray.remote(max_retries=-1)(_compute_shard)
    config, weights = ray.put(model.get_config()), ray.put(model.get_weights())
    classes = {type(layer) for layer in model.layers}
    options = {"size": batches.size, "resize": batches.resize}
    waiting = {}
    chunks = list(files)
    for i in range(0, len(chunks), SHARD):
        shard = {chunk: files[chunk] for chunk in chunks[i : i + SHARD]}
        reference = task.remote(classes, config, weights, batches.path.resolve(), options, shard, precision)
        waiting[reference] = photos_in(shard)
    while waiting:
        (ready, *_), _ = ray.wait(list(waiting))
        ray.get(ready)  # raises what the task raised
        progress(waiting.pop(ready))


def _compute_shard(classes, config, weights, folder, options, files, precision):
    """Compute the missing chunks of a shard on one machine.

    Ray imports the modules that define `classes`, the layers' types, so that Keras knows these layers here too.
    """
    model = keras.Model.from_config(config)
    model.set_weights(weights)
    missing = {chunk: file for chunk, file in files.items() if not file.exists()}
    compute(model, Batches(folder, **options), missing, precision, progress=lambda photos: None)
