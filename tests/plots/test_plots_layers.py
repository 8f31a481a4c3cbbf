import numpy as np
import pytest

from workbook.networks.layer_table import Memory, Row
from workbook.plots.layers import plot_feature_maps, plot_filters, plot_memory, plot_preprocessed, plot_shares

IMAGE = np.random.default_rng(0).integers(0, 256, (8, 8, 3), dtype="uint8")
GIB = 2**30


def widths(container):
    return [bar.get_width() for bar in container]


def pictures(figure):
    return [np.asarray(axis.images[0].get_array()) for axis in figure.axes if axis.images]


def test_a_preprocessed_image_stands_beside_its_original_with_named_channels():
    figure = plot_preprocessed(IMAGE, IMAGE[..., ::-1] - 100.0)
    before, after, below_before, below_after = figure.axes
    np.testing.assert_array_equal(before.images[0].get_array(), IMAGE)
    assert (after.images[0].get_array().min(), after.images[0].get_array().max()) == (0, 255)
    assert [text.get_text() for text in below_before.get_legend().texts] == ["0: red", "1: green", "2: blue"]
    assert [text.get_text() for text in below_after.get_legend().texts] == ["0: blue", "1: green", "2: red"]
    reds = below_before.lines[0], below_after.lines[2]
    assert reds[0].get_color() == reds[1].get_color()
    assert reds[0].get_ydata().sum() == reds[1].get_ydata().sum() == 64


def test_one_colour_alone_can_be_preprocessed():
    assert pictures(plot_preprocessed(IMAGE * 0, IMAGE * 0.0))[1].max() == 0


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
    with pytest.raises(ValueError, match=r"\(3, 3, 4, 5\): only filters over 3 colours"):
        plot_filters(np.zeros((3, 3, 4, 5)))


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
