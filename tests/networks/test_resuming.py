"""Training goes on after a kill."""

import signal
import subprocess
import sys

FIT = """
import sys, time
import keras
import numpy as np
from workbook.networks.resuming import resumable

keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
x = np.random.default_rng(0).normal(size=(64, 4))


class Slow(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        print("epoch", epoch, int(model.optimizer.iterations), flush=True)
        time.sleep(0.1)


history = model.fit(x, x.sum(axis=1), epochs=8, verbose=0, callbacks=[resumable(sys.argv[1]), Slow()])
print("finished", int(model.optimizer.iterations), flush=True)
"""


def fit(folder, kill_at=None):
    """Train in a process of its own, killed when it begins epoch `kill_at`, and return the lines it printed."""
    process = subprocess.Popen(
        [sys.executable, "-c", FIT, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    lines = []
    for line in process.stdout:
        lines.append(line.split())
        if lines[-1][:2] == ["epoch", str(kill_at)]:
            process.kill()
    assert process.wait() == (-signal.SIGKILL if kill_at else 0)
    return lines


def test_a_killed_fit_goes_on_at_the_epoch_it_was_in(tmp_path):
    fit(tmp_path / "state", kill_at=3)
    lines = fit(tmp_path / "state")
    assert lines[0] == ["epoch", "3", "6"]  # two steps an epoch: the optimizer is where it was, too
    assert lines[-1] == ["finished", "16"]
