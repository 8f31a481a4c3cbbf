"""Figures of how training went and what it led to."""

from itertools import cycle

import numpy as np

from workbook.plots.figures import BLUE, GREY, ORANGE, STYLES, axes_grid, readable


def plot_history(history):
    """Return a figure of loss and accuracy over the epochs, in training and validation."""
    names = [name for name in history.history if not name.startswith("val_")]
    figure, axes = axes_grid(1, len(names), width=4.4 * len(names), height=3.2)
    epochs = np.arange(len(history.epoch)) + 1
    for axis, name in zip(axes.flat, names, strict=True):
        axis.plot(epochs, history.history[name], color=BLUE, marker="o", label="training")
        if f"val_{name}" in history.history:
            axis.plot(epochs, history.history[f"val_{name}"], color=ORANGE, marker="s", ls="--", label="validation")
        axis.set(xlabel="epoch", ylabel=name, xticks=epochs[:: max(1, len(epochs) // 8)])
        axis.legend()
        axis.grid(alpha=0.3)
    return figure


def plot_confusion_matrix(matrix, class_names, normalize=False):
    """Return a figure of a confusion matrix, true classes down and predicted ones across.

    `matrix` is scikit-learn's, counts (classes, classes); `normalize` shows each row's shares instead. A class
    without examples has a row of zeros. Beyond 20 classes only the colours are shown.
    """
    matrix = np.asarray(matrix)
    if matrix.shape != (len(class_names), len(class_names)):
        raise ValueError(
            f"The matrix is {matrix.shape}, for {len(class_names)} classes: give one row and column a class."
        )
    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    shown = shares if normalize else matrix
    side = max(3.2, min(0.55 * len(class_names), 11))
    figure, axes = axes_grid(1, 1, width=side + 0.6, height=side)
    axis, names = axes[0, 0], [readable(name) for name in class_names]
    axis.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    many = len(names) > 20
    for (row, column), value in np.ndenumerate(shown[:0] if many else shown):
        ink = "white" if shares[row, column] > 0.5 else "black"
        axis.text(column, row, f"{value:.2f}" if normalize else f"{value}", ha="center", va="center", color=ink)
    step = -(-len(names) // 50)  # no more names than there is room for
    ticks = range(0, len(names), step)
    axis.set(xticks=ticks, yticks=ticks, yticklabels=names[::step], xlabel="predicted", ylabel="true")
    turned = {"rotation": 90 if many else 45, "rotation_mode": "anchor", "ha": "right", "va": "center"}
    axis.set_xticklabels(names[::step], **turned if max(map(len, names)) * len(names) > 32 else {})
    return figure


def plot_reliability(answers, classes, bins=5):
    """Return a reliability diagram: how often the best class was right, over how probable it was said to be.

    `answers` is {network: probabilities (n, classes)}, `classes` (n,) holds the true ones. Each point stands for as
    many examples as the next, but that ties stay together; on the diagonal, confidence is deserved (Guo et al., 2017).
    """
    figure, axes = axes_grid(1, 1, width=5.2, height=3.8)
    axis, lowest = axes[0, 0], 1 / next(iter(answers.values())).shape[1]
    axis.plot([lowest, 1], [lowest, 1], color=GREY, ls="--", label="deserved")
    for (name, probabilities), (colour, marker, _) in zip(answers.items(), cycle(STYLES), strict=False):
        confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == classes
        edges = np.quantile(confidence, np.arange(1, bins) / bins)
        part = np.searchsorted(edges, confidence, side="right")  # scikit-learn's side would join the sure to the rest
        points = [(confidence[part == i].mean(), right[part == i].mean()) for i in np.unique(part)]
        axis.plot(*np.transpose(points), color=colour, marker=marker, label=name)
    axis.set(xlabel="confidence", ylabel="share that is right")
    axis.legend()
    return figure
