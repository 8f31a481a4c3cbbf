"""Figures of predictions: which classes are confused, how probable the answers are, and what they rest on."""

import numpy as np
from sklearn.metrics import confusion_matrix

from workbook.plots.figures import BLUE, ORANGE, REFERENCE, axes_grid, one_axis, readable, styled
from workbook.plots.photos import plot_strips
from workbook.predictions.examples import predict_at

TICKS = np.array([0.0001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.9999])  # probabilities
BINS = np.linspace(-9.5, 9.5, 39)  # log odds


def plot_confusion_matrix(matrix, class_names, normalize=False):
    """Return a figure of a confusion matrix, with a row for each true class and a column for each predicted class.

    `matrix` is scikit-learn's, counts (classes, classes); `normalize` shows the shares of each row instead. A class
    without examples has a row of zeros. With more than 20 classes only the colours are shown. Lesson 01.
    """
    matrix, count = np.asarray(matrix), len(class_names)
    if matrix.shape != (count, count):
        raise ValueError(f"The matrix is {matrix.shape}, for {count} classes: give one row and column per class.")
    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    side = max(3.2, min(0.55 * count, 11))
    figure, axis = one_axis(width=side + 0.6, height=side)
    axis.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    if count <= 20:
        for (row, column), share in np.ndenumerate(shares):
            text = f"{share:.2f}" if normalize else f"{matrix[row, column]}"
            axis.text(column, row, text, ha="center", va="center", color="white" if share > 0.5 else "black")
    _name_ticks(axis, [readable(name) for name in class_names])
    axis.set(xlabel="predicted", ylabel="true")
    return figure


def plot_at_threshold(images, probabilities, classes, class_names, captions, favoured, threshold):
    """Return two figures of the answers of `predict_at`: the confusion matrix, and wrong, right and near photos.

    The near ones are those whose probability of class number `favoured` is nearest to `threshold`. The arrays are
    `images` (n, height, width, 3), `probabilities` (n, classes) and the true `classes` (n,); `captions` are n texts.
    Lesson 05.
    """
    predicted = predict_at(probabilities, favoured, threshold)
    strips = {
        "wrong": np.flatnonzero(predicted != classes),
        "right": np.flatnonzero(predicted == classes),
        "near": np.abs(probabilities[:, favoured] - threshold).argsort(kind="stable"),
    }
    matrix = confusion_matrix(classes, predicted, labels=range(len(class_names)))
    return plot_confusion_matrix(matrix, class_names), plot_strips(images, strips, captions)


def plot_reliability(answers, classes, bins=5):
    """Return a reliability diagram: the accuracy of up to six networks, over how probable their answers are.

    `answers` is {network: probabilities (n, classes)}, `classes` (n,) holds the true ones. A point stands for one of
    `bins` groups of equally many examples, but ties stay together. On the diagonal, a network is right as often as it
    says (Guo et al., 2017). Lesson 10.
    """
    figure, axis = one_axis(width=5.2, height=3.8)
    lowest = 1 / next(iter(answers.values())).shape[1]
    axis.plot([lowest, 1], [lowest, 1], **REFERENCE, label="accuracy = confidence")
    for network, style in styled(answers).items():
        probabilities = answers[network]
        confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == classes
        edges = np.quantile(confidence, np.arange(1, bins) / bins)
        part = np.searchsorted(edges, confidence, side="right")  # scikit-learn's side would join the sure to the rest
        points = [(confidence[part == i].mean(), right[part == i].mean()) for i in np.unique(part)]
        axis.plot(*np.transpose(points), **style, label=network)
    axis.set(xlabel="confidence", ylabel="accuracy")
    axis.legend()
    return figure


def plot_true_probabilities(models, classes):
    """Return a figure of how probable each model finds the true class: one histogram for each, right and wrong apart.

    `models` is {name: probabilities (n, classes)}, `classes` (n,) the true class numbers. The axis is stretched towards
    0 and 1 (log odds). What lies beyond its ends is counted in the bars at its ends. Lesson 05.
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

    `pulls` is (features, classes); `feature_names` names its rows, `class_names` its columns. Lesson 05.
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


def _name_ticks(axis, names):
    """Name the rows and columns of a matrix, or every few of them where all would not fit."""
    step = -(-len(names) // 50)
    ticks, shown = range(0, len(names), step), names[::step]
    axis.set_yticks(ticks, shown)
    turned = {"rotation": 90 if len(names) > 20 else 45, "rotation_mode": "anchor", "ha": "right", "va": "center"}
    axis.set_xticks(ticks, shown, **turned if max(map(len, names)) * len(names) > 32 else {})


def _log_odds(probabilities):
    """Return log(p / (1 - p)), kept within the histogram."""
    p = np.clip(probabilities, 1e-12, 1 - 1e-12, dtype="float64")
    return np.clip(np.log(p / (1 - p)), BINS[0], BINS[-1])
