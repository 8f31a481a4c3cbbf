"""Photos spread over a folder, covered, and side by side."""

import numpy as np
import pytest

from workbook.heatmaps.photos import MEAN_COLOUR, cover, middles, pair_up, spread
from workbook.photos.batches import Batches

IMAGES = np.random.default_rng(0).integers(0, 256, (6, 20, 30, 3), dtype="uint8")
CLASSES = np.array([0, 0, 0, 1, 1, 2])


def test_photos_are_spread_over_all_folders(folder):
    batches = Batches(folder, size=(16, 16))
    rows, images = spread(batches, 3)
    np.testing.assert_array_equal(rows, [0, 3, 6])
    np.testing.assert_array_equal(images, batches.images()[rows])
    np.testing.assert_array_equal(spread(batches, 100)[0], range(7))


def test_the_middles_are_those_of_equal_parts():
    np.testing.assert_array_equal(middles(224, 32), 16 + 32 * np.arange(7))
    np.testing.assert_array_equal(middles(224, 45), [22, 67, 112, 156, 201])
    np.testing.assert_array_equal(middles(10, 100), [5])


def test_a_square_is_covered_and_nothing_else():
    covered = cover(IMAGES, 10, 15, side=4)
    assert (covered[:, 8:12, 13:17] == MEAN_COLOUR).all()
    covered[:, 8:12, 13:17] = IMAGES[:, 8:12, 13:17]
    np.testing.assert_array_equal(covered, IMAGES)


def test_each_photo_may_be_covered_in_another_place_and_beyond_its_border():
    covered = cover(IMAGES, [0, 19, 10, 10, 10, 10], 15, side=6)
    assert (covered[0, :3, 12:18] == MEAN_COLOUR).all()
    assert (covered[1, 16:, 12:18] == MEAN_COLOUR).all()
    np.testing.assert_array_equal(covered[0, 3:], IMAGES[0, 3:])
    np.testing.assert_array_equal(cover(IMAGES, -40, 15, side=6), IMAGES)


def test_each_photo_stands_in_its_box_beside_one_of_another_class():
    pairs, boxes = pair_up(IMAGES, CLASSES)
    assert pairs.shape == (6, 20, 60, 3)
    assert {tuple(box) for box in boxes} == {(0, 0, 30, 20), (30, 0, 60, 20)}
    for pair, (left, _, right, _), image, number in zip(pairs, boxes, IMAGES, CLASSES, strict=True):
        np.testing.assert_array_equal(pair[:, left:right], image)
        beside = pair[:, 30 - left : 60 - left]
        (other,) = [i for i, each in enumerate(IMAGES) if np.array_equal(each, beside)]
        assert CLASSES[other] != number


def test_pairs_need_two_classes():
    with pytest.raises(ValueError, match="All images are of one class"):
        pair_up(IMAGES, np.zeros(6))
