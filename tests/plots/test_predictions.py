"""Figures of predictions."""

import numpy as np
import pytest

from workbook.plots.predictions import (
    plot_at_threshold,
    plot_confusion_matrix,
    plot_pulls,
    plot_reliability,
    plot_true_probabilities,
)

TWO = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.3, 0.7], [0.99, 0.01]])
CLASSES = np.array([0, 0, 0, 1, 1])  # the photos 1 and 4 are wrong
IMAGES = np.random.default_rng(0).integers(0, 256, (5, 8, 8, 3), dtype="uint8")
CAPTIONS = list("abcde")


def lines(figure):
    return {line.get_label(): line for line in figure.axes[0].get_lines()}


@pytest.mark.parametrize(("normalize", "first"), [(False, "3"), (True, "0.75")])
def test_a_confusion_matrix_shows_counts_or_shares(normalize, first):
    axis = plot_confusion_matrix([[3, 1], [0, 0]], ["tabby_cat", "dog"], normalize=normalize).axes[0]
    assert axis.texts[0].get_text() == first
    assert [label.get_text() for label in axis.get_xticklabels()] == ["tabby cat", "dog"]
    with pytest.raises(ValueError, match=r"\(2, 2\), for 3 classes"):
        plot_confusion_matrix([[3, 1], [0, 0]], list("abc"))


def test_a_confusion_matrix_of_many_classes_stays_on_the_page():
    names = [f"class {number}" for number in range(120)]
    figure = plot_confusion_matrix(np.eye(120, dtype=int), names)
    assert max(figure.get_size_inches()) < 12
    assert not figure.axes[0].texts
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()][:2] == ["class 0", "class 3"]


def test_a_network_that_is_too_sure_lies_below_the_diagonal():
    classes = np.array([0, 1] * 10)
    sure = np.tile([0.9, 0.1], (20, 1))
    sure[10:] = [0.7, 0.3]
    x, y = lines(plot_reliability({"sure": sure}, classes, bins=2))["sure"].get_data()
    assert x == pytest.approx([0.7, 0.9])
    assert y == pytest.approx([0.5, 0.5])


def test_answers_equally_sure_are_one_point():
    same = np.tile([0.2, 0.8], (20, 1))
    x, y = lines(plot_reliability({"same": same}, np.repeat([0, 1], 10)))["same"].get_data()
    assert (x, y) == (pytest.approx([0.8]), pytest.approx([0.5]))
    same[:2] = [0.4, 0.6]  # the less sure are not lost among the many
    x, y = lines(plot_reliability({"same": same}, np.repeat([0, 1], 10)))["same"].get_data()
    assert (x, y) == (pytest.approx([0.6, 0.8]), pytest.approx([0, 10 / 18]))


def test_matrix_and_photos_follow_the_threshold():
    drawn, strips = plot_at_threshold(IMAGES, TWO, CLASSES, ["cats", "dogs"], CAPTIONS, favoured=1, threshold=0.78)
    assert [text.get_text() for text in drawn.axes[0].texts] == ["2", "1", "2", "0"]
    assert [axis.get_xlabel() for axis in strips.axes[::4]] == ["b", "a", "b"]  # first wrong, right and near ones


def test_each_photo_is_counted_once_by_the_probability_of_its_true_class():
    probabilities = np.array([[0.9, 0.1], [1, 0], [1, 0]])
    axis = plot_true_probabilities({"head": probabilities}, np.array([0, 0, 1])).axes[0]
    right, wrong = axis.containers
    middle = len(right) // 2
    assert [int(sum(bar.get_height() for bar in bars)) for bars in (right, wrong)] == [2, 1]
    assert [bar.get_height() for bar in (right[-1], wrong[0])] == [1, 1]
    assert sum(bar.get_height() for bar in list(right)[:middle]) == 0
    assert [text.get_text() for text in axis.get_legend().get_texts()] == ["2 right", "1 wrong"]


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_the_strongest_pull_of_each_class_comes_first(classes):
    pulls = np.random.default_rng(0).normal(size=(20, classes))
    pulls[7, 1] = 9
    figure = plot_pulls(
        pulls, [f"our_{k}" for k in range(classes)], ["crane"] * 7 + [f"f_{k}" for k in range(7, 20)], count=4
    )
    drawn = [axis for axis in figure.axes if axis.patches]
    assert [axis.get_title() for axis in drawn] == [f"towards our {k}" for k in range(classes)]
    assert all(len(axis.get_yticks()) == 4 for axis in drawn)  # two of ImageNet's classes are called crane
    assert drawn[1].get_yticklabels()[0].get_text() == "f 7"
    widths = [bar.get_width() for bar in drawn[1].patches]
    assert widths == sorted(widths, reverse=True) and len(widths) == 4
    with pytest.raises(ValueError, match=r"\(20, .*\): give one for each feature and class"):
        plot_pulls(pulls, ["cats"], ["tabby"])
