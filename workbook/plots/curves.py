"""Figures of training: loss and accuracy over epochs or steps."""

import numpy as np

from workbook.plots.figures import GREY, ORANGE, TRAINING, VALIDATION, axes_grid, legend_above, one_axis, spaced, styled


def plot_history(history):
    """Return a figure of loss and accuracy after each epoch, in training and validation.

    `history` is the `History` that Keras's `fit` returns; there is one panel for each of its metrics. Lesson 01.
    """
    names = [name for name in history.history if not name.startswith("val_")]
    figure, axes = axes_grid(1, len(names), width=4.4 * len(names), height=3.2)
    for axis, name in zip(axes.flat, names, strict=True):
        _training_and_validation(axis, history.history[name], history.history.get(f"val_{name}"))
        axis.set_ylabel(name)
        axis.legend()
    return figure


def plot_phases(histories):
    """Return a figure of loss and accuracy after each epoch, phase by phase; `histories` is {phase: `History`}.

    Lesson 06.
    """
    figure, axes = axes_grid(1, 2, width=9, height=3.2)
    for axis, name in zip(axes[0], ("loss", "accuracy"), strict=True):
        start = 0
        for phase, history in histories.items():
            _training_and_validation(axis, history.history[name], history.history[f"val_{name}"], start)
            axis.text(start + 0.6, 1.01, phase, transform=axis.get_xaxis_transform(), fontsize=9)
            start += len(history.epoch)
            axis.axvline(start + 0.5, color=GREY, lw=0.8)
        axis.set(ylabel=name, xlim=(0.5, start + 0.5))
    figure.legend(handles=axis.lines[:2], loc="outside upper center", ncols=2, frameon=False)
    return figure


def plot_gaps(histories, guessing):
    """Return a figure of the losses after each epoch, a panel for each of `histories`, with the gap shaded.

    `histories` is {title: [`History` of each run]}, with training and validation loss; their means are drawn. A dotted
    line marks `guessing`, the loss of equal probabilities for all classes. The panels end at three times this loss.
    Lesson 08.
    """
    figure, axes = axes_grid(1, len(histories), width=3 * len(histories), height=3.1)
    both = {title: _mean_losses(runs) for title, runs in histories.items()}
    top = min(3 * guessing, 1.05 * max(guessing, *(np.max(losses) for losses in both.values())))
    for axis, (title, (training, validation)) in zip(axes[0], both.items(), strict=True):
        axis.axhline(guessing, color=GREY, ls=":", label="guessing")
        axis.fill_between(np.arange(len(training)) + 1, training, validation, color=ORANGE, alpha=0.15)
        _training_and_validation(axis, training, validation)
        axis.set_ylim(0, top)
        axis.set_title(title, fontsize=10)
    axes[0, 0].set_ylabel("loss")
    legend_above(figure, axis)
    return figure


def plot_runs(runs, ylabel):
    """Return a figure of one line over the epochs for each run; runs of one kind look alike.

    `runs` is {kind: [one list of numbers for each run]}, up to six kinds. The scale is logarithmic. Lesson 06.
    """
    figure, axis = one_axis(width=6.4, height=3.4)
    for kind, style in styled(runs).items():
        for number, curve in enumerate(runs[kind]):
            _curve(axis, curve, style, label=None if number else kind)
    axis.set(ylabel=ylabel, yscale="log")
    legend_above(figure, axis, columns=2)
    return figure


def plot_curves(curves, shown=None, smooth=0.0, epochs=None, mark=None):
    """Return a figure of loss and accuracy, in training and validation, of up to six networks.

    `curves` is {network: {"loss": one number per epoch, "val_loss": ..., "accuracy": ..., "val_accuracy": ...}}. Only
    the networks `shown`, by default all, are drawn, from the first to the last of `epochs`. `smooth`, from 0 to below
    1, is the weight of the past in a running mean; the curves themselves stay as faint lines. `mark` draws a vertical
    line after that epoch. Lesson 07.
    """
    styles = styled(curves)
    figure, axes = axes_grid(2, 2, width=9, height=5.4)
    for row, quantity in zip(axes, ("loss", "accuracy"), strict=True):
        for axis, key, where in zip(row, (quantity, f"val_{quantity}"), ("training", "validation"), strict=True):
            for name in curves if shown is None else shown:
                _smoothed_curve(axis, curves[name][key], styles[name], name, smooth)
            axis.set_title(f"{quantity} in {where}")
            _zoom(axis, epochs, mark)
        row[1].sharey(row[0])
        row[0].autoscale(axis="y")
    legend_above(figure, axes[0, 0], columns=4)
    return figure


def plot_losses(curves):
    """Return a figure of up to six `curves`, {label: one loss per step}, on a logarithmic scale. Lesson 03."""
    figure, axis = one_axis(width=6.5, height=3.4)
    for label, style in styled(curves).items():
        axis.plot(curves[label], **style, ms=5, markevery=spaced(curves[label]), label=label)
    axis.set(xlabel="step", ylabel="loss", yscale="log")
    axis.legend()
    axis.grid(alpha=0.3)
    return figure


def plot_finder(rates, curves):
    """Return a figure of up to six `curves` of losses (n,), {label: losses}, each over the learning `rates` (n,).

    Both scales are logarithmic. Losses above a hundred times the first one are left out. Lesson 09.
    """
    figure, axis = one_axis(width=6.4, height=3.4)
    for label, style in styled(curves).items():
        losses = np.asarray(curves[label])
        shown = np.where(losses < 100 * losses[0], losses, np.nan)
        axis.plot(rates, shown, **style, ms=5, markevery=spaced(losses), label=label)
    axis.set(xlabel="learning rate", ylabel="loss", xscale="log", yscale="log")
    axis.grid(alpha=0.3)
    legend_above(figure, axis, columns=2)
    return figure


def _mean_losses(runs):
    """Return the training and validation loss after each epoch, (2, epochs), averaged over runs."""
    return np.mean([[run.history["loss"], run.history["val_loss"]] for run in runs], axis=0)


def _training_and_validation(axis, training, validation=None, start=0):
    """Draw the training values and, if there are any, the validation values after each epoch from `start` + 1 on."""
    _curve(axis, training, TRAINING, "training", start)
    if validation is not None:
        _curve(axis, validation, VALIDATION, "validation", start)


def _curve(axis, values, style, label, start=0):
    """Draw a line through `values`, the first of them after epoch `start` + 1."""
    epochs = start + 1 + np.arange(len(values))
    axis.plot(epochs, values, **style, ms=5, markevery=spaced(values), label=label)
    axis.set_xlabel("epoch")
    axis.xaxis.get_major_locator().set_params(integer=True, min_n_ticks=1)
    axis.grid(alpha=0.3)


def _smoothed_curve(axis, values, style, label, weight):
    _curve(axis, _running_mean(values, weight), style, label)
    if weight:
        axis.plot(np.arange(len(values)) + 1, values, color=style["color"], lw=0.8, alpha=0.4)


def _zoom(axis, epochs, mark):
    """Show the epochs from the first to the last of `epochs`, and a line after epoch `mark`, where they are given."""
    if epochs is not None:
        axis.set_xlim(epochs[0] - 0.3, epochs[1] + 0.3)
    if mark is not None:
        axis.axvline(mark + 0.5, color=GREY, lw=0.8)


def _running_mean(values, weight):
    """Return the mean of each of `values` and those before it, each weighing `weight` times as much as the next."""
    weights = weight ** np.arange(len(values))
    return np.convolve(values, weights)[: len(values)] / np.cumsum(weights)
