"""Checks of programs that compare boxes, and that keep the best of many."""

import numpy as np

from workbook.heatmaps.boxes import box_overlap

PAIRS = {
    "one inside the other": ((0, 0, 10, 10), (2, 2, 8, 8)),
    "a corner in common": ((0, 0, 10, 10), (5, 5, 15, 15)),
    "apart in one direction": ((0, 0, 10, 10), (20, 0, 30, 10)),
    "apart in both directions": ((0, 0, 10, 10), (20, 20, 30, 30)),
}


def check_overlap(function):
    """Print for four pairs of boxes what `function(box, other)` returns, and whether that is right. Lesson 12."""
    for name, pair in PAIRS.items():
        found, right = float(function(*pair)), float(box_overlap(*map(np.array, pair)))
        print(f"{name}: {found:.3f}, {'right' if np.isclose(found, right) else f'wrong, it is {right:.3f}'}")


def check_keep(function):
    """Print for 30 crowds of boxes how often `function(boxes, scores, most)` returns the right row numbers.

    Right is greedy non-maximum suppression: take the row with the highest score, drop all rows that overlap it by more
    than `most`, and go on with the rest. The rows are compared in any order. Lesson 12.
    """
    rng, right = np.random.default_rng(0), 0
    for _ in range(30):
        corners = rng.integers(0, 30, (12, 2))
        boxes = np.concatenate([corners, corners + rng.integers(30, 60, (12, 2))], axis=1).astype(float)
        scores, most = rng.permutation(12) / 12, rng.choice([0.2, 0.4, 0.6])
        right += sorted(map(int, function(boxes, scores, most))) == sorted(_kept(boxes, scores, most))
    print(f"{right} of 30 right")


def _kept(boxes, scores, most):
    """Return the rows of `boxes` that no kept row with a higher score overlaps by more than `most`."""
    kept = []
    for row in np.argsort(scores)[::-1]:
        if all(box_overlap(boxes[row], boxes[other]) <= most for other in kept):
            kept.append(int(row))
    return kept
