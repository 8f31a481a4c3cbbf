"""Figures of heatmaps over photos, of boxes, and of what excites a filter."""

import numpy as np
from matplotlib.patches import Rectangle

from workbook.plots.figures import axes_grid, styled

EDGES = ("#00e5ff", "#ff9d2e", "#ffffff", "#ff4fa3")  # of boxes, on photos


def plot_heatmaps(images, maps, titles=None, boxes=None, size=1.1):
    """Return a figure with a row for each of `images`: the photo, and each of `maps` over the photo in grey.

    `images` are RGB 0..255 (n, height, width, 3), `maps` {title: (n, h, w)}, each scaled from 0 to its maximum; what is
    below 0 is drawn like 0. `titles` are n texts beside the rows, and `boxes` (n, 4), if given, are drawn on every
    panel. `size` is the height of a panel in inches. Lesson 12.
    """
    _, height, width, _ = np.shape(images)
    columns = 1 + len(maps)
    figure, axes = axes_grid(len(images), columns, size * columns * width / height + 0.4, size * len(images) + 0.3)
    for axis, title in zip(axes[0], ["photo", *maps], strict=True):
        axis.set_title(title, fontsize=9)
    for row, (image, line) in enumerate(zip(images, axes, strict=True)):
        line[0].imshow(image)
        for axis, values in zip(line[1:], maps.values(), strict=True):
            _draw_over(axis, image, values[row])
        for axis in line:
            axis.set(xticks=[], yticks=[])
            if boxes is not None:
                _draw_box(axis, boxes[row], EDGES[0], "-")
        line[0].set_ylabel(titles[row] if titles else "", fontsize=9)
    return figure


def plot_boxes(images, boxes, titles=None, columns=6, size=1.15):
    """Return a figure of `images`, RGB 0..255 (n, height, width, 3), with a box of each of `boxes` on every photo.

    `boxes` is {name: (n, 4)}, up to four kinds, each with its colour and line in the legend. Lesson 12.
    """
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    figure, axes = axes_grid(rows, columns, width=size * columns, height=(size + 0.25) * rows + 0.3)
    for axis in axes.flat:
        axis.axis("off")
    styles = {name: (colour, style["ls"]) for colour, (name, style) in zip(EDGES, styled(boxes).items(), strict=False)}
    for number, (axis, image) in enumerate(zip(axes.flat, images, strict=False)):
        axis.imshow(image)
        axis.set_title(titles[number] if titles else "", fontsize=9)
        shapes = [_draw_box(axis, each[number], *styles[name]) for name, each in boxes.items()]
    figure.legend(shapes, list(boxes), loc="outside upper center", ncols=len(boxes), facecolor="#555", labelcolor="w")
    return figure


def plot_patches(rows, size=0.6):
    """Return a figure with a row of photos' parts for each of `rows`, {name: RGB 0..255 (count, side, side, 3)}.

    `size` is the side of a part in inches. Lesson 12.
    """
    columns = max(map(len, rows.values()))
    figure, axes = axes_grid(len(rows), columns, width=size * columns + 1.6, height=(size + 0.05) * len(rows))
    for axis in axes.flat:
        axis.axis("off")
    for line, (name, patches) in zip(axes, rows.items(), strict=True):
        line[0].text(-0.15, 0.5, name, transform=line[0].transAxes, ha="right", va="center", fontsize=9)
        for axis, patch in zip(line, patches, strict=False):
            axis.imshow(patch)
    return figure


def _draw_over(axis, image, values):
    """Draw a heatmap (h, w) over `image` in grey; black is 0."""
    height, width, _ = image.shape
    axis.imshow(np.mean(image, axis=2), cmap="gray", vmin=0, vmax=255)
    top = max(np.max(values), 1e-12)
    extent = (-0.5, width - 0.5, height - 0.5, -0.5)
    axis.imshow(values, cmap="inferno", vmin=0, vmax=top, alpha=0.6, extent=extent, interpolation="bilinear")
    axis.set(xlim=extent[:2], ylim=extent[2:])


def _draw_box(axis, box, colour, line):
    """Draw a box (left, top, right, bottom) and return its shape."""
    left, top, right, bottom = box
    shape = Rectangle((left - 0.5, top - 0.5), right - left, bottom - top, fill=False, ec=colour, ls=line, lw=2)
    return axis.add_patch(shape)
