"""The time that `import utils` takes on top of `import keras`."""

from tools.bench.timing import printed, row_alone


def measure(scratch, count, data=None):
    """Print the row; the arguments are not used."""
    row_alone("`import utils` after `import keras`", printed("import_utils"), digits=2)
