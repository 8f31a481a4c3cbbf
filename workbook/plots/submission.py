"""Figures of the price of being wrong, and of what lowers it."""

import numpy as np

from workbook.plots.figures import BLUE, GREY, ORANGE, axes_grid


def plot_log_loss():
    """Return a figure of the log loss of one photo over the probability it was given, for both labels."""
    probabilities = np.linspace(0.001, 0.999, 500)
    figure, axes = axes_grid(1, 1, width=5.6, height=3.4)
    axes[0, 0].plot(probabilities, -np.log(probabilities), color=BLUE, label="the label is 1")
    axes[0, 0].plot(probabilities, -np.log(1 - probabilities), color=ORANGE, ls="--", label="the label is 0")
    axes[0, 0].set(xlabel="predicted probability of 1", ylabel="loss", ylim=(0, 7))
    axes[0, 0].legend(loc="upper center")
    axes[0, 0].grid(alpha=0.3)
    return figure


def plot_clips(clips, losses, accuracy, num_classes, clip=None):
    """Return a figure of the mean loss over the clip, beside that of a network that is always certain.

    `losses` lie beside `clips`; the certain network is right as often as `accuracy` says. `clip` is marked, or the
    best one.
    """
    figure, axes = axes_grid(1, 1, width=6.4, height=3.6)
    axis, chosen = axes[0, 0], np.argmin(losses if clip is None else np.abs(clips - clip))
    inside = clips[clips < 1]
    certain = -accuracy * np.log(inside) - (1 - accuracy) * np.log((1 - inside) / (num_classes - 1))
    axis.plot(inside, certain, color=GREY, ls="--", label=f"always certain, right in {accuracy:.3f}")
    axis.plot(clips, losses, color=BLUE, label="this network")
    label = f"clip {clips[chosen]:.3f}: loss {losses[chosen]:.3f}"
    axis.plot(clips[chosen], losses[chosen], "o", color=ORANGE, label=label)
    axis.set(xlabel="clip", ylabel="mean loss", ylim=(0, 1.1 * max(losses[0], losses[-1])))
    axis.legend()
    axis.grid(alpha=0.3)
    return figure


def plot_gains(losses):
    """Return a figure of how much each way of predicting lowers the loss of the first, with two standard errors.

    `losses` is {name: one loss a photo}, the same photos in each.
    """
    (_, first), *others = losses.items()
    gains = [first - values for _, values in others]
    figure, axes = axes_grid(1, 1, width=6.8, height=0.42 * len(gains) + 0.9)
    axis, rows = axes[0, 0], range(len(gains))
    axis.barh(rows, np.mean(gains, axis=1), color=BLUE, alpha=0.6)
    errors = 2 * np.std(gains, axis=1) / np.sqrt(len(first))
    axis.errorbar(np.mean(gains, axis=1), rows, xerr=errors, fmt="none", ecolor="black", capsize=3)
    axis.axvline(0, color=GREY)
    axis.set_yticks(rows, [name for name, _ in others])
    axis.invert_yaxis()
    axis.set_xlabel("loss saved (line: two standard errors)")
    return figure
