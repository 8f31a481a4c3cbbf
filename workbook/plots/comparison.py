"""Figures that compare networks, settings or ways of predicting, with how far each number can be trusted."""

import numpy as np

from workbook.plots.figures import (
    BLUE,
    GREY,
    ORANGE,
    REFERENCE,
    TRAINING,
    VALIDATION,
    axes_grid,
    legend_above,
    one_axis,
    shared_names,
    styled,
)
from workbook.predictions.noise import standard_errors, with_error
from workbook.predictions.probabilities import error_interval


def plot_errors(groups):
    """Return a figure of error rates with their intervals: a panel for each of `groups`, all on one scale.

    `groups` is {title: {network: (wrong answers, answers)}}, up to six networks, the same in each panel. The
    intervals are those of `error_interval`. Lesson 07.
    """
    styles = styled(shared_names(groups, "networks"))
    figure, axes = axes_grid(1, len(groups), width=1.6 + 3.6 * len(groups), height=1 + 0.36 * len(styles))
    for axis, (title, counts) in zip(axes[0], groups.items(), strict=True):
        for place, (name, (wrong, count)) in enumerate(counts.items()):
            colour, marker = styles[name]["color"], styles[name]["marker"]
            axis.plot(error_interval(wrong, count), [place, place], color=colour, lw=2)
            axis.plot(wrong / count, place, color=colour, marker=marker, ms=8)
        axis.set(title=title, xlabel="error rate", ylim=(len(styles) - 0.5, -0.5), yticks=range(len(styles)))
        axis.set_yticklabels(styles if axis is axes[0, 0] else [""] * len(styles))
        axis.grid(alpha=0.3, axis="x")
    right = max(axis.get_xlim()[1] for axis in axes.flat)
    for axis in axes.flat:
        axis.set_xlim(0, right)
    return figure


def plot_measured(measured, reference=None, xlabel="validation accuracy"):
    """Return a figure with a dot for each of `measured`, {name: (value, standard error)}, and a line at `reference`.

    Lesson 06.
    """
    figure, axis = one_axis(width=6.4, height=0.9 + 0.36 * len(measured))
    values, errors = np.transpose(list(measured.values()))
    axis.errorbar(values, list(measured), xerr=errors, fmt="o", color=BLUE, ecolor="black", capsize=4)
    if reference is not None:
        axis.axvline(reference, **REFERENCE)
    axis.set(xlabel=xlabel)
    axis.grid(alpha=0.3)
    axis.margins(y=0.12)
    axis.invert_yaxis()
    return figure


def plot_growth(x, curves, xlabel, ylabel="validation accuracy"):
    """Return a figure of up to six `curves` over `x` (n,), each in a band of one standard error either way.

    `curves` is {name: (means (n,), standard errors (n,))}. Lesson 09.
    """
    figure, axis = one_axis(width=6.2, height=3.6)
    for name, style in styled(curves).items():
        means, errors = map(np.asarray, curves[name])
        axis.plot(x, means, **style, label=name)
        axis.fill_between(x, means - errors, means + errors, color=style["color"], alpha=0.15)
    axis.set(xlabel=xlabel, ylabel=ylabel)
    axis.grid(alpha=0.3)
    axis.legend()
    return figure


def plot_learning_rates(rates, measures):
    """Return a figure of every run at each of `rates` (n,), as dots, and of their means, as lines: a panel per measure.

    `measures` is {measure: {network: runs (n, repetitions)}}, up to six networks, the same in each panel. A panel of
    losses has a logarithmic scale. Lesson 09.
    """
    styles = styled(shared_names(measures, "networks"))
    figure, axes = axes_grid(1, len(measures), width=4.2 * len(measures), height=3.4)
    for axis, (measure, networks) in zip(axes.flat, measures.items(), strict=True):
        for network, style in styles.items():
            axis.plot(rates, networks[network], ".", color=style["color"], alpha=0.5)
            axis.plot(rates, np.mean(networks[network], axis=1), **style, label=network)
        axis.set(xscale="log", xlabel="learning rate", ylabel=f"validation {measure}")
        axis.set_yscale("log" if measure == "loss" else "linear")
        axis.grid(alpha=0.3)
    legend_above(figure, axes[0, 0])
    return figure


