"""Figures that compare networks: how they learned, and how often they err."""

import numpy as np

from workbook.plots.figures import GREY, STYLES, axes_grid
from workbook.predictions.probabilities import error_interval


def plot_curves(curves, shown=None, smooth=0.0, epochs=None, mark=None):
    """Return a figure of loss and accuracy, in training and validation, of up to four networks.

    `curves` is {network: {"loss": one number an epoch, "val_loss": ..., "accuracy": ..., "val_accuracy": ...}}. Only
    the networks `shown`, by default all, are drawn, from the first to the last of `epochs`. `smooth`, from 0 to below
    1, is the weight of the past in a running mean; the curves themselves stay as faint lines. `mark` draws an upright
    line behind that epoch.
    """
    styles = _styles(curves)
    figure, axes = axes_grid(2, 2, width=9, height=5.4)
    for row, quantity in zip(axes, ("loss", "accuracy"), strict=True):
        for axis, key, where in zip(row, (quantity, f"val_{quantity}"), ("training", "validation"), strict=True):
            for name in curves if shown is None else shown:
                _draw_curve(axis, curves[name][key], styles[name], name, smooth)
            axis.set(title=f"{quantity} in {where}", xlabel="epoch")
            _set_epochs(axis, epochs, mark)
        row[1].sharey(row[0])
        row[0].autoscale(axis="y")
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside upper center", ncols=4, frameon=False)
    return figure


def plot_errors(groups):
    """Return a figure of error rates with their intervals: a panel for each of `groups`, all on one scale.

    `groups` is {title: {network: (wrong answers, answers)}}, up to four networks, the same in each panel; for the
    interval see `error_interval`.
    """
    names = list(next(iter(groups.values())))
    styles = _styles(names)
    figure, axes = axes_grid(1, len(groups), width=1.6 + 3.6 * len(groups), height=1 + 0.36 * len(names))
    for column, (axis, (title, counts)) in enumerate(zip(axes[0], groups.items(), strict=True)):
        if list(counts) != names:
            raise ValueError(f"{title!r} has other networks than the first panel: give all the same, in one order.")
        for place, (name, (wrong, count)) in enumerate(counts.items()):
            colour, marker, _ = styles[name]
            axis.plot(error_interval(wrong, count), [place, place], color=colour, lw=2)
            axis.plot(wrong / count, place, color=colour, marker=marker, ms=8)
        axis.set(title=title, xlabel="error rate", ylim=(len(names) - 0.5, -0.5))
        axis.set_yticks(range(len(names)), [""] * len(names) if column else names)
        axis.grid(alpha=0.3, axis="x")
    right = max(axis.get_xlim()[1] for axis in axes.flat)
    for axis in axes.flat:
        axis.set_xlim(0, right)
    return figure


def _styles(names):
    """Return {name: style}, if there are styles enough to tell them apart."""
    if len(names) > len(STYLES):
        raise ValueError(f"{len(names)} networks in one figure: draw at most {len(STYLES)}.")
    return dict(zip(names, STYLES, strict=False))


def _draw_curve(axis, values, style, name, smooth):
    colour, marker, line = style
    epochs, smoothed = np.arange(len(values)) + 1, _running_mean(values, smooth)
    axis.plot(epochs, smoothed, color=colour, marker=marker, ls=line, ms=4, label=name)
    if smooth:
        axis.plot(epochs, values, color=colour, lw=0.8, alpha=0.4)


def _set_epochs(axis, epochs, mark):
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.grid(alpha=0.3)
    if epochs is not None:
        axis.set_xlim(epochs[0] - 0.3, epochs[1] + 0.3)
    if mark is not None:
        axis.axvline(mark + 0.5, color=GREY, lw=0.8)


def _running_mean(values, weight):
    """Return the mean of each of `values` and those before it, each weighing `weight` times as much as the next."""
    weights = weight ** np.arange(len(values))
    return np.convolve(values, weights)[: len(values)] / np.cumsum(weights)
