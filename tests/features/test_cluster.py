"""Features from a cluster of two Ray nodes on this machine."""

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from locations import SAMPLE
from vgg16 import MINIATURE, Vgg16
from workbook.photos.batches import Batches

ray = pytest.importorskip("ray", reason="Ray is an optional extra: pip install .[ray]")
pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the processes to kill in /proc, as on Linux")


@pytest.fixture
def cluster():
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "node_ip_address": "127.0.0.2"}
    cluster = Cluster(initialize_head=True, head_node_args=node | {"include_dashboard": False})
    cluster.add_node(**node)
    ray.init(address=cluster.address, log_to_driver=False)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


def task_processes():
    """Return the processes that compute a shard."""
    names = {path: path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()}
    return [int(path.parent.name) for path, name in names.items() if b"ray::_compute_shard" in name]


def test_two_nodes_of_which_one_is_killed_make_the_same_array(cluster, tmp_path):
    vgg = Vgg16(weights=None, widths=MINIATURE, include_top=False, size=(64, 64))
    batches = Batches(SAMPLE / "valid", size=(64, 64))
    here = vgg.features(batches, to=tmp_path / "here", chunk=4)
    killed = []

    def kill_one():
        while not killed:
            for process in task_processes()[:1]:
                os.kill(process, signal.SIGKILL)
                killed.append(process)
            time.sleep(0.05)

    threading.Thread(target=kill_one, daemon=True).start()
    there = vgg.features(batches, to=tmp_path / "there", chunk=4, cluster=cluster.address)
    assert killed
    np.testing.assert_array_equal(there[:], here[:])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", "there"]
