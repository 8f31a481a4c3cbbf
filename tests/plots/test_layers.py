"""Figures of layers."""

import numpy as np
import pytest

from workbook.networks.layer_table import Memory, Row
from workbook.plots.layers import (
    plot_by_layer,
    plot_dropped,
    plot_feature_maps,
    plot_filter_rows,
    plot_filters,
    plot_memory,
    plot_shares,
    plot_shares_from,
    plot_spread,
)

IMAGE = np.random.default_rng(0).integers(0, 256, (8, 8, 3), dtype="uint8")
GIB = 2**30
CHANGES = {
    "last layer": {"conv": 0.0, "fc1": 0.0, "predictions": 0.8},
    "dense layers": {"conv": 0.0, "fc1": 0.02, "predictions": 0.01},
}


def widths(container):
    return [bar.get_width() for bar in container]


def pictures(figure):
    return [np.asarray(axis.images[0].get_array()) for axis in figure.axes if axis.images]


def texts(axis):
    return [text.get_text() for text in axis.texts]


def test_shares_of_a_quantity_add_up_to_one():
    table = [Row("input", (), 5, 0, 0), Row("block1", (), 15, 10, 60), Row("dense", (), 20, 30, 20)]
    figure = plot_shares(table)
    rows = np.array([widths(container) for container in figure.axes[0].containers])
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == [
        "weights",
        "multiply-adds",
        "values to keep",
    ]
    np.testing.assert_allclose(rows, [[0, 0, 0.125], [0.25, 0.75, 0.375], [0.75, 0.25, 0.5]])
    assert "75%" in [text.get_text() for text in figure.axes[0].texts]


def test_bars_of_memory_are_in_gib_and_end_in_their_sum():
    memories = {"a": Memory(GIB, 2 * GIB, GIB // 2, 0), "b": Memory(0, GIB, 0, 0)}
    axis = plot_memory(memories, limit=6).axes[0]
    assert [widths(container) for container in axis.containers] == [[1, 0], [2, 1], [0.5, 0], [0, 0]]
    assert [text.get_text() for text in axis.texts] == ["3.50", "1.00"]
    assert set(axis.lines[-1].get_xdata()) == {6}
    assert axis.get_xlim()[1] > 6
    assert plot_memory(memories).axes[0].lines[:] == []


def test_filters_are_drawn_in_rgb_around_grey():
    kernel = np.zeros((3, 3, 3, 5))
    kernel[..., 0, 1] = 2  # the second filter looks for blue
    drawn = pictures(plot_filters(kernel, columns=3))
    assert len(drawn) == 5
    np.testing.assert_allclose(drawn[0], 0.5)
    np.testing.assert_allclose(drawn[1][0, 0], [0.5, 0.5, 1])
    with pytest.raises(ValueError, match=r"\(3, 3, 4, 5\): give one with 3 input channels"):
        plot_filters(np.zeros((3, 3, 4, 5)))


def test_filters_of_several_kernels_are_drawn_below_each_other():
    kernels = {"few": np.ones((3, 3, 3, 2)), "many": -np.ones((3, 3, 3, 5))}
    figure = plot_filter_rows(kernels, columns=4)
    axes = np.reshape(figure.axes, (3, 4))
    assert [texts(row[0]) for row in axes] == [["few"], ["many"], []]
    assert [[len(axis.images) for axis in row] for row in axes] == [[1, 1, 0, 0], [1, 1, 1, 1], [1, 0, 0, 0]]
    np.testing.assert_allclose(axes[2, 0].images[0].get_array(), 0)


def test_the_strongest_maps_come_first_beside_the_image():
    maps = np.stack([np.full((4, 4), strength) for strength in (1, 3, 2)], axis=-1)
    figure = plot_feature_maps(IMAGE, {"one": maps, "two": maps[:2, :2]}, count=2)
    assert [axis.get_title() for axis in figure.axes[:3]] == ["", "channel 1", "channel 2"]
    image, strongest, _, small, *_ = pictures(figure)
    assert (image.shape, small.shape) == ((4, 4, 3), (2, 2, 3))
    assert strongest.tolist() == maps[:, :, 1].tolist()
    assert figure.axes[0].get_ylabel() == "one\n4 x 4 x 3"


def test_fewer_channels_than_places_leave_the_rest_empty():
    assert len(pictures(plot_feature_maps(IMAGE, {"one": np.ones((4, 4, 2))}, count=5))) == 3


def test_every_panel_shows_every_layer_on_one_scale():
    left, right = plot_by_layer(CHANGES, "change").axes
    assert [label.get_text() for label in left.get_yticklabels()] == ["conv", "fc1", "predictions"]
    assert [bar.get_width() for bar in right.patches] == [0.0, 0.02, 0.01]
    assert left.get_xlim() == right.get_xlim() == pytest.approx((0.005, 1.6))
    assert left.get_ylim()[0] > left.get_ylim()[1]  # the first layer on top


def test_a_layer_that_did_not_move_is_marked():
    left, right = plot_by_layer(CHANGES, "change").axes
    assert texts(left) == ["0", "0"]
    assert texts(right) == ["0"]
    (nothing,) = plot_by_layer({"frozen": {"conv": 0.0}}, "change").axes
    assert texts(nothing) == ["0"]


def test_panels_of_other_layers_are_refused():
    with pytest.raises(ValueError, match="'dense layers' has other layers"):
        plot_by_layer(CHANGES | {"dense layers": {"fc1": 1.0}}, "change")


def test_shares_are_written_and_the_first_layer_stands_out():
    shares = {"weights": {"conv": 1.0, "fc1": 0.89}, "work": {"conv": 1.0, "fc1": 0.008}}
    for axis, text in zip(plot_shares_from(shares, "fc1").axes, ["89.0%", "0.8%"], strict=True):
        assert texts(axis) == ["100.0%", text]
        assert axis.patches[0].get_facecolor() != axis.patches[1].get_facecolor()


def test_zeros_are_told_not_drawn():
    figure = plot_spread({"fc1": np.array([[0.0, 0.0, 0.0, 2.0]])})
    assert figure.axes[0].get_title() == "fc1: 75% zeros"
    assert sum(bar.get_height() for bar in figure.axes[0].patches) == 1


def test_dropped_sums_are_drawn_beside_the_whole():
    figure = plot_dropped({"p = 0.5": np.array([1.0, 3.0])}, whole=2.5)
    whole, mean = figure.axes[0].get_lines()
    assert (whole.get_xdata()[0], mean.get_xdata()[0]) == (2.5, 2.0)
    assert sum(bar.get_height() for bar in figure.axes[0].patches) == 2
