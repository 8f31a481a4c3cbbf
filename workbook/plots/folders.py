"""Figures of a folder of photos."""

from collections import Counter

import numpy as np

from workbook.folders.files import printable
from workbook.plots.figures import CLASSES, LIGHT, TRAINING, VALIDATION, axes_grid, readable

SPLITS = {"": TRAINING["color"], "train": TRAINING["color"], "valid": VALIDATION["color"], "test": LIGHT}
NAMED = 30  # class names that fit beside the bars
WIDE = 8  # largest side divided by smallest, from which on the scales are logarithmic


def plot_folder(report):
    """Return a figure of what `check_images` counted: the photos of each class and split, and their sizes in pixels.

    Lesson 11.
    """
    rows = min(len(report.counts), NAMED)
    figure, axes = axes_grid(1, 2, width=9, height=max(3.4, 1.2 + 0.24 * rows))
    _bars(axes[0, 0], report.counts, list(report.classes))
    _sizes(axes[0, 1], report.photos, list(report.counts))
    return figure


def _bars(axis, counts, splits):
    """Draw a bar for each class, {label: {split: photos}}, with a part for each split."""
    rows, start = np.arange(len(counts)), np.zeros(len(counts))
    for split in splits:
        lengths = [row[split] for row in counts.values()]
        axis.barh(rows, lengths, left=start, color=SPLITS[split], label=split)
        start += lengths
    step = -(-len(counts) // NAMED)
    axis.set(yticks=rows[::step], yticklabels=[_shown(label) for label in counts][::step], xlabel="photos")
    axis.invert_yaxis()
    if len(splits) > 1:
        _legend(axis)


def _sizes(axis, photos, labels):
    """Draw a mark for each size that photos of a class have, the larger the more there are."""
    few = len(labels) <= len(CLASSES)
    for number, label in enumerate(labels):
        sizes = Counter((photo.width, photo.height) for photo in photos if photo.label == label)
        colour, marker = CLASSES[number] if few else CLASSES[0]
        area = 12 * np.sqrt(list(sizes.values()))
        widths, heights = zip(*sizes, strict=True) if sizes else ((), ())
        axis.scatter(widths, heights, area, [colour], marker, alpha=0.5, label=_shown(label))
    sides = [side for photo in photos for side in (photo.width, photo.height)]
    scale = "log" if sides and max(sides) > WIDE * min(sides) else "linear"
    axis.set(xlabel="width in pixels", ylabel="height in pixels", xscale=scale, yscale=scale)
    axis.grid(alpha=0.3)
    if few:
        for mark in _legend(axis).legend_handles:
            mark.set_sizes([40])


def _legend(axis):
    """Put the legend above the axis, where it hides nothing, and return it."""
    return axis.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4, frameon=False)


def _shown(label):
    return printable(readable(label)).replace("$", r"\$")
