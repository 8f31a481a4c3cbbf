"""Figures of measured accuracies and how far they can be trusted."""

from itertools import cycle

import numpy as np

from workbook.plots.figures import BLUE, ORANGE, STYLES, axes_grid


def plot_measured(measured, reference=None, xlabel="validation accuracy"):
    """Return a figure with a dot for each of `measured`, {name: (value, standard error)}, and a line at `reference`."""
    figure, axes = axes_grid(1, 1, width=6.4, height=0.9 + 0.36 * len(measured))
    axis, (values, errors) = axes[0, 0], np.transpose(list(measured.values()))
    axis.errorbar(values, list(measured), xerr=errors, fmt="o", color=BLUE, ecolor="black", capsize=4)
    if reference is not None:
        axis.axvline(reference, color=ORANGE, ls="--")
    axis.set(xlabel=xlabel)
    axis.grid(alpha=0.3)
    axis.margins(y=0.12)
    axis.invert_yaxis()
    return figure


def plot_growth(x, curves, xlabel, ylabel="validation accuracy"):
    """Return a figure of `curves`, {name: (means (n,), standard errors (n,))}, over `x` (n,); bands are one error."""
    figure, axes = axes_grid(1, 1, width=6.2, height=3.6)
    for (name, (means, errors)), (colour, marker, dashes) in zip(curves.items(), cycle(STYLES), strict=False):
        means, errors = np.asarray(means), np.asarray(errors)
        axes[0, 0].plot(x, means, linestyle=dashes, color=colour, marker=marker, label=name)
        axes[0, 0].fill_between(x, means - errors, means + errors, color=colour, alpha=0.15)
    axes[0, 0].set(xlabel=xlabel, ylabel=ylabel)
    axes[0, 0].grid(alpha=0.3)
    axes[0, 0].legend()
    return figure
