"""Figures of photos."""

import numpy as np

from workbook.plots.figures import BLUE, axes_grid, readable


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
    figure, axes = axes_grid(rows, columns, width=size * columns, height=(size + 0.35) * rows)
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
    figure, axes = axes_grid(2, len(images), width=2.9 * len(images), height=4.6)
    for image, row, (above, below) in zip(images, probabilities, axes.T, strict=True):
        above.imshow(np.clip(image, 0, 255).astype("uint8"))
        above.axis("off")
        best = np.argsort(row)[::-1][:count]
        below.barh(range(len(best)), row[best], color=BLUE, tick_label=[readable(class_names[i]) for i in best])
        below.invert_yaxis()
        below.set(xlim=(0, 1), xlabel="probability")
    return figure
