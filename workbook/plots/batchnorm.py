"""Figures of what batch normalisation does to activations."""

from itertools import cycle

import numpy as np

from workbook.plots.figures import BLUE, GREY, ORANGE, STYLES, axes_grid


def plot_stretch(variances, factors):
    """Return a figure of the factor by which each recipe stretches a unit, over the unit's variance.

    `factors` is {recipe: (n,)} beside `variances` (n,). An exact recipe is a flat line at one.
    """
    figure, axes = axes_grid(1, 1, width=6.4, height=3.6)
    axis = axes[0, 0]
    for (recipe, values), (colour, _, dashes) in zip(factors.items(), cycle(STYLES), strict=False):
        axis.plot(variances, values, linestyle=dashes, color=colour, lw=2, label=recipe)
    axis.set(xscale="log", yscale="log", xlabel="variance of the unit", ylabel="stretched by a factor of")
    axis.grid(alpha=0.3)
    axis.legend()
    return figure


def plot_spread(activations):
    """Return a figure with, for each of `activations` {name: (photos, units)}, a histogram of what its units say.

    Zeros, which ReLU makes in plenty, are left out of the bars and told in the title.
    """
    figure, axes = axes_grid(1, len(activations), width=3.6 * len(activations), height=2.9)
    for axis, (name, values) in zip(axes.flat, activations.items(), strict=True):
        values = np.asarray(values)
        axis.hist(values[values != 0], bins=40, color=BLUE)
        axis.set_title(f"{name}: {np.mean(values == 0):.0%} zeros", fontsize=10)
        axis.set(xlabel="activation", ylabel="how often")
    return figure


def plot_learning_rates(rates, accuracies):
    """Return a figure of the accuracy reached with each of `rates` (n,); `accuracies` is {network: (n,)}."""
    figure, axes = axes_grid(1, 1, width=5.6, height=3.4)
    for (name, values), (colour, marker, dashes) in zip(accuracies.items(), cycle(STYLES), strict=False):
        axes[0, 0].plot(rates, values, linestyle=dashes, color=colour, marker=marker, label=name)
    axes[0, 0].set(xscale="log", ylim=(0, 1.03), xlabel="learning rate", ylabel="validation accuracy")
    axes[0, 0].grid(alpha=0.3)
    axes[0, 0].legend()
    return figure


def plot_batch_norm(gamma, beta, mean, variance, epsilon):
    """Return a figure of what batch normalisation with these five numbers, in inference, makes of a unit's output."""
    inputs = np.linspace(0, 10, 101)
    outputs = gamma * (inputs - mean) / np.sqrt(variance + epsilon) + beta
    same = bool(np.abs(outputs - inputs).max() < 1e-5 * inputs.max())
    figure, axes = axes_grid(1, 1, width=4.6, height=3.6)
    axes[0, 0].plot(inputs, inputs, color=GREY, ls="--", label="identity")
    axes[0, 0].plot(inputs, outputs, color=BLUE if same else ORANGE, lw=2.5, label="this layer")
    axes[0, 0].set(xlabel="in", ylabel="out", ylim=(-10, 20))
    axes[0, 0].set_title("the identity" if same else "not the identity", color=BLUE if same else ORANGE)
    axes[0, 0].legend(loc="upper left")
    return figure
