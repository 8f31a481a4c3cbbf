import numpy as np
import pytest

from utils import plot_confusion_matrix, plot_history, plot_top, plots, readable, show

IMAGES = np.random.default_rng(0).integers(0, 256, (5, 8, 8, 3), dtype="uint8")


class History:
    epoch = [0, 1, 2]
    history = {"loss": [3, 2, 1], "accuracy": [0.1, 0.5, 0.9], "val_loss": [3, 2, 2], "val_accuracy": [0.1, 0.4, 0.6]}


def titles(figure):
    return [axis.get_title() for axis in figure.axes]


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_all_images_are_drawn_whatever_their_number(rows):
    figure = plots(IMAGES, titles=list("abcde"), rows=rows)
    drawn = [axis for axis in figure.axes if axis.images]
    assert titles(figure)[:5] == list("abcde")
    assert len(drawn) == 5
    np.testing.assert_array_equal(drawn[3].images[0].get_array(), IMAGES[3])


def test_a_title_too_few_is_an_error():
    with pytest.raises(ValueError, match="4 titles for 5 images"):
        plots(IMAGES, titles=list("abcd"))
    with pytest.raises(ValueError, match="no images"):
        plots(IMAGES[:0])


def test_the_most_probable_classes_come_first():
    figure = plot_top(IMAGES[:1], np.array([[0.1, 0.6, 0.3]]), ["a_cat", "dog", "fox"], count=2)
    bars = figure.axes[1]
    assert [label.get_text() for label in bars.get_yticklabels()] == ["dog", "fox"]
    assert [bar.get_width() for bar in bars.patches] == [0.6, 0.3]
    with pytest.raises(ValueError, match="2 rows of probabilities for 1 images"):
        plot_top(IMAGES[:1], np.zeros((2, 3)), list("abc"))


def test_a_history_shows_training_beside_validation():
    figure = plot_history(History)
    assert [axis.get_ylabel() for axis in figure.axes] == ["loss", "accuracy"]
    assert figure.axes[1].lines[1].get_ydata().tolist() == [0.1, 0.4, 0.6]
    assert figure.axes[1].lines[1].get_xdata().tolist() == [1, 2, 3]


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


def test_a_shown_figure_carries_its_text(monkeypatch):
    shown = []
    monkeypatch.setattr("workbook.plots.figures.display", lambda image, metadata: shown.append((image, metadata)))
    show(plots(IMAGES), alt="Five squares of noise.")
    ((image, metadata),) = shown
    assert image.data.startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == "Five squares of noise."


def test_names_are_readable():
    assert readable("Egyptian_cat") == "Egyptian cat"
