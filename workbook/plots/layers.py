"""Figures of a network's layers: what they take, what they look for, what they see."""

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_rgb
from PIL import Image

from workbook.plots.figures import BLUE, GREY, ORANGE, axes_grid

CHANNELS = {"red": ("#c8102e", "-"), "green": ("#2b8a3e", "--"), "blue": (BLUE, ":")}  # colour and line of each
QUANTITIES = {"weights": "weights", "multiply_adds": "multiply-adds", "values": "values to keep"}
MEMORY_PARTS = {"activations": BLUE, "weights": ORANGE, "gradients": GREY, "optimizer": "#c4c4c4"}
GIB = 2**30


def plot_preprocessed(image, preprocessed):
    """Return a figure of `image`, RGB 0..255, beside its `preprocessed` BGR values, with their histograms below.

    Both are (height, width, 3). The preprocessed values are shifted and scaled to 0..255 to be seen at all.
    """
    low, high = preprocessed.min(), preprocessed.max()
    seen = 255 * (preprocessed - low) / max(high - low, 1)
    figure, axes = axes_grid(2, 2, width=8, height=5.4)
    read, made = ("as read: RGB", image, image, [*CHANNELS]), ("for VGG: BGR", preprocessed, seen, [*CHANNELS][::-1])
    for (above, below), (title, values, picture, order) in zip(axes.T, (read, made), strict=True):
        above.imshow(picture.astype("uint8"))
        above.set_title(title, fontsize=10)
        above.axis("off")
        _draw_histograms(below, values, order)
    return figure


def plot_shares(table):
    """Return a figure of the share that each row of `table` has in all weights, multiply-adds and values.

    `table` holds `workbook.networks.layer_table.Row`s, such as `by_block` returns.
    """
    figure, axes = axes_grid(1, 1, width=8.6, height=2.9)
    axis, left = axes[0, 0], np.zeros(len(QUANTITIES))
    sums = np.array([sum(getattr(row, name) for row in table) for name in QUANTITIES])
    for row, colour in zip(table, _shades(table), strict=True):
        shares = np.array([getattr(row, name) for name in QUANTITIES]) / sums
        bars = axis.barh(list(QUANTITIES.values()), shares, left=left, color=colour, edgecolor="white", label=row.name)
        labels = [f"{share:.0%}" if share > 0.03 else "" for share in shares]
        axis.bar_label(bars, labels, label_type="center", color="white" if np.mean(to_rgb(colour)) < 0.5 else "black")
        left += shares
    axis.invert_yaxis()
    axis.set(xlim=(0, 1), xlabel="share of the whole network", xticks=np.linspace(0, 1, 6))
    figure.legend(loc="outside upper center", ncols=len(table), frameon=False)
    return figure


def plot_memory(memories, limit=None):
    """Return a figure of `memories`, {label: `workbook.networks.layer_table.Memory`}, as stacked bars in GiB.

    `limit` draws a line at so many GiB, what a graphics card has for instance.
    """
    figure, axes = axes_grid(1, 1, width=8.6, height=1.5 + 0.36 * len(memories))
    axis, labels, left = axes[0, 0], list(memories), np.zeros(len(memories))
    for name, colour in MEMORY_PARTS.items():
        widths = np.array([getattr(memory, name) for memory in memories.values()]) / GIB
        bars = axis.barh(labels, widths, left=left, color=colour, edgecolor="white", label=name)
        left += widths
    axis.bar_label(bars, [f"{total:.2f}" for total in left], padding=4, backgroundcolor="white", zorder=3)
    if limit is not None:
        axis.axvline(limit, color="black", linestyle="--", label=f"{limit:g} GiB")
    axis.invert_yaxis()
    axis.set(xlabel="GiB", xlim=(0, 1.12 * max([*left, limit or 0])))
    figure.legend(loc="outside upper center", ncols=5, frameon=False)
    return figure


def plot_filters(kernel, columns=8):
    """Return a figure of the filters of `kernel` (height, width, 3, filters), which sees BGR, as small RGB pictures.

    Each is scaled by itself; middle grey is a weight of 0. Raises ValueError where the input has not three channels.
    """
    if kernel.shape[2] != 3:
        raise ValueError(f"The kernel is {kernel.shape}: only filters over 3 colours can be drawn in colour.")
    filters = np.moveaxis(kernel[:, :, ::-1], -1, 0)
    peaks = np.maximum(np.abs(filters).max(axis=(1, 2, 3), keepdims=True), 1e-12)
    rows = -(-len(filters) // columns)
    figure, axes = axes_grid(rows, columns, width=0.9 * columns, height=0.9 * rows)
    for axis in axes.flat:
        axis.axis("off")
    for axis, picture in zip(axes.flat[: len(filters)], 0.5 + filters / (2 * peaks), strict=True):
        axis.imshow(picture)
    return figure


def plot_feature_maps(image, maps, count=5):
    """Return a figure of feature maps of `image` (height, width, 3), a row for each layer.

    `maps` is {layer's name: (height, width, channels)}. A row begins with the image at the maps' size, followed by the
    `count` channels with the largest mean, each scaled by itself, bright for large.
    """
    figure, axes = axes_grid(len(maps), count + 1, width=1.4 * (count + 1), height=1.62 * len(maps))
    for axis in axes.flat:
        axis.set(xticks=[], yticks=[])
    for (name, values), (first, *others) in zip(maps.items(), axes, strict=True):
        height, width, channels = values.shape
        first.imshow(Image.fromarray(image).resize((width, height), Image.Resampling.BOX))
        first.set_ylabel(f"{name}\n{height} x {width} x {channels}", fontsize=9)
        strongest = np.argsort(values.mean(axis=(0, 1)), kind="stable")[::-1]
        for axis, channel in zip(others, strongest[:count], strict=False):
            axis.imshow(values[:, :, channel], cmap="gray")
            axis.set_title(f"channel {channel}", fontsize=8)
    return figure


def _draw_histograms(axis, values, order):
    bins = np.linspace(values.min(), values.max(), 41)
    for channel, name in enumerate(order):
        colour, line = CHANNELS[name]
        heights, _ = np.histogram(values[:, :, channel], bins)
        axis.step(bins[:-1], heights, where="post", color=colour, linestyle=line, label=f"{channel}: {name}")
    axis.set(xlabel="value", ylabel="pixels", yticks=[])
    axis.legend(title="channel", fontsize=8, title_fontsize=8)


def _shades(table):
    """Return a colour for each row: blues for blocks, orange for dense layers, grey for what comes first."""
    blocks = [row.name for row in table if row.name.startswith("block")]
    blues = dict(zip(blocks, colormaps["Blues"](np.linspace(0.75, 0.2, len(blocks))), strict=True))
    return [blues.get(row.name, ORANGE if row.name == "dense" else GREY) for row in table]
