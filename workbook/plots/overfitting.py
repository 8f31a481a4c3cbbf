"""Figures of over- and underfitting, and of what helps against them."""

import numpy as np

from workbook.plots.figures import BLUE, GREY, ORANGE, axes_grid

STYLES = ((BLUE, "o", "-"), (ORANGE, "s", "--"), ("black", "^", ":"))  # told apart in grey too


def plot_gaps(curves, guessing):
    """Return a figure of the losses after each epoch, a panel for each of `curves`, the gap between them shaded.

    `curves` is {title: (epochs, 2)}, training and validation loss; `guessing` is the loss of one who knows nothing.
    What is above three times that is cut off.
    """
    figure, axes = axes_grid(1, len(curves), width=3 * len(curves), height=3.1)
    top = min(3 * guessing, 1.05 * max(guessing, *(np.max(losses) for losses in curves.values())))
    for axis, (title, losses) in zip(axes[0], curves.items(), strict=True):
        training, validation = np.transpose(losses)
        epochs = np.arange(len(training)) + 1
        axis.axhline(guessing, color=GREY, lw=1, ls=":", label="guessing")
        axis.fill_between(epochs, training, validation, color=ORANGE, alpha=0.15)
        axis.plot(epochs, training, color=BLUE, label="training")
        axis.plot(epochs, validation, color=ORANGE, ls="--", label="validation")
        axis.set(xlabel="epoch", ylim=(0, top))
        axis.set_title(title, fontsize=10)
    axes[0, 0].set_ylabel("loss")
    axes[0, -1].legend()
    return figure


def plot_sweep(pictures, strengths):
    """Return a figure with a column of photos for each of `pictures`, {kind: RGB 0..255 (strengths, h, w, 3)}."""
    figure, axes = axes_grid(len(strengths), len(pictures), width=1.25 * len(pictures), height=1.3 * len(strengths))
    for column, (kind, images) in zip(axes.T, pictures.items(), strict=True):
        column[0].set_title(kind, fontsize=10)
        for axis, image in zip(column, images, strict=True):
            axis.imshow(np.clip(image, 0, 255).astype("uint8"))
            axis.set(xticks=[], yticks=[])
    for axis, strength in zip(axes[:, 0], strengths, strict=True):
        axis.set_ylabel(f"{strength:g}")
    return figure


def plot_dropped(sums, whole):
    """Return a figure with a histogram for each of `sums`, {title: (n,)}, on one scale, and a line at `whole`.

    `sums` are what a unit receives in n passes with dropout, `whole` what it receives without.
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
    figure.legend(*axis.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return figure


def plot_ladder(rows):
    """Return a figure of training and validation loss, a line for each of `rows`, the first on top.

    `rows` is {name: (training loss, validation loss, standard error of the latter)}.
    """
    figure, axes = axes_grid(1, 1, width=7, height=1 + 0.4 * len(rows))
    axis, places = axes[0, 0], np.arange(len(rows))
    training, validation, errors = np.transpose(list(rows.values()))
    axis.hlines(places, training, validation, color=GREY, alpha=0.5)
    axis.plot(training, places, "o", color=BLUE, label="training")
    axis.errorbar(validation, places, xerr=errors, fmt="s", color=ORANGE, capsize=3, label="validation")
    axis.set(xlabel="loss", yticks=places, yticklabels=list(rows))
    axis.invert_yaxis()
    axis.grid(alpha=0.3, axis="x")
    figure.legend(*axis.get_legend_handles_labels(), loc="outside upper right", ncols=2)
    return figure


def plot_grid(settings, groups, xlabel, ylabel):
    """Return a figure of all runs at each of `settings`, as dots, and their means with standard errors, as lines.

    `groups` is {label: (runs (settings, n), standard errors (settings,))}, up to three.
    """
    if len(groups) > len(STYLES):
        raise ValueError(f"{len(groups)} groups in one figure: draw at most {len(STYLES)}.")
    figure, axes = axes_grid(1, 1, width=6, height=3.4)
    axis, width = axes[0, 0], np.ptp(settings)
    for number, (label, (runs, errors)) in enumerate(groups.items()):
        color, marker, line = STYLES[number]
        places = np.asarray(settings) + 0.02 * width * (number - (len(groups) - 1) / 2)  # side by side
        axis.plot(places, runs, ".", color=color, alpha=0.5)
        axis.errorbar(
            places, np.mean(runs, axis=1), yerr=errors, color=color, marker=marker, ls=line, capsize=3, label=label
        )
    axis.set(xlabel=xlabel, ylabel=ylabel, xticks=settings)
    axis.grid(alpha=0.3)
    axis.legend()
    return figure
