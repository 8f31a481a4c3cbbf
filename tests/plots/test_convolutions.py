"""Figures of convolutions."""

import numpy as np

from workbook.plots.convolutions import plot_arithmetic, plot_arrays, plot_reach

KERNEL = np.array([[-1, -1, -1], [1, 1, 1], [0, 0, 0]])


def texts(axis):
    return [text.get_text() for text in axis.texts]


def limits(axis):
    return axis.images[0].get_clim()


def test_zero_is_black_or_in_the_middle():
    figure = plot_arrays({"signed": KERNEL * 2, "positive": np.arange(9).reshape(3, 3), "none": np.zeros((2, 2))})
    assert [axis.get_title() for axis in figure.axes] == ["signed", "positive", "none"]
    assert [limits(axis)[0] for axis in figure.axes] == [-2, 0, 0]
    assert [limits(axis)[1] for axis in figure.axes[:2]] == [2, 8]


def test_numbers_are_written_into_small_arrays_only():
    figure = plot_arrays({"small": KERNEL, "large": np.ones((7, 7)), "photo": np.zeros((9, 9, 3), "uint8")}, rows=2)
    small, large, photo, empty = figure.axes
    assert texts(small) == ["-1"] * 3 + ["1"] * 3 + ["0"] * 3
    assert texts(large) == texts(photo) == []
    assert not empty.images


def test_a_few_large_numbers_do_not_darken_a_large_array():
    values = np.ones((100, 100))
    values[0, :5] = 1000
    assert limits(plot_arrays({"map": values}).axes[0]) == (0, 1)


def test_a_step_of_the_arithmetic_adds_up():
    picture = np.arange(25).reshape(5, 5)
    figure = plot_arithmetic(picture, KERNEL, row=1, column=2)
    assert figure.axes[3].get_title() == "=  products, sum 15"
    (square,) = figure.axes[0].patches
    assert (square.get_xy(), square.get_width()) == ((1.5, 0.5), 3)
    np.testing.assert_array_equal(figure.axes[1].images[0].get_array(), picture[1:4, 2:5])


def test_squares_are_drawn_around_the_pixels_they_hold():
    figure = plot_reach(np.zeros((9, 9, 3), "uint8"), {"gradient": np.full((9, 9), 4.0)}, boxes=[(0, 8), (3, 5)])
    for axis in figure.axes:
        assert [patch.get_xy() for patch in axis.patches] == [(-0.5, -0.5), (2.5, 2.5)]
        assert [patch.get_width() for patch in axis.patches] == [9, 3]
    np.testing.assert_array_equal(figure.axes[1].images[0].get_array(), 2)
