"""Training that can be stopped at any moment and continued later."""

import keras


def resumable(folder, every="epoch"):
    """Return a callback for `fit` that saves the state of training in `folder`, and continues from it the next time.

    `every` is "epoch", or a number of batches: no more than that is lost if the program stops, even by `kill -9`.
    Two states are kept, so that one is complete while the other is written. Both are removed when training ends.
    Lesson 15.
    """
    return keras.callbacks.BackupAndRestore(folder, save_freq=every, double_checkpoint=True)
