import os
import runpy
import signal
import subprocess
import sys
import time

import keras
import numpy as np
import pytest

from locations import ROOT, SAMPLE
from workbook.features import compute, extraction
from workbook.features.extraction import extract
from workbook.photos.batches import Batches

PROGRAM = ROOT / "tests" / "programs" / "extract_slowly.py"
needs_kill = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")


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
    stored = extract(small, batches, tmp_path / "f", chunk=10)
    expected = small.predict(batches.images(), verbose=0)
    np.testing.assert_allclose(stored[:], expected, rtol=1e-5, atol=1e-4)
    assert stored.dtype == "float32"
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


def test_what_is_there_is_kept_until_an_input_changes(small, batches, tmp_path, monkeypatch):
    extract(small, batches, tmp_path / "f")
    calls = []
    real = compute.compiled
    monkeypatch.setattr(compute, "compiled", lambda *args: calls.append(args) or real(*args))
    extract(small, batches, tmp_path / "f")
    assert calls == []
    small.get_layer("conv").bias.assign_add(np.ones(4))
    changed = extract(small, batches, tmp_path / "f")
    assert len(calls) == 1
    np.testing.assert_allclose(changed[:], small.predict(batches.images(), verbose=0), rtol=1e-5, atol=1e-4)


def test_an_interrupted_run_goes_on_and_ends_the_same(small, batches, tmp_path, monkeypatch):
    whole = extract(small, batches, tmp_path / "whole", chunk=10)[:]
    read = []
    real = Batches.images

    def stumbling(self, start=0, stop=None):
        read.append(start)
        if len(read) == 4:
            raise KeyboardInterrupt
        return real(self, start, stop)

    monkeypatch.setattr(Batches, "images", stumbling)
    with pytest.raises(KeyboardInterrupt):
        extract(small, batches, tmp_path / "f", chunk=10)
    assert not (tmp_path / "f").exists()
    again = extract(small, batches, tmp_path / "f", chunk=10)
    np.testing.assert_array_equal(again[:], whole)
    assert read.count(0) == 1


def test_chunks_of_another_length_are_not_mixed_in(small, batches, tmp_path, monkeypatch):
    whole = extract(small, batches, tmp_path / "whole")[:]

    def full(*args):
        raise OSError("No space left on device")

    monkeypatch.setattr(extraction, "write_array", full)
    with pytest.raises(OSError, match="No space"):
        extract(small, batches, tmp_path / "f", chunk=10)
    monkeypatch.undo()
    again = extract(small, batches, tmp_path / "f", chunk=4)
    np.testing.assert_allclose(again[:], whole, rtol=1e-5, atol=1e-4)


def test_bfloat16_is_close_and_stored_small(small, batches, tmp_path):
    stored = extract(small, batches, tmp_path / "f", precision="bfloat16")
    exact = small.predict(batches.images(), verbose=0)
    assert stored.dtype == "float16"
    assert np.abs(stored[:] - exact).mean() < 0.01 * np.abs(exact).mean()
    assert np.abs(stored[:] - exact).max() > 0


def start(to):
    """Start the slow program in another process; it has stored its first chunk when the first line can be read."""
    command = [sys.executable, PROGRAM, SAMPLE / "valid", to, "0.1"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def finish(to, monkeypatch):
    """Run the same program in this process to its end, without waiting."""
    monkeypatch.setattr(sys, "argv", ["", str(SAMPLE / "valid"), str(to), "0"])
    runpy.run_path(str(PROGRAM))


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """Return the target of a run that was killed at a random moment, and the first line that the run printed."""
    to = tmp_path_factory.mktemp("killed") / "f"
    with start(to) as process:
        line = process.stdout.readline()
        time.sleep(np.random.default_rng().uniform(0, 1.3))
        process.kill()
    assert process.returncode == -signal.SIGKILL
    return to, line


@needs_kill
def test_a_run_killed_at_a_random_moment_ends_with_the_same_bytes(killed, tmp_path, monkeypatch):
    to, _ = killed
    assert not to.exists()
    finish(to, monkeypatch)
    finish(tmp_path / "whole", monkeypatch)
    files = [path.relative_to(tmp_path / "whole") for path in (tmp_path / "whole").rglob("*") if path.is_file()]
    assert len(files) > 3
    for file in files:
        assert (to / file).read_bytes() == (tmp_path / "whole" / file).read_bytes()
    assert [path.name for path in to.parent.iterdir()] == ["f"]


@needs_kill
def test_ray_is_loaded_only_for_a_cluster(killed):
    _, line = killed
    assert line == "loaded:\n"
