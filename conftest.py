"""Settings for all tests: the environment, what nbval does not compare, and which tests share a process."""

import os

from xdist.scheduler import LoadScopeScheduling

FIXED = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "CUDA_VISIBLE_DEVICES": "-1",
    "KERAS_BACKEND": "tensorflow",
}
os.environ.update(FIXED)  # before anything imports TensorFlow
os.environ.pop("WORKBOOK_PRECISION", None)  # float32, as in the lessons

NOT_COMPARED = ("stderr", "image/png", "image/svg+xml", "text/html", "application/vnd.jupyter.widget-view+json")


def pytest_collectstart(collector):
    """Compare what lessons print, not pictures nor the numbered handles of live widgets."""
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += NOT_COMPARED


class ByFile(LoadScopeScheduling):
    """Keep the tests of a file, which share fixtures or a kernel, in one process; those of own data share nothing."""

    def _split_scope(self, nodeid):
        return nodeid if "test_own_data" in nodeid else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config, log):
    """Return how tests are handed out to processes, the files with most tests first."""
    return ByFile(config, log)
