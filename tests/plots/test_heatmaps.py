"""Figures of heatmaps, boxes and patches."""

import numpy as np
from matplotlib.patches import Rectangle

from workbook.plots.heatmaps import plot_boxes, plot_heatmaps, plot_patches

IMAGES = np.random.default_rng(0).integers(0, 256, (2, 20, 40, 3), dtype="uint8")
MAPS = {"one": np.random.default_rng(1).normal(size=(2, 7, 7)), "two": -np.ones((2, 3, 3))}
BOXES = np.array([[5, 2, 25, 12], [0, 0, 40, 20]])


def rectangles(axis):
    shapes = [shape for shape in axis.patches if isinstance(shape, Rectangle)]
    return [(*shape.get_xy(), shape.get_width(), shape.get_height()) for shape in shapes]


def test_each_map_lies_over_the_whole_photo_and_begins_at_zero():
    figure = plot_heatmaps(IMAGES, MAPS, titles=["cat", "dog"])
    first, *_ = figure.axes
    assert [axis.get_title() for axis in figure.axes[:3]] == ["photo", "one", "two"]
    assert [axis.get_ylabel() for axis in figure.axes[::3]] == ["cat", "dog"]
    photo, heatmap = figure.axes[1].images
    assert photo.get_array().shape == (20, 40)
    assert tuple(heatmap.get_extent()) == tuple(photo.get_extent()) == tuple(first.images[0].get_extent())
    assert heatmap.get_clim() == (0, MAPS["one"][0].max())
    assert figure.axes[2].images[1].get_clim()[0] == 0  # a map without positive values is dark
    assert not rectangles(first)


def test_a_box_is_drawn_along_the_edges_of_its_pixels():
    figure = plot_heatmaps(IMAGES, MAPS, boxes=BOXES)
    assert [rectangles(axis) for axis in figure.axes[:3]] == 3 * [[(4.5, 1.5, 20, 10)]]
    assert rectangles(figure.axes[3]) == [(-0.5, -0.5, 40, 20)]


def test_boxes_of_several_kinds_differ_in_colour_and_line():
    figure = plot_boxes(IMAGES, {"true": BOXES, "network": BOXES + 1, "mean": BOXES}, titles=["a", "b"])
    assert [axis.get_title() for axis in figure.axes] == ["a", "b"]
    shapes = figure.axes[0].patches
    assert len({shape.get_edgecolor() for shape in shapes}) == len({str(s.get_linestyle()) for s in shapes}) == 3
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["true", "network", "mean"]


def test_a_row_may_have_fewer_patches():
    patches = {"filter 1": IMAGES[:2], "filter 2": IMAGES[:1]}
    figure = plot_patches(patches)
    assert [len(axis.images) for axis in figure.axes] == [1, 1, 1, 0]
    assert [axis.texts[0].get_text() for axis in figure.axes[::2]] == ["filter 1", "filter 2"]
