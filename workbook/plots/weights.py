"""Figures of a network's weights, layer by layer, and of the phases in which it is trained."""

import numpy as np

from workbook.plots.figures import BLUE, GREY, ORANGE, axes_grid

STYLES = ((ORANGE, "s", "--"), (BLUE, "^", ":"), ("black", "o", "-"))  # told apart in grey too


def plot_by_layer(values, xlabel):
    """Return a figure with a panel of bars for each of `values`, {title: {layer's name: number}}, on one scale.

    The layers, the same in every panel, go from the first on top to the last. The scale is logarithmic; a number that
    is exactly 0 has no bar but a "0".
    """
    figure, panels = _panels(values, xlabel)
    numbers = np.array([list(panel.values()) for panel in values.values()])
    seen = numbers[numbers > 0]
    for axis, row in zip(panels, numbers, strict=True):
        axis.set(xlim=(seen.min() / 2, seen.max() * 2) if len(seen) else (0.1, 1), xscale="log")
        for place in np.flatnonzero(row == 0):
            axis.text(0.02, place, "0", transform=axis.get_yaxis_transform(), va="center", color=GREY)
    return figure


def plot_shares_from(shares, first):
    """Return a figure of what lies from each layer on, `shares` {title: {layer's name: 0..1}}; `first` is orange."""
    figure, panels = _panels(shares, "share of the whole network", marked=first)
    for axis in panels:
        axis.bar_label(axis.containers[0], fmt="{:.1%}", padding=2, fontsize=8)
        axis.set(xlim=(0, 1.3), xticks=(0, 0.5, 1))
    return figure


def plot_phases(histories):
    """Return a figure of loss and accuracy over the epochs of all phases, `histories` {phase's name: History}."""
    figure, axes = axes_grid(1, 2, width=9, height=3.2)
    for axis, name in zip(axes[0], ("loss", "accuracy"), strict=True):
        start = 0
        for phase, history in histories.items():
            epochs = start + 1 + np.arange(len(history.epoch))
            axis.plot(epochs, history.history[name], color=BLUE, marker="o", label="training")
            axis.plot(epochs, history.history[f"val_{name}"], color=ORANGE, marker="s", ls="--", label="validation")
            axis.text(start + 0.6, 1.01, phase, transform=axis.get_xaxis_transform(), fontsize=9)
            start = epochs[-1]
            axis.axvline(start + 0.5, color=GREY, lw=0.8)
        axis.set(xlabel="epoch", ylabel=name, xlim=(0.5, start + 0.5), xticks=range(1, start + 1, max(1, start // 10)))
        axis.legend(handles=axis.lines[:2])
    return figure


def plot_runs(runs, ylabel):
    """Return a figure of one line over the epochs for each run, up to three kinds: {label: [one list a run]}."""
    if len(runs) > len(STYLES):
        raise ValueError(f"{len(runs)} kinds of runs in one figure: draw at most {len(STYLES)}.")
    figure, axes = axes_grid(1, 1, width=6.4, height=3.4)
    axis = axes[0, 0]
    for (label, curves), (color, marker, line) in zip(runs.items(), STYLES[: len(runs)], strict=True):
        for number, curve in enumerate(curves):
            epochs = np.arange(len(curve)) + 1
            axis.plot(epochs, curve, color=color, marker=marker, ls=line, label=None if number else label)
    axis.set(xlabel="epoch", ylabel=ylabel, xticks=epochs, yscale="log")
    axis.grid(alpha=0.3)
    axis.legend()
    return figure


def _panels(values, xlabel, marked=None):
    """Return a figure with a panel of horizontal bars for each of `values`, and its axes."""
    names = list(next(iter(values.values())))
    figure, axes = axes_grid(1, len(values), width=min(9, 1.5 + 2.7 * len(values)), height=1 + 0.2 * len(names))
    for column, (axis, (title, numbers)) in enumerate(zip(axes[0], values.items(), strict=True)):
        if list(numbers) != names:
            raise ValueError(f"{title!r} has other layers than the first panel: give all the same, in one order.")
        axis.barh(range(len(names)), numbers.values(), color=[ORANGE if name == marked else BLUE for name in names])
        axis.set(title=title, xlabel=xlabel)
        axis.set_yticks(range(len(names)), [""] * len(names) if column else names)
        axis.invert_yaxis()
    return figure, axes[0]
