"""Long training that can be stopped at any moment."""

import keras


def resumable(folder, every="epoch"):
    """Return a callback for `fit` that keeps the state of training in `folder`, and goes on from there when run again.

    `every` is "epoch", or a number of batches. Whatever stops the program, even `kill -9`, costs at most that much.
    Two states are kept, so that one is whole if the other was being written; both go when training is finished.
    """
    return keras.callbacks.BackupAndRestore(folder, save_freq=every, double_checkpoint=True)
