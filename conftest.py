"""Settings for all tests: the environment, how nbval compares outputs, and which tests share a process."""

import os
from functools import partial

from nbval.plugin import IPyNbCell
from xdist.scheduler import LoadScopeScheduling

from tools.lessons.comparison import Allowed, differences

FIXED = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "CUDA_VISIBLE_DEVICES": "-1",
    "KERAS_BACKEND": "tensorflow",
}
os.environ.update(FIXED)  # before anything imports TensorFlow
os.environ.pop("WORKBOOK_PRECISION", None)  # float32, as in the lessons


def pytest_itemcollected(item):
    """Compare figures and numbers of a lesson's cell too, which nbval alone does not."""
    if isinstance(item, IPyNbCell):
        item.compare_outputs = partial(compare, item)


def compare(item, found, expected):
    """Return whether a cell's outputs are those of the notebook, and leave the differences where nbval reports them."""
    allowed = Allowed(**item.cell.metadata.get("compare", {}))
    item.comparison_traceback = differences(expected, found, allowed, item.sanitize)
    return not item.comparison_traceback


class ByFile(LoadScopeScheduling):
    """Keep the tests of a file, which share fixtures or a kernel, in one process; those of own data share nothing."""

    def _split_scope(self, nodeid):
        return nodeid if "test_own_data" in nodeid else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config, log):
    """Return how tests are handed out to processes, the files with most tests first."""
    return ByFile(config, log)
