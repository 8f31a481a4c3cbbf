"""Checks of programs that pool maps, and that find a part of a picture."""

import numpy as np

SIDE = 12  # of the parts that `check_find` cuts out


def check_pool(function):
    """Print for arrays of three shapes whether `function` reduces them as max pooling does, by squares of 2.

    A `function` that raises ValueError is told so. Lesson 04.
    """
    for shape in ((4, 4, 1), (8, 6, 2), (9, 7, 3)):
        maps = np.random.default_rng(0).normal(size=shape)
        rows, columns = shape[0] // 2 * 2, shape[1] // 2 * 2
        corners = [maps[i:rows:2, j:columns:2] for i in range(2) for j in range(2)]
        try:
            same = np.array_equal(function(maps), np.max(corners, axis=0))
        except ValueError as error:
            print(f"{shape}: {error}")
        else:
            print(f"{shape}: {'right' if same else 'wrong'}")


def check_find(function, picture):
    """Print how many of 20 parts of `picture` (height, width) are found by `function(picture, part)`.

    The parts are those with most contrast among 200 drawn at random. They are given with other light. Lesson 04.
    """
    places = np.random.default_rng(0).integers(0, np.subtract(picture.shape, SIDE) + 1, size=(200, 2))
    parts = [picture[row : row + SIDE, column : column + SIDE] for row, column in places]
    clearest = np.argsort([part.std() for part in parts], kind="stable")[-20:]
    found = [tuple(function(picture, 0.5 * parts[i] + 60)) == tuple(places[i]) for i in clearest]
    print(f"{sum(found)} of {len(found)} found")
