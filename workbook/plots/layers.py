"""Figures of a network's layers: what they cost, what they learned, and what they compute."""

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_rgb
from PIL import Image

from workbook.plots.figures import BLUE, GREY, LIGHT, ORANGE, axes_grid, legend_above, one_axis, shared_names, styled

QUANTITIES = {"weights": "weights", "multiply_adds": "multiply-adds", "values": "values to keep"}
MEMORY_PARTS = ("activations", "weights", "gradients", "optimizer")
GIB = 2**30


def plot_shares(table):
    """Return a figure of the share that each row of `table` has in all weights, multiply-adds and values.

    `table` holds rows such as `layer_table` or `by_block` returns. Lesson 02.
    """
    figure, axis = one_axis(width=8.6, height=2.9)
    left = np.zeros(len(QUANTITIES))
    sums = np.array([sum(getattr(row, name) for row in table) for name in QUANTITIES])
    for row, colour in zip(table, _shades(table), strict=True):
        shares = np.array([getattr(row, name) for name in QUANTITIES]) / sums
        bars = axis.barh(list(QUANTITIES.values()), shares, left=left, color=colour, edgecolor="white", label=row.name)
        labels = [f"{share:.0%}" if share > 0.03 else "" for share in shares]
        axis.bar_label(bars, labels, label_type="center", color="white" if np.mean(to_rgb(colour)) < 0.5 else "black")
        left += shares
    axis.invert_yaxis()
    axis.set(xlim=(0, 1), xlabel="share of the whole network", xticks=np.linspace(0, 1, 6))
    legend_above(figure, axis, columns=len(table))
    return figure


def plot_memory(memories, limit=None):
    """Return a figure of `memories`, {label: what `training_memory` returns}, as stacked bars in GiB.

    `limit` draws a line at so many GiB, for instance what a graphics card has. Lesson 02.
    """
    figure, axis = one_axis(width=8.6, height=1.5 + 0.36 * len(memories))
    left = np.zeros(len(memories))
    for part, style in styled(MEMORY_PARTS).items():
        widths = np.array([getattr(memory, part) for memory in memories.values()]) / GIB
        bars = axis.barh(list(memories), widths, left=left, color=style["color"], edgecolor="white", label=part)
        left += widths
    axis.bar_label(bars, [f"{total:.2f}" for total in left], padding=4, backgroundcolor="white", zorder=3)
    if limit is not None:
        axis.axvline(limit, color="black", linestyle="--", label=f"{limit:g} GiB")
    axis.invert_yaxis()
    axis.set(xlabel="GiB", xlim=(0, 1.12 * max([*left, limit or 0])))
    legend_above(figure, axis, columns=5)
    return figure


def plot_by_layer(values, xlabel):
    """Return a figure with a panel of bars for each of `values`, {title: {layer's name: number}}, on one scale.

    The layers, the same in every panel, go from the first on top to the last. The scale is logarithmic. A number that
    is exactly 0 is written as "0" instead of a bar. Of several numbers, an array, the mean is drawn. Lesson 06.
    """
    values = {title: {name: np.mean(each) for name, each in panel.items()} for title, panel in values.items()}
    figure, panels = _panels(values, xlabel)
    numbers = np.array([list(panel.values()) for panel in values.values()])
    seen = numbers[numbers > 0]
    for axis, row in zip(panels, numbers, strict=True):
        axis.set(xlim=(seen.min() / 2, seen.max() * 2) if len(seen) else (0.1, 1), xscale="log")
        for place in np.flatnonzero(row == 0):
            axis.text(0.02, place, "0", transform=axis.get_yaxis_transform(), va="center", color=GREY)
    return figure


def plot_shares_from(shares, first):
    """Return a figure of the share of the network from each layer to the last; the bar of layer `first` is orange.

    `shares` is {title: {layer's name: 0..1}}, with a panel for each title. Lesson 06.
    """
    figure, panels = _panels(shares, "share of the whole network", marked=first)
    for axis in panels:
        axis.bar_label(axis.containers[0], fmt="{:.1%}", padding=2, fontsize=8)
        axis.set(xlim=(0, 1.3), xticks=(0, 0.5, 1))
    return figure


