"""Print the seconds that `import utils` takes when Keras is loaded already."""

import importlib
import time


def main():
    """Run the program."""
    importlib.import_module("keras")  # not part of the time
    start = time.perf_counter()
    importlib.import_module("utils")
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main()
