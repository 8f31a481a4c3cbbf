"""Downloads of published files: resumed after interruptions, checked, and put in place only when complete."""

import hashlib
import re
import time
import zipfile
from pathlib import Path

from tqdm.auto import tqdm

from workbook.downloads.catalogue import CACHE, DATA_SETS, MODELS, SOURCES

CHUNK = 2**16  # bytes
TIMEOUT = 30  # seconds without a new byte
TRIES = 10  # requests to one address, as long as each brings something new
PAUSE = 1  # seconds between requests


class DownloadError(OSError):
    """A published file could not be downloaded. The message says why and what to do."""


def fetch(name, cache=None):
    """Return the path of the file `name` of `SOURCES`; download it with a progress bar if it is not here yet.

    Looks in `data/models` first, then in `cache`, by default the cache of Keras. Raises DownloadError if the file
    cannot be downloaded. Lesson 02.
    """
    source, cache = SOURCES[name], Path(cache or CACHE)
    for folder in (MODELS, cache):
        if is_whole(folder / source.file, source):
            return folder / source.file
    try:
        return download(source, cache)
    except DownloadError as error:
        raise DownloadError(
            f"{error}\nCheck the network and the disk and run the cell again, or put the file into {MODELS} by hand, "
            'or use weights="sample".'
        ) from None


def fetch_archive(name, folder):
    """Return the path of an archive of the data set `name` of `DATA_SETS` in `folder`; download it if necessary.

    You can also put the file into `folder` by hand. Raises DownloadError if no archive can be downloaded.
    """
    folder, sources = Path(folder), DATA_SETS[name].sources
    for source in sources:
        if is_whole(folder / source.file, source):
            return folder / source.file
    failures = []
    for source in sources:
        try:
            return download(source, folder)
        except DownloadError as error:
            failures.append(str(error))
    files = " or ".join(source.file for source in sources)
    reasons = "\n".join(failures)
    raise DownloadError(
        f"{reasons}\nFetch {files} from one of these addresses by hand, in a browser or on another machine, "
        f"put it into {folder} and run the same command again."
    )


def download(source, folder):
    """Download the file of `source` to `folder`, from the first address that has it, and return its path.

    Until size and checksum are correct, the data is kept in a file with the suffix `.part`, which the next call
    resumes. Wrong data is removed. Raises DownloadError; callers add the remedy.
    """
    path = Path(folder) / source.file
    part = path.with_name(path.name + ".part")
    failures = [f"\n  {path} is not the file that was published"] if path.exists() else []
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for url in source.urls:
            failure = _download_from(url, part, source)
            if failure is None:
                return part.replace(path)
            failures.append(f"\n  {url} {failure}")
    except OSError as error:
        failures.append(f"\n  {path} cannot be written ({error.strerror or error})")
    kept = f" (the first {_size(part) / 1e6:.1f} MB are kept)" if _size(part) else ""
    raise DownloadError(f"{source.file}, {source.size / 1e6:,.0f} MB, cannot be downloaded{kept}:{''.join(failures)}")


def is_whole(path, source):
    """Return whether the file at `path` has the size and the checksum of `source`."""
    if _size(path) != source.size:
        return False
    kind, _, digest = source.checksum.partition(":")
    if kind == "crc":
        return _has_whole_members(path)
    with Path(path).open("rb") as file:
        if kind == "md5-1MiB":
            return hashlib.md5(file.read(2**20)).hexdigest() == digest
        return hashlib.file_digest(file, kind).hexdigest() == digest


def _has_whole_members(path):
    try:
        with zipfile.ZipFile(path) as file:
            return file.testzip() is None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return False


def _download_from(url, part, source):
    """Download `source` from `url` to `part`; return None if it is complete and correct, otherwise the reason."""
    for _ in range(TRIES):
        start = _size(part)
        failure = _resume(url, part, source.size) if start < source.size else None
        if _size(part) >= source.size:
            if is_whole(part, source):
                return None
            part.unlink()
            if start == 0:
                return f"is not the file that was published (its {source.checksum.partition(':')[0]} differs): removed"
        elif _size(part) <= start:
            return failure or "was cut off"
        time.sleep(PAUSE)
    return "was cut off again and again"


def _resume(url, part, size):
    """Append the missing part of the `size` bytes at `url` to `part`; return what went wrong, or None.

    A server without ranges (it answers 200, not 206) sends everything again.
    """
    import requests  # slow to import and rarely needed
    from urllib3.exceptions import HTTPError

    headers = {"Range": f"bytes={_size(part)}-", "Accept-Encoding": "identity"}
    try:
        with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT) as response:
            response.raise_for_status()
            begin, total = _place(response)
            if total not in (None, size):
                return f"is not the file that was published ({total:,} bytes instead of {size:,})"
            _write(response.raw, part, begin, size)
    except requests.HTTPError as error:
        return f"answers {error.response.status_code} {error.response.reason}"
    except requests.RequestException as error:
        return f"does not answer ({type(error).__name__})"
    except HTTPError:  # while reading
        return "was cut off"
    return None


def _write(stream, part, begin, size):
    """Write `stream` to the file `part` from byte `begin` on, with a progress bar."""
    part.touch()
    bar = tqdm(total=size, initial=begin, desc=part.stem, unit="B", unit_scale=True, leave=False)
    with part.open("r+b") as file, bar:
        file.seek(begin)
        while file.tell() <= size and (chunk := stream.read1(CHUNK)):
            bar.update(file.write(chunk))


def _place(response):
    """Return the position of the first byte in `response`, and the bytes of the whole file, or None if unknown."""
    found = re.match(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", ""))
    begin, total = found.groups() if found else ("0", response.headers.get("Content-Length", "*"))
    return int(begin), int(total) if total.isdigit() else None


def _size(path):
    return Path(path).stat().st_size if Path(path).is_file() else 0