def plot_filters(kernel, columns=8):
    """Return a figure of the filters of `kernel` (height, width, 3, filters), which sees BGR, as small RGB pictures.

    Each is scaled separately; middle grey is a weight of 0. Raises ValueError unless the input has three channels.
    Lesson 02.
    """
    pictures = _filter_pictures(kernel)
    rows = -(-len(pictures) // columns)
    figure, axes = axes_grid(rows, columns, width=0.9 * columns, height=0.9 * rows)
    for axis in axes.flat:
        axis.axis("off")
    for axis, picture in zip(axes.flat, pictures, strict=False):
        axis.imshow(picture)
    return figure


def plot_filter_rows(kernels, columns=16):
    """Return a figure of the filters of each of `kernels`, {name: (height, width, 3, filters)}, one below the other.

    They are drawn as in `plot_filters`, up to `columns` in a row. Lesson 04.
    """
    pictures = {name: _filter_pictures(kernel) for name, kernel in kernels.items()}
    rows = [(name, each[i : i + columns]) for name, each in pictures.items() for i in range(0, len(each), columns)]
    figure, axes = axes_grid(len(rows), columns, width=2 + 0.5 * columns, height=0.55 * len(rows))
    for axis in axes.flat:
        axis.axis("off")
    for number, ((name, some), line) in enumerate(zip(rows, axes, strict=True)):
        if number == 0 or name != rows[number - 1][0]:
            line[0].text(-0.2, 0.5, name, transform=line[0].transAxes, ha="right", va="center", fontsize=9)
        for axis, picture in zip(line, some, strict=False):
            axis.imshow(picture)
            axis.axis("on")
            axis.set(xticks=[], yticks=[])
            axis.spines[:].set_color(LIGHT)
    return figure


def plot_feature_maps(image, maps, count=5):
    """Return a figure of feature maps of `image`, RGB 0..255 (height, width, 3), a row for each layer.

    `maps` is {layer's name: (height, width, channels)}. A row begins with the image at the maps' size, followed by the
    `count` channels with the largest mean. Each map is scaled separately, and bright is large. Lesson 02.
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


def plot_spread(activations):
    """Return a figure with a histogram of the outputs in each of `activations`, {layer's name: (photos, units)}.

    The many zeros that ReLU makes have no bar; each title gives their share. Lesson 10.
    """
    figure, axes = axes_grid(1, len(activations), width=3.6 * len(activations), height=2.9)
    for axis, (name, values) in zip(axes.flat, activations.items(), strict=True):
        values = np.asarray(values)
        axis.hist(values[values != 0], bins=40, color=BLUE)
        axis.set_title(f"{name}: {np.mean(values == 0):.0%} zeros", fontsize=10)
        axis.set(xlabel="activation", ylabel="how often")
    return figure


def plot_dropped(sums, whole):
    """Return a figure with a histogram for each of `sums`, {title: (n,)}, on one scale, and a line at `whole`.

    `sums` are what a unit receives in n passes with dropout, `whole` is what it receives without. Lesson 08.
    """
    figure, axes = axes_grid(1, len(sums), width=max(4, 3 * len(sums)), height=3)
    every = np.concatenate([*sums.values(), [whole]])
    bins = np.linspace(every.min(), every.max(), 50)
    for axis, (title, values) in zip(axes[0], sums.items(), strict=True):
        axis.hist(values, bins=bins, color=BLUE)
        axis.axvline(whole, color=ORANGE, lw=2, label="without dropout")
        axis.axvline(np.mean(values), color="black", ls="--", label="mean with dropout")
        axis.set(xlabel="what the unit receives", yticks=[])
        axis.set_title(title, fontsize=10)
    axes[0, 0].set_ylabel("how often")
    legend_above(figure, axis)
    return figure


def _filter_pictures(kernel):
    """Return the filters of `kernel` (height, width, 3, filters), which sees BGR, as RGB around middle grey."""
    if kernel.shape[2] != 3:
        raise ValueError(f"The kernel is {kernel.shape}: give one with 3 input channels, such as the first layer's.")
    filters = np.moveaxis(kernel[:, :, ::-1], -1, 0)
    peaks = np.maximum(np.abs(filters).max(axis=(1, 2, 3), keepdims=True), 1e-12)
    return 0.5 + filters / (2 * peaks)


def _panels(values, xlabel, marked=None):
    """Return a figure with a panel of horizontal bars for each of `values`, and its axes; `marked` is orange."""
    names = shared_names(values, "layers")
    figure, axes = axes_grid(1, len(values), width=min(9, 1.5 + 2.7 * len(values)), height=1 + 0.2 * len(names))
    for axis, (title, numbers) in zip(axes[0], values.items(), strict=True):
        axis.barh(range(len(names)), numbers.values(), color=[ORANGE if name == marked else BLUE for name in names])
        axis.set(title=title, xlabel=xlabel)
        axis.set_yticks(range(len(names)), names if axis is axes[0, 0] else [""] * len(names))
        axis.invert_yaxis()
    return figure, axes[0]


def _shades(table):
    """Return a colour for each row: blues for blocks, orange for dense layers, grey for what comes first."""
    blocks = [row.name for row in table if row.name.startswith("block")]
    blues = dict(zip(blocks, colormaps["Blues"](np.linspace(0.75, 0.2, len(blocks))), strict=True))
    return [blues.get(row.name, ORANGE if row.name == "dense" else GREY) for row in table]