def plot_grid(settings, groups, xlabel, ylabel):
    """Return a figure of all runs at each of `settings`, as dots, and their means with standard errors, as lines.

    `groups` is {label: (runs (settings, n), standard errors (settings,))}, up to six. Lesson 08.
    """
    figure, axis = one_axis(width=6, height=3.4)
    for number, (label, style) in enumerate(styled(groups).items()):
        runs, errors = groups[label]
        places = np.asarray(settings) + 0.02 * np.ptp(settings) * (number - (len(groups) - 1) / 2)  # side by side
        axis.plot(places, runs, ".", color=style["color"], alpha=0.5)
        axis.errorbar(places, np.mean(runs, axis=1), yerr=errors, **style, capsize=3, label=label)
    axis.set(xlabel=xlabel, ylabel=ylabel, xticks=settings)
    axis.grid(alpha=0.3)
    legend_above(figure, axis)
    return figure


def plot_ladder(rows):
    """Return a figure of the training and validation loss in each of `rows`, the first on top.

    `rows` is {name: (training losses, validation losses)}, both (runs, photos). Lines show one standard error either
    way. Lesson 08.
    """
    figure, axis = one_axis(width=7, height=1 + 0.4 * len(rows))
    places = np.arange(len(rows))
    training, validation = np.transpose([[np.mean(losses) for losses in row] for row in rows.values()])
    errors = [standard_errors(losses)[-1] for _, losses in rows.values()]
    axis.hlines(places, training, validation, color=GREY, alpha=0.5)
    axis.plot(training, places, **TRAINING | {"ls": ""}, label="training")
    axis.errorbar(validation, places, xerr=errors, **VALIDATION | {"ls": ""}, capsize=3, label="validation")
    axis.set(xlabel="loss", yticks=places, yticklabels=list(rows))
    axis.invert_yaxis()
    axis.grid(alpha=0.3, axis="x")
    legend_above(figure, axis)
    return figure


def plot_gains(losses):
    """Return a figure of how much lower the loss is with each way of predicting than with the first.

    `losses` is {name: losses (photos,)}, of the same photos in each. Lines show two standard errors either way.
    Lesson 13.
    """
    (_, first), *others = losses.items()
    means, errors = np.transpose([with_error(first - values) for _, values in others])
    figure, axis = one_axis(width=6.8, height=0.42 * len(means) + 0.9)
    axis.barh([name for name, _ in others], means, color=BLUE, alpha=0.6)
    axis.errorbar(means, range(len(means)), xerr=2 * errors, fmt="none", ecolor="black", capsize=3)
    axis.axvline(0, color=GREY)
    axis.invert_yaxis()
    axis.set_xlabel("loss saved (line: two standard errors)")
    return figure


def plot_clips(clips, losses, accuracy, num_classes, clip=None):
    """Return a figure of the mean loss over the clip, next to that of a network that is always certain.

    `losses` (n,) belong to `clips` (n,). The certain network has the same `accuracy` and `num_classes`. A dot marks
    `clip`, or the best one. Lesson 13.
    """
    figure, axis = one_axis(width=6.4, height=3.6)
    chosen = np.argmin(losses if clip is None else np.abs(clips - clip))
    inside = clips[clips < 1]
    certain = -accuracy * np.log(inside) - (1 - accuracy) * np.log((1 - inside) / (num_classes - 1))
    axis.plot(inside, certain, **REFERENCE, label=f"always certain, accuracy {accuracy:.3f}")
    axis.plot(clips, losses, color=BLUE, label="this network")
    label = f"clip {clips[chosen]:.3f}: loss {losses[chosen]:.3f}"
    axis.plot(clips[chosen], losses[chosen], "o", color=ORANGE, mec="black", ms=8, label=label)
    axis.set(xlabel="clip", ylabel="mean loss", ylim=(0, 1.1 * max(losses[0], losses[-1])))
    axis.legend()
    axis.grid(alpha=0.3)
    return figure
