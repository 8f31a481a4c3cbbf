"""Figures of functions."""

import re

import numpy as np
import pytest

from workbook.plots.functions import (
    animate_descent,
    plot_bars,
    plot_batch_norm,
    plot_bowl,
    plot_functions,
    plot_line,
    plot_log_loss,
    plot_stretch,
)

X = np.linspace(-1, 1, 9)
Y = 3 * X + 2
PATH = np.array([[0.0, 0.0], [1.5, 2.0], [2.5, 2.1]])


def test_the_errors_join_the_points_to_the_line():
    axis = plot_line(X, Y, (1.0, 0.5)).axes[0]
    ends = np.array(axis.collections[0].get_segments())
    np.testing.assert_allclose(ends[:, 0], np.column_stack([X, Y]))
    np.testing.assert_allclose(ends[:, 1], np.column_stack([X, X + 0.5]))


def test_the_bowl_is_lowest_at_the_line_of_the_points():
    axis = plot_bowl(X, Y, {"a": PATH, "b": PATH[:2]}).axes[0]
    star, *paths = axis.lines
    np.testing.assert_allclose([star.get_xdata(), star.get_ydata()], [[3], [2]], atol=1e-9)
    np.testing.assert_array_equal(paths[0].get_xydata(), PATH)
    lowest = axis.collections[0].get_paths()[0].get_extents()
    assert lowest.contains(3, 2) and not lowest.contains(0, 0)
    assert axis.get_xlim()[0] < 0 and axis.get_ylim()[0] < 0  # the start is in the picture


def test_an_animation_has_a_frame_a_step_a_text_and_needs_no_internet():
    html = animate_descent(X, Y, PATH, alt='"Down" it goes.')
    frames = re.findall(r'frames\[\d+\] = "(.*?)"', html, flags=re.DOTALL)
    assert len(set(frames)) == len(PATH)
    assert len(html) / len(PATH) < 24_000
    assert '<img alt="&quot;Down&quot; it goes." id=' in html
    assert "http" not in html
    assert re.findall(r"<button.*?>\s*(\S)\s*</button>", html, flags=re.DOTALL) == list("−«‹◀‖▶›»+")


def test_functions_stand_over_their_target():
    figure = plot_functions(X, {"double": 2 * X, "square": X**2}, target=Y)
    assert [axis.get_title() for axis in figure.axes] == ["double", "square"]
    target, square = figure.axes[1].lines
    np.testing.assert_array_equal(target.get_ydata(), Y)
    np.testing.assert_array_equal(square.get_ydata(), X**2)


def test_bars_are_labelled_with_their_heights():
    axis = plot_bars(["cat", "dog"], {"cold": [0.9, 0.1], "hot": [0.6, 0.4]}).axes[1]
    assert [bar.get_height() for bar in axis.patches] == [0.6, 0.4]
    assert [text.get_text() for text in axis.texts] == ["0.60", "0.40"]
    with pytest.raises(ValueError, match="1 bars for 2 names in 'hot'"):
        plot_bars(["cat", "dog"], {"hot": [1.0]})


def test_the_identity_is_told_from_what_is_not():
    assert plot_batch_norm(2.0, 3.0, 3.0, 4.0, 0.0).axes[0].get_title() == "the identity"
    assert plot_batch_norm(2.0, 3.0, 3.0, 2.0, 0.0).axes[0].get_title() == "not the identity"


def test_every_recipe_has_its_line():
    recipes = {name: np.full(3, factor) for factor, name in enumerate("abcdef", start=1)}
    lines = plot_stretch(np.array([0.1, 1, 10]), recipes).axes[0].lines
    drawn = {line.get_label(): line.get_ydata()[0] for line in lines}
    assert drawn == dict(zip("abcdef", range(1, 7), strict=True))


def test_the_curve_of_log_loss_is_the_same_for_both_labels_from_either_side():
    one, zero = plot_log_loss().axes[0].lines
    np.testing.assert_allclose(one.get_ydata(), zero.get_ydata()[::-1])
    assert one.get_ydata()[0] == pytest.approx(zero.get_ydata()[-1]) == pytest.approx(-np.log(0.001))
