"""What training tells while it runs: a few lines that say how it goes, and how long an epoch takes."""

import time

import keras
import numpy as np

FIRST = ("loss", "accuracy", "val_loss", "val_accuracy")  # then other metrics


class EpochLines(keras.callbacks.Callback):
    """A callback for `fit` that prints loss and metrics after an epoch, at most `lines` times in all.

    With more epochs it prints the first, the last and some between. Give `fit` also `verbose=0`, which turns off Keras'
    own log. `Vgg16.fit` prints these lines by itself. Lesson 03.
    """

    def __init__(self, lines=5):
        super().__init__()
        self.lines = lines

    def on_epoch_end(self, epoch, logs=None):
        """Print a line if this is one of the epochs to print."""
        epochs = self.params["epochs"]
        if _is_printed(epoch, epochs, self.lines):
            names = [name for name in FIRST if name in logs] + sorted(set(logs) - set(FIRST))
            told = "  ".join(f"{name.replace('val_', 'val ')} {logs[name]:.3f}" for name in names)
            print(f"epoch {epoch + 1:{len(str(epochs))}} of {epochs}  {told}")


class EpochSeconds(keras.callbacks.Callback):
    """A callback for `fit` that keeps the `seconds` of each epoch in a list. Lesson 06."""

    def on_train_begin(self, logs=None):
        """Begin with an empty list."""
        self.seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        """Start the clock."""
        self._begun = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        """Stop the clock."""
        self.seconds.append(time.perf_counter() - self._begun)


def last_epoch(runs, key):
    """Return the mean over `runs`, what `fit` returned each time, of metric `key` after the last epoch.

    The result is [in training, in validation]. Lesson 08.
    """
    return [np.mean([run.history[name][-1] for run in runs]) for name in (key, f"val_{key}")]


def seconds_per_photo(model, rows, labels, batch_size=32):
    """Return how many seconds `fit` takes for each of `rows`, in the quickest of three epochs; `model` is compiled.

    The first epoch also prepares the model. Lesson 08.
    """
    clock = EpochSeconds()
    model.fit(rows, labels, batch_size=batch_size, epochs=3, verbose=0, callbacks=[clock])
    return min(clock.seconds) / len(rows)


def _is_printed(epoch, epochs, lines):
    """Return whether `epoch` (from 0) is one of `lines` epochs spread evenly over `epochs`, the last one included."""
    if epochs <= lines:
        return True
    return epoch == 0 or (epoch + 1) * (lines - 1) // epochs > epoch * (lines - 1) // epochs
