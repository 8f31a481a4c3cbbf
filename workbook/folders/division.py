"""The division of photos into train, valid and test, with the same shares in each class and with whole groups."""

import numpy as np

DEALS = 20_000  # how many times a group is assigned to a split, in all, while searching for the best division


def divide(labels, shares, groups=None, seed=0):
    """Return the name of the split for each photo, as a list.

    `labels` (n,) are the classes of the photos. `shares` is {split: share}; the shares sum to 1. Each split gets its
    share of each class, rounded, and at least one photo. With `groups` (n,), no group is divided, and the shares are
    met as closely as whole groups allow. Raises ValueError if a class has too few photos or groups.
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
            "add photos, remove the class, or leave a split out (test=0)."
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
    """Return the number of the split for each group; `counts` (groups, classes) are its photos of each class.

    The groups are assigned one by one, each to the split where it reduces the distance to the wanted photos most. A
    split wants its share of each class, and at least as much as an average group. Many orders are tried, the largest
    group first and then at random, and the best result is returned.
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
    """Return how many classes splits lack, the squared relative distance from `wanted`, and the split of each group."""
    dealt, splits = np.zeros_like(wanted), np.zeros(len(counts), dtype=int)
    for group in order:
        change = (((dealt + counts[group] - wanted) / wanted) ** 2 - ((dealt - wanted) / wanted) ** 2).sum(axis=1)
        splits[group] = change.argmin()
        dealt[splits[group]] += counts[group]
    return (dealt == 0).sum(), (((dealt - wanted) / wanted) ** 2).sum(), splits
