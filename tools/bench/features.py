"""Photos to `block5_pool`, from files to disk, with VGG16 at full width; and the forward pass alone."""

import tensorflow as tf

from tools.bench.photos import make_photos, some_of
from tools.bench.timing import installed, printed, row, seconds
from vgg16 import Vgg16
from workbook.features.compute import compiled
from workbook.networks.layer_table import layer_table, table_total
from workbook.networks.precision import has_bfloat16, in_precision

SIDE = 4096  # of the matrices whose product shows how fast the machine can be


def measure(scratch, count, data=None):
    """Print the rows; `data` is a folder of photos to use instead of drawn ones."""
    precisions = ("float32", "bfloat16") if has_bfloat16() else ("float32",)
    folder = some_of(data, scratch / "photos", count) if data else make_photos(scratch / "photos", count, 500)
    measure_whole(folder, count, scratch, precisions)
    measure_forward(folder, precisions)
    if "bfloat16" not in precisions:
        print("(This machine has no fast bfloat16: the rows for it are left out.)", flush=True)


def measure_whole(folder, count, scratch, precisions):
    """Compare photos per second with Keras' usual recipe.

    Each way runs in a separate process, because what `predict` leaves in memory slows down what comes after it.
    """
    recipe = count / printed("recipe", folder, scratch / "recipe.npy")
    for precision in precisions:
        ours = count / printed("ours", folder, scratch / precision, precision)
        row(f"features, {precision}, against `predict` and `load_img`", ours, recipe, "photos/s")


def measure_forward(folder, precisions):
    """Compare the forward pass with matrix products of as many multiplications, and with other libraries."""
    vgg = Vgg16(weights=None, include_top=False)
    batch = vgg.get_data(folder)[:32]
    work = table_total(layer_table(vgg.model)).multiply_adds
    rates = {precision: forward_rate(vgg, batch, precision) for precision in precisions}
    for precision, rate in rates.items():
        best = products_per_second(precision) * SIDE**3 / work
        row(f"of which forward, {precision}, against matrix products", rate, best, "photos/s")
    for package in ("torch", "openvino"):
        if installed(package) and "bfloat16" in rates:
            other = printed(f"{package}_forward")
            row(f"of which forward, bfloat16, against {package}", rates["bfloat16"], other, "photos/s")


def forward_rate(vgg, batch, precision):
    """Return how many photos per second the forward pass alone takes."""
    forward = compiled(in_precision(vgg.model, precision), vgg.size)
    return len(batch) / seconds(lambda: forward(batch))


def products_per_second(precision):
    """Return how many products of two square matrices the machine computes per second."""
    matrix = tf.cast(tf.random.normal((SIDE, SIDE)), precision)
    multiply = tf.function(lambda: tf.matmul(matrix, matrix))
    return 1 / seconds(multiply)
