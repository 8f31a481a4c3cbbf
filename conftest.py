"""Settings for all tests: the environment the outputs were made in, and what nbval does not compare."""

import os

import pytest

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


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items):
    """Keep the tests of a file, which share fixtures or a kernel, in one process; own data is a test per lesson."""
    for item in items:
        if item.path.name != "test_own_data.py":
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
