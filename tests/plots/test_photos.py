"""Figures made of photos."""

import numpy as np
import pytest

from workbook.plots.photos import photo_captions, plot_preprocessed, plot_strips, plot_sweep, plot_top, plots

IMAGES = np.random.default_rng(0).integers(0, 256, (5, 8, 8, 3), dtype="uint8")
CAPTIONS = list("abcde")


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


def test_a_strip_shows_its_photos_in_order_or_says_none():
    strips = {"right_ones": np.array([4, 0]), "wrong": np.array([], int)}
    figure = plot_strips(IMAGES, strips, CAPTIONS, count=3)
    first, second, third, empty = figure.axes[:4]
    np.testing.assert_array_equal(first.images[0].get_array(), IMAGES[4])
    assert [axis.get_xlabel() for axis in (first, second, third)] == ["e", "a", ""]
    assert first.get_ylabel() == "right ones"
    assert [text.get_text() for text in empty.texts] == ["none"]
    assert not (first.texts or third.texts or third.images or empty.images)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_strips_stand_side_by_side_whatever_their_number(classes):
    strips = {f"{k}": np.array([k % 5]) for k in range(2 * classes - 1)}
    figure = plot_strips(IMAGES, strips, CAPTIONS, count=3, across=2)
    assert len(figure.axes) == classes * 6
    assert [axis.get_ylabel() for axis in figure.axes[::3]] == [*strips, ""]
    with pytest.raises(ValueError, match="4 captions for 5 images"):
        plot_strips(IMAGES, strips, CAPTIONS[:4])


def test_a_sweep_has_a_column_a_kind_and_a_row_a_strength():
    figure = plot_sweep({"flip": np.zeros((3, 4, 4, 3)), "zoom": np.full((3, 4, 4, 3), 300)}, [0, 0.5, 1])
    assert len(figure.axes) == 6
    assert [axis.get_ylabel() for axis in figure.axes[::2]] == ["0", "0.5", "1"]
    assert figure.axes[1].images[0].get_array().max() == 255


def test_a_preprocessed_image_stands_beside_its_original_with_named_channels():
    figure = plot_preprocessed(IMAGES[0], IMAGES[0, ..., ::-1] - 100.0)
    before, after, below_before, below_after = figure.axes
    np.testing.assert_array_equal(before.images[0].get_array(), IMAGES[0])
    assert (after.images[0].get_array().min(), after.images[0].get_array().max()) == (0, 255)
    assert [text.get_text() for text in below_before.get_legend().texts] == ["0: red", "1: green", "2: blue"]
    assert [text.get_text() for text in below_after.get_legend().texts] == ["0: blue", "1: green", "2: red"]
    reds = below_before.lines[0], below_after.lines[2]
    assert reds[0].get_color() == reds[1].get_color()
    assert reds[0].get_ydata().sum() == reds[1].get_ydata().sum() == 64


def test_one_colour_alone_can_be_preprocessed():
    assert plot_preprocessed(IMAGES[0] * 0, IMAGES[0] * 0.0).axes[1].images[0].get_array().max() == 0


def test_a_caption_has_file_class_and_probability():
    told = photo_captions(["cats/a cat.1.jpg", "b.png"], np.array([[0.25, 0.75], [1, 0]]), ["cats", "sea_dogs"])
    assert told == ["a cat.1\nsea dogs 0.75", "b\ncats 1.00"]
