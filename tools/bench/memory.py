"""Peak memory of computing the features of N and of 8N photos."""

from pathlib import Path

from tools.bench.photos import make_photos
from tools.bench.timing import printed, row

LEAST = 512  # photos: with fewer, the network takes more memory than they do


def measure(scratch, count, data=None):
    """Print the row on Linux, which alone tells the peak of one process; `data` is not used."""
    if not Path("/proc/self/status").exists():
        print("(Peak memory is measured on Linux only: the row is left out.)", flush=True)
        return
    few = max(count, LEAST)
    peaks = []
    for number in (few, 8 * few):
        folder = make_photos(scratch / f"photos{number}", number, 300)
        peaks.append(printed("peak_memory", folder, scratch / f"features{number}"))
    row(f"peak memory, {few} against {8 * few} photos", *peaks, "MiB")
