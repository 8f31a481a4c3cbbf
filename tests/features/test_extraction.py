import signal
import subprocess
import sys

import keras
import numpy as np
import pytest

from locations import SAMPLE
from workbook.features import compute, extraction
from workbook.features.extraction import extract
from workbook.networks.precision import choose_precision, has_bfloat16, in_precision
from workbook.photos.batches import Batches


@pytest.fixture
def small():
    """Return a small network for photos of 16 by 16 pixels."""
    keras.utils.set_random_seed(0)
    inputs = keras.Input((16, 16, 3))
    x = keras.layers.Conv2D(4, 3, activation="relu", name="conv")(inputs)
    return keras.Model(inputs, keras.layers.Flatten(name="flat")(x))


@pytest.fixture
def batches():
    return Batches(SAMPLE / "valid", size=(16, 16))


def test_float32_rows_equal_predict_in_the_order_of_filenames(small, batches, tmp_path):
    stored = extract(small, batches, tmp_path / "f", precision="float32", chunk=10)
    expected = small.predict(batches.images(), verbose=0)
    np.testing.assert_allclose(stored[:], expected, rtol=1e-5, atol=1e-4)
    assert stored.dtype == "float32"
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


def test_what_is_there_is_kept_until_an_input_changes(small, batches, tmp_path, monkeypatch):
    extract(small, batches, tmp_path / "f", precision="float32")
    calls = []
    real = compute.compiled
    monkeypatch.setattr(compute, "compiled", lambda *args: calls.append(args) or real(*args))
    extract(small, batches, tmp_path / "f", precision="float32")
    assert calls == []
    small.get_layer("conv").bias.assign_add(np.ones(4))
    changed = extract(small, batches, tmp_path / "f", precision="float32")
    assert len(calls) == 1
    np.testing.assert_allclose(changed[:], small.predict(batches.images(), verbose=0), rtol=1e-5, atol=1e-4)


def test_an_interrupted_run_goes_on_and_ends_the_same(small, batches, tmp_path, monkeypatch):
    whole = extract(small, batches, tmp_path / "whole", precision="float32", chunk=10)[:]
    read = []
    real = Batches.images

    def stumbling(self, start=0, stop=None):
        read.append(start)
        if len(read) == 4:
            raise KeyboardInterrupt
        return real(self, start, stop)

    monkeypatch.setattr(Batches, "images", stumbling)
    with pytest.raises(KeyboardInterrupt):
        extract(small, batches, tmp_path / "f", precision="float32", chunk=10)
    assert not (tmp_path / "f").exists()
    again = extract(small, batches, tmp_path / "f", precision="float32", chunk=10)
    np.testing.assert_array_equal(again[:], whole)
    assert read.count(0) == 1


def test_chunks_of_another_length_are_not_mixed_in(small, batches, tmp_path, monkeypatch):
    whole = extract(small, batches, tmp_path / "whole", precision="float32")[:]

    def full(*args):
        raise OSError("No space left on device")

    monkeypatch.setattr(extraction, "write_array", full)
    with pytest.raises(OSError, match="No space"):
        extract(small, batches, tmp_path / "f", precision="float32", chunk=10)
    monkeypatch.undo()
    again = extract(small, batches, tmp_path / "f", precision="float32", chunk=4)
    np.testing.assert_allclose(again[:], whole, rtol=1e-5, atol=1e-4)


def test_bfloat16_is_close_and_stored_small(small, batches, tmp_path):
    stored = extract(small, batches, tmp_path / "f", precision="bfloat16")
    exact = small.predict(batches.images(), verbose=0)
    assert stored.dtype == "float16"
    assert np.abs(stored[:] - exact).mean() < 0.01 * np.abs(exact).mean()
    assert np.abs(stored[:] - exact).max() > 0


def test_precision_is_chosen_by_name(small):
    assert choose_precision("auto") == ("bfloat16" if has_bfloat16() else "float32")
    assert in_precision(small, "float32") is small
    assert in_precision(small, "bfloat16").get_layer("conv").compute_dtype == "bfloat16"
    with pytest.raises(ValueError, match="precision='half' is not known"):
        choose_precision("half")


SLOW_RUN = """
import sys, time
import keras
from vgg16 import MINIATURE, Vgg16

from workbook.features import compute

write = compute._write
compute._write = lambda *args: (write(*args), time.sleep(0.1))
keras.utils.set_random_seed(0)
vgg = Vgg16(weights=None, widths=MINIATURE, include_top=False, size=(64, 64))
print("ready", flush=True)
vgg.features(sys.argv[1], to=sys.argv[2], precision="float32", chunk=4)
"""


def run(to, kill_after=None):
    """Extract in a process of its own, which is killed `kill_after` seconds into the extraction."""
    command = [sys.executable, "-c", SLOW_RUN, str(SAMPLE / "valid"), str(to)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.readline()
    try:
        process.wait(kill_after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return process.returncode


def test_a_run_killed_at_a_random_moment_ends_with_the_same_bytes(tmp_path):
    assert run(tmp_path / "whole") == 0
    rng = np.random.default_rng()
    assert run(tmp_path / "f", kill_after=rng.uniform(0.2, 1.5)) == -signal.SIGKILL
    assert run(tmp_path / "f") == 0
    files = [path.relative_to(tmp_path / "whole") for path in (tmp_path / "whole").rglob("*") if path.is_file()]
    assert len(files) > 3
    for file in files:
        assert (tmp_path / "f" / file).read_bytes() == (tmp_path / "whole" / file).read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f", "whole"]
