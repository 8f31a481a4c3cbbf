"""Which photos go to train, valid and test: each class in the same shares, groups kept whole."""

import numpy as np

DEALS = 20_000  # groups dealt out, in all, in search of the best division


def divide(labels, shares, groups=None, seed=0):
    """Return the split of each photo, a list of `shares`' names.

    `labels` are the photos' classes, `shares` the wanted part of each class, {split: share}, in sum 1. Each class has
    its share in each split, rounded, and at least one photo there. With `groups`, one a photo, no group is divided,
    and the shares are met as nearly as whole groups allow. Raises ValueError where a class has too few of them.
    """
    names, classes = np.unique(labels, return_inverse=True)
    _refuse_few(names, np.bincount(classes), "photos", shares)
    rng = np.random.default_rng(seed)
    if groups is None:
        return _by_class(classes, shares, rng)
    kinds, members = np.unique(groups, return_inverse=True)
    counts = np.zeros((len(kinds), len(names)))
    np.add.at(counts, (members, classes), 1)
    _refuse_few(names, (counts > 0).sum(axis=0), "groups", shares)
    return [list(shares)[split] for split in _by_group(counts, list(shares.values()), rng)[members]]


def _refuse_few(names, counts, what, shares):
    if counts.min() < len(shares):
        raise ValueError(
            f"The class {names[counts.argmin()]} has {counts.min()} {what}, and each of {', '.join(shares)} needs one: "
            "add photos, take the class away, or leave a split out (test=0)."
        )


def _by_class(classes, shares, rng):
    first, *others = shares
    splits = np.full(len(classes), first, dtype=object)
    for label in range(classes.max() + 1):
        rows = rng.permutation(np.flatnonzero(classes == label))
        counts = [max(1, round(shares[split] * len(rows))) for split in others]
        while sum(counts) >= len(rows):
            counts[np.argmax(counts)] -= 1
        for split, part in zip(others, np.split(rows, np.cumsum(counts))[:-1], strict=True):
            splits[part] = split
    return splits.tolist()


def _by_group(counts, shares, rng):
    """Return the split of each group, by number; `counts` are its photos of each class, (groups, classes).

    Groups are dealt out one by one, each to the split that it brings nearest to its share, which is one group at
    least. Of many orders, the largest first and then random ones, the best counts.
    """
    wanted = np.maximum(np.outer(shares, counts.sum(axis=0)), counts.sum(axis=0) / (counts > 0).sum(axis=0))
    orders = [np.argsort(-counts.sum(axis=1), kind="stable")]
    orders += [rng.permutation(len(counts)) for _ in range(DEALS // len(counts))]
    missing, _, splits = min((_deal(counts, wanted, order) for order in orders), key=lambda deal: deal[:2])
    if missing:
        raise ValueError(
            f"The {len(counts)} groups cannot be divided so that each split has photos of each class: "
            "add groups, make them smaller, or leave a split out (test=0)."
        )
    return splits


def _deal(counts, wanted, order):
    """Return how many classes are missing in splits, how far the splits are from `wanted`, and each group's split."""
    dealt, splits = np.zeros_like(wanted), np.zeros(len(counts), dtype=int)
    for group in order:
        change = (((dealt + counts[group] - wanted) / wanted) ** 2 - ((dealt - wanted) / wanted) ** 2).sum(axis=1)
        splits[group] = change.argmin()
        dealt[splits[group]] += counts[group]
    return (dealt == 0).sum(), (((dealt - wanted) / wanted) ** 2).sum(), splits
