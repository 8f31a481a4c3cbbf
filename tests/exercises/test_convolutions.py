"""Checks of readers' programs."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from workbook.exercises.convolutions import check_find, check_pool

PICTURE = np.random.default_rng(0).uniform(0, 255, (60, 60)).cumsum(axis=1)  # brighter to the right


def pool(maps):
    squares = sliding_window_view(maps, (2, 2), axis=(0, 1))
    return squares[::2, ::2].max(axis=(-2, -1))


def quick(maps):
    rows, columns, channels = maps.shape
    return maps.reshape(rows // 2, 2, columns // 2, 2, channels).max(axis=(1, 3))


def correlated(picture, part, mean=np.mean, length=np.linalg.norm):
    patches = sliding_window_view(picture, part.shape)
    patches = patches - mean(patches, axis=(2, 3), keepdims=True)
    scores = np.tensordot(patches, part - mean(part), axes=2) / length(patches, axis=(2, 3))
    return np.unravel_index(scores.argmax(), scores.shape)


def test_pooling_is_told_right_wrong_or_impossible(capsys):
    check_pool(pool)
    assert capsys.readouterr().out.count(": right") == 3
    check_pool(lambda maps: pool(maps) + 1)
    assert capsys.readouterr().out.count(": wrong") == 3
    check_pool(quick)
    assert "(8, 6, 2): right\n(9, 7, 3): cannot reshape" in capsys.readouterr().out


def test_parts_are_found_by_their_shape_and_not_by_their_light(capsys):
    check_find(correlated, PICTURE)
    assert capsys.readouterr().out == "20 of 20 found\n"
    check_find(lambda picture, part: (0, 0), PICTURE)
    assert capsys.readouterr().out == "0 of 20 found\n"
