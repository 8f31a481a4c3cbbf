"""Figures of single predictions, and of what they rest on."""

import numpy as np
from sklearn.metrics import confusion_matrix

from workbook.plots.figures import BLUE, GREY, ORANGE, axes_grid, readable
from workbook.plots.results import plot_confusion_matrix
from workbook.predictions.examples import predict_at

TICKS = np.array([0.0001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.9999])  # probabilities
BINS = np.linspace(-9.5, 9.5, 39)  # log odds


def plot_strips(images, strips, captions, count=4, across=1):
    """Return a figure with a strip of up to `count` photos for each entry of `strips`, `across` of them side by side.

    `strips` is {name: row numbers}, into `images` (n, height, width, 3) and `captions`, n texts. A strip without rows
    says "none".
    """
    if len(captions) != len(images):
        raise ValueError(f"{len(captions)} captions for {len(images)} images: give one for each.")
    rows, columns, size = -(-len(strips) // across), across * count, 1.75 if across == 1 else 1.25
    figure, axes = axes_grid(rows, columns, width=size * columns + 0.8 * across, height=(size + 0.45) * rows)
    for axis in axes.flat:
        _bare(axis)
    for cells, (name, numbers) in zip(axes.reshape(-1, count), strips.items(), strict=False):
        cells[0].set_ylabel(readable(name), rotation=0, ha="right", va="center", fontsize=9)
        if len(numbers) == 0:
            cells[0].text(0.5, 0.5, "none", ha="center", va="center", color=GREY)
        for axis, number in zip(cells, numbers, strict=False):
            axis.imshow(images[number])
            axis.set_xlabel(captions[number], fontsize=8 if across == 1 else 7)
    return figure


def plot_at_threshold(images, probabilities, classes, class_names, captions, favoured, threshold):
    """Return two figures of what `predict_at` gives: the confusion matrix, and strips of wrong, right and near photos.

    The near ones are those whose probability of class number `favoured` is nearest to `threshold`.
    """
    called = predict_at(probabilities, favoured, threshold)
    strips = {
        "wrong": np.flatnonzero(called != classes),
        "right": np.flatnonzero(called == classes),
        "near": np.abs(probabilities[:, favoured] - threshold).argsort(kind="stable"),
    }
    matrix = confusion_matrix(classes, called, labels=range(len(class_names)))
    return plot_confusion_matrix(matrix, class_names), plot_strips(images, strips, captions)


def plot_true_probabilities(models, classes):
    """Return a figure of how probable each model finds the true class: a histogram a model, right and wrong apart.

    `models` is {name: probabilities (n, classes)}, `classes` (n,) the true class numbers. The axis is stretched towards
    0 and 1 (log odds); what lies beyond its ends is counted there.
    """
    figure, axes = axes_grid(1, len(models), width=4.4 * len(models), height=3)
    for axis, (name, probabilities) in zip(axes.flat, models.items(), strict=True):
        true = _log_odds(probabilities[np.arange(len(classes)), classes])
        right = probabilities.argmax(axis=1) == classes
        labels = [f"{sum(right)} right", f"{sum(~right)} wrong"]
        axis.hist([true[right], true[~right]], BINS, stacked=True, color=[BLUE, ORANGE], label=labels)
        axis.set(title=name, xlabel="probability of the true class", ylabel="photos")
        axis.set_xticks(_log_odds(TICKS), [f"{tick:g}" for tick in TICKS])
        axis.yaxis.get_major_locator().set_params(integer=True)
        axis.legend(loc="upper left")
    return figure


def plot_pulls(pulls, class_names, feature_names, count=8):
    """Return a figure of the `count` features that pull most towards each class.

    `pulls` is (features, classes); `feature_names` names its rows, `class_names` its columns.
    """
    if np.shape(pulls) != (len(feature_names), len(class_names)):
        raise ValueError(f"The pulls are {np.shape(pulls)}: give one for each feature and class.")
    rows, furthest = -(-len(class_names) // 2), 1.05 * np.max(pulls)
    figure, axes = axes_grid(rows, 2, width=9, height=(0.24 * count + 0.8) * rows)
    for axis, name, pull in zip(axes.flat, class_names, np.transpose(pulls), strict=False):
        best = np.argsort(pull)[::-1][:count]
        axis.barh(range(len(best)), pull[best], color=BLUE)
        axis.set_yticks(range(len(best)), [readable(feature_names[i]) for i in best])
        axis.invert_yaxis()
        axis.set(title=f"towards {readable(name)}", xlabel="weight x average probability", xlim=(0, furthest))
    for axis in axes.flat[len(class_names) :]:
        axis.axis("off")
    return figure


def _log_odds(probabilities):
    """Return log(p / (1 - p)), kept within the histogram."""
    p = np.clip(probabilities, 1e-12, 1 - 1e-12, dtype="float64")
    return np.clip(np.log(p / (1 - p)), BINS[0], BINS[-1])


def _bare(axis):
    """Take frame and ticks off `axis`, but leave its labels."""
    axis.set(xticks=[], yticks=[])
    axis.spines[:].set_visible(False)
