"""Archives from the network, unpacked safely even if they are broken or malicious."""

import gzip
import shutil
import stat
import tarfile
import zipfile
import zlib
from functools import partial
from pathlib import Path, PurePosixPath, PureWindowsPath

from workbook.atomic import replaced

GROWTH = 10  # an archive of photos may unpack to this many times its size
ALLOWANCE = 2**24  # plus this many bytes
BROKEN = (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, RuntimeError)


class ArchiveError(ValueError):
    """An archive is broken or not safe to unpack. The message names it, the member and the remedy."""


def unpack(archive, folder):
    """Unpack the ZIP or tar file `archive` into `folder`, completely or not at all, and return `folder`.

    Raises ArchiveError if the archive is broken, if a member would be written outside `folder` (absolute paths, `..`),
    is a link or a device or occurs twice, or if the archive unpacks to more than ten times its size.
    """
    archive, folder = Path(archive), Path(folder)
    try:
        with replaced(folder) as new:
            new.mkdir()
            _unpack(archive, new)
    except BROKEN as error:
        reason = str(error).partition("\n")[0].rstrip(":")
        raise ArchiveError(f"{archive} is broken ({reason}): remove it and download it again.") from None
    return folder


def _unpack(archive, folder):
    left = GROWTH * archive.stat().st_size + ALLOWANCE
    for name, kind, size, reader in _members(archive):
        left -= size + tarfile.BLOCKSIZE
        place = folder / name
        if fault := _fault(name, kind, left) or (kind == "file" and place.exists() and "occurs twice"):
            raise ArchiveError(f"{archive} is not safe to unpack, its member {name!r} {fault}: remove the archive.")
        (place if kind == "folder" else place.parent).mkdir(parents=True, exist_ok=True)
        if kind == "file":
            with reader() as source, place.open("xb") as copy:
                shutil.copyfileobj(source, copy, 2**20)


def _members(archive):
    """Yield the name, kind ("file", "folder" or "link"), declared bytes, and opening function of each member."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as file:
            for member in file.infolist():
                kind = "folder" if member.is_dir() else "link" if stat.S_ISLNK(member.external_attr >> 16) else "file"
                yield member.filename, kind, member.file_size, partial(file.open, member)
    else:
        with tarfile.open(archive) as file:
            for member in file:
                kind = "folder" if member.isdir() else "file" if member.isfile() else "link"
                yield member.name, kind, member.size, partial(file.extractfile, member)
            while file.fileobj.read(2**20):  # gzip compares the checksum only at the end
                pass


def _fault(name, kind, left):
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or PureWindowsPath(name).drive or ".." in path.parts:
        return "would be written elsewhere"
    if kind == "link":
        return "is a link or a device"
    return f"makes it unpack to more than {GROWTH} times its size" if left < 0 else None
