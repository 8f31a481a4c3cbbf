"""Train for 8 epochs of 2 steps, resumably in FOLDER, and print each epoch that begins: train_resumably.py FOLDER."""

import sys
import time

import keras
import numpy as np

from workbook.networks.resuming import resumable


class Slow(keras.callbacks.Callback):
    """Print the epoch and the optimizer's step, and wait so that the program can be killed there."""

    def on_epoch_begin(self, epoch, logs=None):
        print("epoch", epoch, int(self.model.optimizer.iterations), flush=True)
        time.sleep(0.1)


keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
x = np.random.default_rng(0).normal(size=(64, 4))
model.fit(x, x.sum(axis=1), epochs=8, verbose=0, callbacks=[resumable(sys.argv[1]), Slow()])
print("finished", int(model.optimizer.iterations), flush=True)
