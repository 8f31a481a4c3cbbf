"""Checks of readers' programs on boxes."""

import numpy as np

from workbook.exercises.heatmaps import check_keep, check_overlap
from workbook.heatmaps.boxes import box_overlap


def careless(box, other):
    both = np.prod(np.minimum(box[2:], other[2:]) - np.maximum(box[:2], other[:2]))
    areas = [np.prod(np.subtract(each[2:], each[:2])) for each in (box, other)]
    return both / (sum(areas) - both)


def keep(boxes, scores, most):
    rest, kept = np.argsort(scores)[::-1], []
    while len(rest):
        kept.append(rest[0])
        rest = rest[1:][box_overlap(boxes[rest[1:]], boxes[rest[0]]) <= most]
    return kept


def test_overlaps_are_told_right_or_wrong_with_the_right_number(capsys):
    check_overlap(box_overlap)
    assert capsys.readouterr().out.count(", right\n") == 4
    check_overlap(careless)
    told = capsys.readouterr().out
    assert told.count(", right\n") == 2
    assert "apart in both directions: 1.000, wrong, it is 0.000\n" in told


def test_crowds_are_thinned_by_the_rule_and_in_any_order(capsys):
    check_keep(keep)
    check_keep(lambda *crowd: keep(*crowd)[::-1])
    assert capsys.readouterr().out == 2 * "30 of 30 right\n"
    check_keep(lambda boxes, scores, most: np.arange(len(boxes)))
    assert capsys.readouterr().out.startswith("0 of 30")
