"""Published files, downloaded: continued where they were cut off, checked, and put in their place only when whole."""

import hashlib
import re
import time
import zipfile
from pathlib import Path

from tqdm.auto import tqdm

from workbook.downloads.catalogue import CACHE, DATA_SETS, MODELS, SOURCES

CHUNK = 2**16  # bytes
TIMEOUT = 30  # seconds without a byte
TRIES = 10  # requests to one address, each of which must bring something
PAUSE = 1  # seconds between them


class DownloadError(OSError):
    """A published file could not be had whole; the message says why and what to do."""


def fetch(name, cache=None):
    """Return the path of the file `name` of `SOURCES`, downloaded with a progress bar unless it is here already.

    Looks in `data/models`, then in `cache`: by default Keras' own, so nothing comes twice. Raises DownloadError.
    """
    source, cache = SOURCES[name], Path(cache or CACHE)
    for folder in (MODELS, cache):
        if is_whole(folder / source.file, source):
            return folder / source.file
    try:
        return download(source, cache)
    except DownloadError as error:
        raise DownloadError(
            f"{error}\nCheck network and disk and run the cell again, or put the file into {MODELS} by hand, "
            'or use weights="sample".'
        ) from None


def fetch_archive(name, folder):
    """Return the path of an archive of the data set `name` of `DATA_SETS` in `folder`, downloaded unless it is there.

    A file put into `folder` by hand does as well. Raises DownloadError.
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
    """Return the path of `source`'s file in `folder` after downloading it, from the first address that has it whole.

    What arrives is kept in a file named `.part`, which the next call goes on with, and gets its name when size and
    checksum are right; what turns out wrong is removed. Raises DownloadError.
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
    kept = f"; what has arrived, {_size(part) / 1e6:.1f} MB, is kept" if _size(part) else ""
    raise DownloadError(f"{source.file} ({source.size / 1e6:,.0f} MB) cannot be had{kept}:{''.join(failures)}")


def is_whole(path, source):
    """Return whether the file at `path` has the size and checksum of `source`."""
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
    """Return None when all of `source` has come from `url` to `part`, and is right; else why not."""
    for _ in range(TRIES):
        begun = _size(part)
        failure = _go_on(url, part, source.size) if begun < source.size else None
        if _size(part) >= source.size:
            if is_whole(part, source):
                return None
            part.unlink()
            if begun == 0:
                return f"is not the file that was published (its {source.checksum.partition(':')[0]} differs): removed"
        elif _size(part) <= begun:
            return failure or "was cut off"
        time.sleep(PAUSE)
    return "was cut off again and again"


def _go_on(url, part, size):
    """Append to `part` what it lacks of the `size` bytes at `url`, and return what went wrong, if anything did.

    A server that knows no ranges (it answers 200, not 206) sends everything anew.
    """
    import requests  # slow to import, and seldom needed
    from urllib3.exceptions import HTTPError

    headers = {"Range": f"bytes={_size(part)}-", "Accept-Encoding": "identity"}
    try:
        with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT) as response:
            response.raise_for_status()
            begin, total = _place(response)
            if total not in (None, size):
                return f"is not the file that was published ({total:,} bytes instead of {size:,})"
            part.touch()
            bar = tqdm(total=size, initial=begin, desc=part.stem, unit="B", unit_scale=True, leave=False)
            with part.open("r+b") as file, bar:
                file.seek(begin)
                while file.tell() <= size and (chunk := response.raw.read1(CHUNK)):
                    bar.update(file.write(chunk))
    except requests.HTTPError as error:
        return f"answers {error.response.status_code} {error.response.reason}"
    except requests.RequestException as error:
        return f"does not answer ({type(error).__name__})"
    except HTTPError:  # from reading, not asking
        return "was cut off"
    return None


def _place(response):
    """Return the position of the first byte that `response` brings, and how many the whole file has, or None."""
    found = re.match(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", ""))
    begin, total = found.groups() if found else ("0", response.headers.get("Content-Length", "*"))
    return int(begin), int(total) if total.isdigit() else None


def _size(path):
    return Path(path).stat().st_size if Path(path).is_file() else 0
