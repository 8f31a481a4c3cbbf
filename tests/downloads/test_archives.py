"""Archives that are good, broken or malicious."""

import io
import stat
import tarfile
import zipfile

import pytest

from workbook.downloads import archives
from workbook.downloads.archives import ArchiveError, unpack

PHOTO = bytes(range(256)) * 40


def zipped(path, members):
    """Write a ZIP file of (name, contents); a name may be a ZipInfo."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, contents in members:
            file.writestr(name, contents)
    return path


def tarred(path, members, level=9):
    """Write a compressed tar file of (TarInfo, contents)."""
    with tarfile.open(path, "w:gz", compresslevel=level) as file:
        for member, contents in members:
            member.size = len(contents)
            file.addfile(member, io.BytesIO(contents))
    return path


def special(name, kind, link=""):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


def zip_link(name):
    member = zipfile.ZipInfo(name)
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


def nothing_but(folder, *names):
    return sorted(path.name for path in folder.iterdir()) == sorted(names)


@pytest.mark.parametrize("suffix", ["zip", "tgz"])
def test_a_good_archive_is_unpacked_completely(tmp_path, suffix):
    names = ["pets/cats/a cat.jpg", "pets/dogs/Föhn.jpg"]
    archive = tmp_path / f"pets.{suffix}"
    if suffix == "zip":
        zipped(archive, [("pets/", b"")] + [(name, PHOTO) for name in names])
    else:
        folder = special("pets", tarfile.DIRTYPE)
        tarred(archive, [(folder, b"")] + [(tarfile.TarInfo(name), PHOTO) for name in names])
    target = unpack(archive, tmp_path / "new" / "data")
    assert target == tmp_path / "new" / "data"
    assert all((target / name).read_bytes() == PHOTO for name in names)
    assert len([path for path in target.rglob("*") if path.is_file()]) == 2
    assert nothing_but(tmp_path / "new", "data")


@pytest.mark.parametrize(
    "name", ["../evil", "a/../../evil", "/evil", "..\\evil", "C:\\evil", "C:/evil", "\\\\host\\evil"]
)
@pytest.mark.parametrize("suffix", ["zip", "tgz"])
def test_a_member_outside_the_folder_is_refused(tmp_path, suffix, name):
    archive = tmp_path / f"evil.{suffix}"
    if suffix == "zip":
        zipped(archive, [("cat.jpg", PHOTO), (name, b"evil")])
    else:
        tarred(archive, [(tarfile.TarInfo("cat.jpg"), PHOTO), (tarfile.TarInfo(name), b"evil")])
    with pytest.raises(
        ArchiveError, match=f"{archive.name} is not safe .*evil' would be written elsewhere: remove the archive"
    ):
        unpack(archive, tmp_path / "in" / "data")
    assert nothing_but(tmp_path / "in")
    assert nothing_but(tmp_path, archive.name, "in")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_are_refused(tmp_path, kind):
    archive = tarred(tmp_path / "evil.tgz", [(special("way out", kind, "/etc"), b"")])
    with pytest.raises(ArchiveError, match="member 'way out' is a link or a device"):
        unpack(archive, tmp_path / "data")
    assert nothing_but(tmp_path, archive.name)


def test_a_link_in_a_zip_is_refused(tmp_path):
    archive = zipped(tmp_path / "evil.zip", [(zip_link("way out"), "/etc"), ("way out/passwd", b"evil")])
    with pytest.raises(ArchiveError, match="member 'way out' is a link"):
        unpack(archive, tmp_path / "data")


def test_a_member_that_occurs_twice_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        archive = zipped(tmp_path / "evil.zip", [("cat.jpg", PHOTO), ("cat.jpg", b"evil")])
    with pytest.raises(ArchiveError, match="'cat.jpg' occurs twice"):
        unpack(archive, tmp_path / "data")


@pytest.mark.parametrize("suffix", ["zip", "tgz"])
def test_a_bomb_is_refused_by_its_declared_size(tmp_path, suffix, monkeypatch):
    monkeypatch.setattr(archives, "ALLOWANCE", 0)
    archive, zeros = tmp_path / f"bomb.{suffix}", bytes(10**6)
    zipped(archive, [("0", zeros)]) if suffix == "zip" else tarred(archive, [(tarfile.TarInfo("0"), zeros)])
    with pytest.raises(ArchiveError, match="'0' makes it unpack to more than 10 times its size"):
        unpack(archive, tmp_path / "data")
    assert nothing_but(tmp_path, archive.name)


def test_a_bomb_that_declares_less_is_cut_short(tmp_path):
    archive = zipped(tmp_path / "bomb.zip", [("0", bytes(10**6))])
    contents = archive.read_bytes().replace((10**6).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    archive.write_bytes(contents)
    with pytest.raises(ArchiveError, match="bomb.zip is broken"):
        unpack(archive, tmp_path / "data")
    assert nothing_but(tmp_path, archive.name)


@pytest.mark.parametrize("suffix", ["zip", "tgz"])
def test_a_broken_archive_is_named_and_nothing_is_left(tmp_path, suffix):
    archive = tmp_path / f"broken.{suffix}"
    if suffix == "zip":
        zipped(archive, [("a", PHOTO)])
    else:
        tarred(archive, [(tarfile.TarInfo("a"), PHOTO)], level=0)
    contents = archive.read_bytes()
    middle = len(contents) // 2
    archive.write_bytes(contents[:middle] + b"????" + contents[middle + 4 :])
    with pytest.raises(ArchiveError, match=f"broken.{suffix} is broken .*: remove it and download it again"):
        unpack(archive, tmp_path / "data")
    (tmp_path / "text").write_text("<html>Sign in</html>")
    with pytest.raises(ArchiveError, match="text is broken"):
        unpack(tmp_path / "text", tmp_path / "data")
    assert nothing_but(tmp_path, archive.name, "text")
