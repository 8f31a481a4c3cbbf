"""Steps of a training: taken by a rule, at rates that are tried one after the other, and scheduled."""

import keras
import numpy as np

SMOOTH = 11  # losses in a running mean


def try_rates(model, rates, pictures, labels, batch_size):
    """Return the losses (n,) of compiled `model` in a training whose steps have the learning `rates` (n,), smoothed.

    Each loss is measured before the step, on the batch of `pictures` that the step takes. `labels` are one-hot. The
    model changes. Source: Smith (2015). Lesson 09.
    """
    losses = []
    for number, rate in enumerate(rates):
        rows = np.random.default_rng(number).integers(len(pictures), size=batch_size)
        answers = np.asarray(model(pictures[rows], training=False))
        losses.append(-np.log(np.maximum(answers[labels[rows] > 0], np.finfo("float32").tiny)).mean())
        model.optimizer.learning_rate = rate
        model.train_on_batch(pictures[rows], labels[rows])
    padded = np.pad(losses, SMOOTH // 2, mode="edge")
    return np.convolve(padded, np.ones(SMOOTH) / SMOOTH, mode="valid")


def walk(rule, gradient, start, rate, steps):
    """Return all weights (steps + 1, n) on the way that `rule` takes from `start` (n,).

    `gradient(weights)` is (n,). `rule(g, memory, rate)` returns the step for a gradient, and may keep what it likes in
    the dictionary `memory`, which is empty at first. Lesson 09.
    """
    path, memory = [np.array(start, dtype=float)], {}
    for _ in range(steps):
        path.append(path[-1] + rule(gradient(path[-1]), memory, rate))
    return np.array(path)


def best_walk(rule, gradient, loss, start, rates, steps):
    """Return the one of `rates` that leads to the smallest `loss(weights)`, the `walk` with it, and this loss.

    Rates that lead to infinity lose. Lesson 09.
    """
    with np.errstate(all="ignore"):
        paths = [walk(rule, gradient, start, rate, steps) for rate in rates]
        ends = np.nan_to_num([loss(path[-1]) for path in paths], nan=np.inf)
    best = np.argmin(ends)
    return rates[best], paths[best], ends[best]


def warm_cosine(rate, steps):
    """Return Keras' schedule that rises to `rate` in a tenth of the `steps`, then falls along a cosine to 0.

    It starts at a tenth of `rate`. Source: Loshchilov and Hutter (2016). Lesson 09.
    """
    warm = max(1, steps // 10)
    return keras.optimizers.schedules.CosineDecay(
        rate / 10, max(1, steps - warm), warmup_target=rate, warmup_steps=warm
    )
