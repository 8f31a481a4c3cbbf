"""Every figure a lesson draws. Functions return the figure; `show` displays it with its text alternative."""

import io

import numpy as np
from IPython.display import Image, display
from matplotlib.figure import Figure

BLUE, ORANGE, GREY = "#2f6db3", "#e07b1a", "#8a8a8a"
DPI = 72


def show(figure, alt):
    """Display `figure` in the notebook, with `alt` as its text for readers who cannot see it."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI)
    display(Image(data=buffer.getvalue(), alt=alt), metadata={"image/png": {"alt": alt}})


def plots(images, titles=None, rows=1, size=2.2):
    """Return a figure of `images`, RGB 0..255 (n, height, width, 3), in `rows` rows, each under its title.

    `size` is an image's side in inches. Raises ValueError where titles and images differ in number.
    """
    if len(images) == 0:
        raise ValueError("There are no images to plot: give at least one.")
    titles = [""] * len(images) if titles is None else list(titles)
    if len(titles) != len(images):
        raise ValueError(f"{len(titles)} titles for {len(images)} images: give one for each.")
    columns = -(-len(images) // rows)
    figure, axes = _figure(rows, columns, width=size * columns, height=(size + 0.35) * rows)
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, title in zip(axes.flat[: len(images)], images, titles, strict=True):
        axis.imshow(np.clip(image, 0, 255).astype("uint8"))
        axis.set_title(title, fontsize=10)
    return figure


def plot_top(images, probabilities, class_names, count=5):
    """Return a figure with each of `images` over bars of its `count` most probable classes.

    `probabilities` is (n, classes), beside `images` (n, height, width, 3).
    """
    if len(images) != len(probabilities):
        raise ValueError(f"{len(probabilities)} rows of probabilities for {len(images)} images: give one for each.")
    figure, axes = _figure(2, len(images), width=2.9 * len(images), height=4.6)
    for image, row, (above, below) in zip(images, probabilities, axes.T, strict=True):
        above.imshow(np.clip(image, 0, 255).astype("uint8"))
        above.axis("off")
        best = np.argsort(row)[::-1][:count]
        below.barh([readable(class_names[i]) for i in best], row[best], color=BLUE)
        below.invert_yaxis()
        below.set(xlim=(0, 1), xlabel="probability")
    return figure


def plot_history(history):
    """Return a figure of loss and accuracy over the epochs, in training and validation."""
    names = [name for name in history.history if not name.startswith("val_")]
    figure, axes = _figure(1, len(names), width=4.4 * len(names), height=3.2)
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
    without examples has a row of zeros.
    """
    matrix = np.asarray(matrix)
    if matrix.shape != (len(class_names), len(class_names)):
        raise ValueError(
            f"The matrix is {matrix.shape}, for {len(class_names)} classes: give one row and column a class."
        )
    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    shown = shares if normalize else matrix
    side = max(3.2, 0.55 * len(class_names))
    figure, axes = _figure(1, 1, width=side + 0.6, height=side)
    axis, names = axes[0, 0], [readable(name) for name in class_names]
    axis.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), value in np.ndenumerate(shown):
        ink = "white" if shares[row, column] > 0.5 else "black"
        axis.text(column, row, f"{value:.2f}" if normalize else f"{value}", ha="center", va="center", color=ink)
    ticks = np.arange(len(names))
    axis.set(xticks=ticks, yticks=ticks, yticklabels=names, xlabel="predicted", ylabel="true")
    axis.set_xticklabels(names, rotation=45 if len(names) > 4 else 0)
    return figure


def readable(name):
    """Return a class name as a person writes it: `Egyptian_cat` becomes "Egyptian cat"."""
    return name.replace("_", " ")


def _figure(rows, columns, width, height):
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False)
