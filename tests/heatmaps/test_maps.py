"""Heatmaps made coarser and finer, compared by their order, and scored against boxes."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from workbook.heatmaps.maps import (
    by_squares,
    choose_by_halves,
    contrast,
    enlarge,
    overlaps,
    rank_correlations,
)

RNG = np.random.default_rng(0)


def test_squares_hold_the_means_of_their_pixels():
    pixels = RNG.normal(size=(2, 32, 48))
    squares = by_squares(pixels)
    assert squares.shape == (2, 2, 3)
    np.testing.assert_allclose(squares[1, 1, 2], pixels[1, 16:, 32:].mean())
    with pytest.raises(ValueError, match="30 x 48 pixels do not divide into squares of 16"):
        by_squares(pixels[:, :30])


def test_a_map_made_finer_keeps_its_values_and_its_maximum_stays_in_its_place():
    maps = np.zeros((2, 7, 7))
    maps[0, 2, 5] = maps[1] = 3
    fine = enlarge(maps, (56, 112))
    assert fine.shape == (2, 56, 112)
    np.testing.assert_allclose(fine[1], 3, rtol=1e-6)
    row, column = np.unravel_index(fine[0].argmax(), fine[0].shape)
    assert (row // 8, column // 16) == (2, 5)


def test_rank_correlations_are_spearmans():
    maps, others = RNG.normal(size=(2, 5, 4, 4))
    maps[0, :2] = 0  # ties
    expected = [spearmanr(a.ravel(), b.ravel()).statistic for a, b in zip(maps, others, strict=True)]
    np.testing.assert_allclose(rank_correlations(maps, others), expected)
    np.testing.assert_allclose(rank_correlations(maps, np.exp(maps)), 1)
    np.testing.assert_allclose(rank_correlations(maps, -maps), -1)
    np.testing.assert_array_equal(rank_correlations(np.zeros((1, 4, 4)), maps[:1]), [0])


def test_contrast_is_high_at_edges_and_does_not_depend_on_the_level():
    images = np.zeros((1, 32, 32, 3), "uint8")
    images[:, :, 24:] = 200
    found = contrast(images)
    assert found.shape == (1, 2, 2)
    assert found[0, 0, 0] == 0 < found[0, 0, 1]
    np.testing.assert_allclose(contrast(images + np.uint8(50)), found)


def test_overlaps_are_those_of_the_bright_part_at_each_share():
    maps = np.zeros((1, 7, 7))
    maps[0, 2:4, 2:4] = 1
    boxes = np.array([[64, 64, 128, 128]])
    found = overlaps(maps, boxes, [0.5, 1e-6])
    assert found.shape == (2, 1)
    assert found[0, 0] > 0.7 > found[1, 0] > 0.2


def test_each_half_is_scored_in_the_row_that_the_other_half_chose():
    scores = np.array([[0.9, 0.1, 0.9, 0.1], [0.2, 0.8, 0.2, 0.8]])
    np.testing.assert_array_equal(choose_by_halves(scores), [0.2, 0.1, 0.2, 0.1])
    np.testing.assert_array_equal(choose_by_halves(np.array([[0, 0, 0], [1, 2, 3]])), [1, 2, 3])
