"""Figures of convolutions by hand: small arrays, one step of the arithmetic, and how far a unit sees."""

import numpy as np
from matplotlib.patches import Rectangle

from workbook.plots.figures import ORANGE, axes_grid

SMALL = 6  # rows and columns up to which the numbers are written into an array
LARGE = 0.995  # share of the numbers that are told apart; the largest are cut off


def plot_arrays(arrays, rows=1, size=1.7, text="{:g}"):
    """Return a figure of `arrays`, {title: (height, width)}, in `rows` rows, each in grey and scaled separately.

    Middle grey is 0 where there are negative numbers; otherwise black is 0. The numbers of small arrays are written
    into them with the format `text`. In large ones, the largest half per cent looks alike. An array (height, width, 3)
    is shown as RGB 0..255. `size` is the height of a panel in inches. Lesson 04.
    """
    columns = -(-len(arrays) // rows)
    widest = max(np.shape(array)[1] / np.shape(array)[0] for array in arrays.values())
    width = size * columns * max(1, widest)
    figure, axes = axes_grid(rows, columns, width=width, height=(size + 0.35) * rows)
    for axis in axes.flat:
        axis.axis("off")
    for axis, (title, array) in zip(axes.flat, arrays.items(), strict=False):
        _draw(axis, np.asarray(array), text)
        axis.set_title(title, fontsize=9)
    return figure


def plot_arithmetic(picture, kernel, row, column):
    """Return a figure of one step of a correlation: the `picture`, a patch of it, the `kernel`, and their products.

    The patch begins at `row` and `column` and is as large as the kernel. Lesson 04.
    """
    height, width = kernel.shape
    patch = picture[row : row + height, column : column + width]
    total = np.sum(patch * kernel)
    arrays = {"picture": picture, "patch": patch, "x  kernel": kernel, f"=  products, sum {total:g}": patch * kernel}
    figure = plot_arrays(arrays, size=2.1)
    square = Rectangle((column - 0.5, row - 0.5), width, height, fill=False, ec=ORANGE, lw=3)
    figure.axes[0].add_patch(square)
    return figure


def plot_reach(image, strengths, boxes):
    """Return a figure of `image`, RGB 0..255, and of `strengths`, {title: (height, width)}, each with `boxes` around.

    `boxes` are (first, last) rows, the same for the columns. The strengths are drawn by their square roots, so that
    weak ones can be seen too. Lesson 04.
    """
    figure, axes = axes_grid(1, 1 + len(strengths), width=2.9 * (1 + len(strengths)), height=3.1)
    panels = {"photo": image} | {title: np.sqrt(values) for title, values in strengths.items()}
    for axis, (title, values) in zip(axes[0], panels.items(), strict=True):
        axis.imshow(values, cmap="gray")
        axis.set_title(title, fontsize=10)
        axis.axis("off")
        for first, last in boxes:
            side = last - first + 1
            axis.add_patch(Rectangle((first - 0.5, first - 0.5), side, side, fill=False, ec=ORANGE, lw=2))
    return figure


def _draw(axis, array, text):
    """Draw `array` in grey, with its numbers if it is small, or in colour if it is a photo."""
    if array.ndim == 3:
        axis.imshow(array)
        return
    peak = max(np.abs(array).max() if array.size < 1000 else np.quantile(np.abs(array), LARGE), 1e-12)
    lowest = -peak if array.min() < 0 else 0
    axis.imshow(array, cmap="gray", vmin=lowest, vmax=peak)
    if max(array.shape) <= SMALL:
        for (row, column), value in np.ndenumerate(array):
            colour = "black" if value > (lowest + peak) / 2 else "white"
            axis.text(column, row, text.format(value), ha="center", va="center", fontsize=9, color=colour)
