"""Measure the workbook against what one would pick instead, side by side in one run, and print ratios.

    python -m tools.bench [--photos 128] [--data FOLDER] [PART ...]
    parts: features decoding arrays memory imports lessons

A ratio above 1 says by how many times ours is faster (or smaller). Alternatives that are not installed are left out:
`pip install torch openvino blosc2 zarr` brings them in. Nothing is downloaded: networks have random weights.
"""

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from PIL import Image

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample" / "dogscats" / "train"
REPEATS = 3


def seconds(function):
    """Return the shortest time `function` takes, in seconds, after one call that does not count."""
    function()
    return min(once(function) for _ in range(REPEATS))


def once(function):
    """Return the time `function` takes, in seconds."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def row(what, ours, other, unit):
    """Print a line of the table: two rates, and how many times the other's rate ours is."""
    print(f"| {what} | {ours:,.1f} | {other:,.1f} | {unit} | {ours / other:.2f} |", flush=True)


def installed(package):
    """Return whether `package` can be imported."""
    return importlib.util.find_spec(package) is not None


def photos(folder, count, side):
    """Write `count` JPEGs, `side` pixels wide, with some grain; return their folder."""
    (folder / "class").mkdir(parents=True)
    drawn = sorted(SAMPLE.rglob("*.jpg"))
    for i in range(count):
        image = Image.open(drawn[i % len(drawn)]).resize((side, side * 3 // 4), Image.Resampling.BICUBIC)
        grain = np.random.default_rng(i).normal(0, 4, (image.height, image.width, 1))
        pixels = np.clip(np.asarray(image) + grain, 0, 255).astype("uint8")
        Image.fromarray(pixels).save(folder / "class" / f"{i:05}.jpg", quality=90)
    return folder


RECIPE = """
import sys, time
from pathlib import Path
import keras, numpy as np
network = keras.applications.VGG16(weights=None, include_top=False, input_shape=(224, 224, 3))
start = time.perf_counter()
paths = sorted(Path(sys.argv[1]).rglob("*.jpg"))
loaded = [keras.utils.img_to_array(keras.utils.load_img(path, target_size=(224, 224))) for path in paths]
images = keras.applications.vgg16.preprocess_input(np.stack(loaded))
np.save(sys.argv[2], network.predict(images, batch_size=32, verbose=0))
print(time.perf_counter() - start)
"""
OURS = """
import sys, time
from vgg16 import Vgg16
vgg = Vgg16(weights=None, include_top=False)
start = time.perf_counter()
vgg.features(sys.argv[1], to=sys.argv[2], precision=sys.argv[3])
print(time.perf_counter() - start)
"""


def bench_features(scratch, count, data=None):
    """Photos to `block5_pool`, from files to disk, full width; `data` holds photos of one's own, for drawn ones.

    Each way runs in a process of its own: what `predict` leaves behind slows down what comes after it.
    """
    import tensorflow as tf

    from vgg16 import Vgg16
    from workbook.folders.samples import make_sample
    from workbook.networks.layer_table import layer_table, table_total

    folder = make_sample(data, scratch / "features", count).path if data else photos(scratch / "features", count, 500)
    base = count / printed(RECIPE, folder, scratch / "recipe.npy")
    rates = {way: count / printed(OURS, folder, scratch / way, way) for way in ("float32", "bfloat16")}
    for precision, rate in rates.items():
        row(f"features, {precision}, against `predict` and `load_img`", rate, base, "photos/s")
    vgg = Vgg16(weights=None, include_top=False)
    batch = vgg.get_data(folder)[:32]
    matrix = tf.random.normal((4096, 4096))
    for precision in rates:
        typed = tf.cast(matrix, precision)
        multiply = tf.function(lambda typed=typed: tf.matmul(typed, typed))
        peak = 4096**3 / seconds(multiply) / table_total(layer_table(vgg.model)).multiply_adds
        row(
            f"of which forward, {precision}, against matrix products",
            forward_rate(vgg, batch, precision),
            peak,
            "photos/s",
        )
    for package, rate in (("torch", torch_rate), ("openvino", openvino_rate)):
        if installed(package):
            what = f"of which forward, bfloat16, against {package}"
            row(what, forward_rate(vgg, batch, "bfloat16"), rate(), "photos/s")


def forward_rate(vgg, batch, precision):
    """Return the photos a second of the forward pass alone."""
    from workbook.features.extraction import compiled
    from workbook.networks.precision import in_precision

    forward = compiled(in_precision(vgg.model, precision), vgg.size)
    return len(batch) / seconds(lambda: forward(batch))


TIMED = """
import time
times = []
for _ in range(4):
    start = time.perf_counter()
    forward(images)
    times.append(time.perf_counter() - start)
print(32 / min(times[1:]))
"""  # the end of a program that has made `forward` and 32 `images`


def torch_rate():
    """Return the photos a second of VGG16's convolutions in PyTorch, bfloat16, in a process of its own."""
    program = """
import torch
from torch import nn
steps, channels = [], 3
for count, width in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)):
    for _ in range(count):
        steps += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU(True)]
        channels = width
    steps.append(nn.MaxPool2d(2))
model = nn.Sequential(*steps).eval().to(memory_format=torch.channels_last, dtype=torch.bfloat16)
images = torch.randn(32, 3, 224, 224, dtype=torch.bfloat16).to(memory_format=torch.channels_last)
forward = torch.inference_mode()(model)
"""
    return printed(program + TIMED)


def openvino_rate():
    """Return the photos a second of VGG16's convolutions in OpenVINO, bfloat16, in a process of its own."""
    program = """
import tempfile
import keras, numpy as np, openvino
with tempfile.TemporaryDirectory() as folder:
    keras.applications.VGG16(weights=None, include_top=False, input_shape=(224, 224, 3)).export(folder, verbose=False)
    model = openvino.convert_model(folder, input=[32, 224, 224, 3])
    forward = openvino.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "bf16"})
images = np.random.default_rng(0).normal(size=(32, 224, 224, 3)).astype("float32")
"""
    return printed(program + TIMED)


def printed(program, *arguments):
    """Return the number that a Python program prints last."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1])


def bench_decoding(scratch, count):
    """JPEGs to uint8 arrays of 224 by 224 pixels."""
    import keras

    from workbook.photos.batches import Batches

    for side, number in ((500, 4 * count), (4000, max(8, count // 16))):
        folder = photos(scratch / f"decoding{side}", number, side)
        paths = sorted(folder.rglob("*.jpg"))
        ours = number / seconds(Batches(folder).images)
        loop = number / seconds(
            lambda p=paths: [np.asarray(keras.utils.load_img(q, target_size=(224, 224))) for q in p]
        )
        row(f"decoding, {side} pixels, against a `load_img` loop", ours, loop, "photos/s")
        stock = keras.utils.image_dataset_from_directory(folder, image_size=(224, 224), shuffle=False, verbose=0)
        row("... against `image_dataset_from_directory`", ours, number / seconds(lambda d=stock: list(d)), "photos/s")


def bench_arrays(scratch, count, data=None):
    """Feature maps to disk and back, whole and in shuffled batches; megabytes of float16 a second, then size."""
    import h5py

    from vgg16 import Vgg16
    from workbook.features.arrays import ArrayBatches, open_array, save_array
    from workbook.folders.samples import make_sample

    vgg = Vgg16(weights="sample", include_top=False)
    folder = make_sample(data, scratch / "arrays", count).path if data else SAMPLE
    maps = vgg.model.predict(vgg.get_data(folder), verbose=0).astype("float16")
    maps = np.tile(maps, (-(-4096 // len(maps)), 1, 1, 1))
    megabytes, chunks = maps.nbytes / 1e6, (64, *maps.shape[1:])  # whole maps, as our chunks hold
    npy, hdf5, b2nd, grid = (scratch / name for name in ("maps.npy", "maps.h5", "maps.b2nd", "maps.zarr"))

    def save_hdf5():
        with h5py.File(hdf5, "w") as file:
            file.create_dataset("maps", data=maps, chunks=chunks, compression="gzip", shuffle=True)

    def rates(save, opened, path):
        def stream():
            batches = ArrayBatches(opened(), np.zeros((len(maps), 1)), shuffle=True)
            for number in range(len(batches)):
                batches[number]

        times = seconds(save), seconds(lambda: np.array(opened()[:])), seconds(stream)
        return [*(megabytes / time for time in times), megabytes / disk_use(path)]

    ways = {
        "np.save": (lambda: np.save(npy, maps), lambda: np.load(npy, mmap_mode="r"), npy),
        "h5py, gzip": (save_hdf5, lambda: h5py.File(hdf5)["maps"], hdf5),
    }
    if installed("blosc2"):
        import blosc2

        as_b2nd = {"urlpath": str(b2nd), "mode": "w", "chunks": chunks}
        ways["blosc2"] = (lambda: blosc2.asarray(maps, **as_b2nd), lambda: blosc2.open(str(b2nd)), b2nd)
    if installed("zarr"):
        import zarr

        as_grid = {"data": maps, "chunks": chunks, "overwrite": True}
        ways["zarr"] = (lambda: zarr.create_array(grid, **as_grid), lambda: zarr.open_array(grid), grid)
    ours = rates(lambda: save_array(scratch / "maps", maps), lambda: open_array(scratch / "maps"), scratch / "maps")
    for name, way in ways.items():
        units = {"saved": "MB/s", "loaded": "MB/s", "streamed": "MB/s", "compressed": "times smaller"}
        for (what, unit), mine, other in zip(units.items(), ours, rates(*way), strict=True):
            row(f"feature maps {what}, against {name}", mine, other, unit)


def disk_use(path):
    """Return the megabytes that a file or folder takes."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def bench_memory(scratch, count):
    """Peak memory of computing features, of N and of 8N photos; on Linux, which alone tells it of one process."""
    if not Path("/proc/self/status").exists():
        return
    program = """
import sys
from vgg16 import MINIATURE, Vgg16
Vgg16(weights=None, widths=MINIATURE, include_top=False).features(sys.argv[1], to=sys.argv[2], precision="float32")
status = dict(line.split(":") for line in open("/proc/self/status"))
print(int(status["VmHWM"].split()[0]) / 1024)
"""
    count = max(count, 512)
    peaks = []
    for number in (count, 8 * count):
        folder = photos(scratch / f"memory{number}", number, 300)
        peaks.append(printed(program, folder, scratch / f"out{number}"))
    row(f"peak memory, {count} against {8 * count} photos", *peaks, "MiB")


def bench_imports(scratch, count):
    """The time `import utils` takes on top of `import keras`."""
    program = "import time, keras; t = time.perf_counter(); import utils; print(time.perf_counter() - t)"
    print(f"| `import utils` after `import keras` | {printed(program):.2f} | | s | |")


def bench_lessons(scratch, count):
    """The run time of each lesson."""
    for lesson in sorted((ROOT / "notebooks").glob("*.ipynb")):
        command = [sys.executable, "-m", "papermill", "--no-progress-bar", "--cwd", str(lesson.parent), str(lesson)]
        start = time.perf_counter()
        subprocess.run([*command, str(scratch / lesson.name)], capture_output=True, check=True)
        print(f"| lesson {lesson.stem} | {time.perf_counter() - start:.0f} | | s | |", flush=True)


PARTS = {name.removeprefix("bench_"): part for name, part in globals().items() if name.startswith("bench_")}


def main():
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[*PARTS, []], help="what to measure (default: all)")
    parser.add_argument("--photos", type=int, default=128, help="photos to compute features of (default: 128)")
    parser.add_argument("--data", type=Path, help="photos of your own for features and arrays, one folder a class")
    args = parser.parse_args()
    print("| what | ours | other | unit | ratio |\n|---|---|---|---|---|", flush=True)
    for name in args.parts or PARTS:
        with tempfile.TemporaryDirectory() as scratch:
            own = {"data": args.data} if name in ("features", "arrays") else {}
            PARTS[name](Path(scratch), args.photos, **own)


if __name__ == "__main__":
    main()
