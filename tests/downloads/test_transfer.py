"""Downloads from a server on this machine, whatever it does."""

import dataclasses
import hashlib
import io
import zipfile

import keras
import numpy as np
import pytest

import vgg16
from server import BODY
from vgg16 import MINIATURE, Vgg16
from workbook.downloads import transfer
from workbook.downloads.catalogue import DATA_SETS, SOURCES, DataSet, Source
from workbook.downloads.transfer import DownloadError, fetch, fetch_archive
from workbook.networks.weights import SAMPLE_WEIGHTS


@pytest.fixture
def source(server, monkeypatch):
    """Return a function that makes the server serve `body` as the weights `name`."""

    def serve(name, body):
        server.body = body
        changed = dataclasses.replace(
            SOURCES[name],
            urls=(server.url + SOURCES[name].file,),
            checksum=f"md5:{hashlib.md5(body).hexdigest()}",
            size=len(body),
        )
        monkeypatch.setitem(SOURCES, name, changed)
        return changed

    return serve


def published_at(*urls, body=BODY, checksum=None, file="pets.bin"):
    checksum = checksum or f"sha256:{hashlib.sha256(body).hexdigest()}"
    return Source(file=file, urls=urls, size=len(body), checksum=checksum, licence="ours")


def test_a_file_is_downloaded_once(server, source, tmp_path):
    expected = source("vgg16", BODY)
    path = fetch("vgg16", cache=tmp_path / "new" / "cache")
    assert path == tmp_path / "new" / "cache" / expected.file
    assert path.read_bytes() == BODY
    assert fetch("vgg16", cache=tmp_path / "new" / "cache") == path
    assert len(server.requests) == 1
    assert list(path.parent.iterdir()) == [path]


def test_a_wrong_file_is_refused_and_removed(server, tmp_path):
    wrong = published_at(server.url, body=BODY[::-1])
    with pytest.raises(DownloadError, match=r"is not the file that was published \(its sha256 differs\): removed"):
        transfer.download(wrong, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_size_is_refused_before_it_comes(server, tmp_path):
    with pytest.raises(DownloadError, match=r"published \(307,200 bytes instead of 307,199\)"):
        transfer.download(published_at(server.url, body=BODY[1:]), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_connection_that_is_cut_off_twice_is_resumed_and_not_restarted(server, tmp_path):
    server.cuts = [100_000, 80_000]
    assert transfer.download(published_at(server.url), tmp_path).read_bytes() == BODY
    assert [asked for _, asked in server.requests] == ["bytes=0-", "bytes=100000-", "bytes=180000-"]


def test_what_arrived_is_kept_for_the_next_call(server, tmp_path):
    server.cuts = [100_000] + 9 * [0]
    source = published_at(server.url)
    with pytest.raises(DownloadError, match=r"\(the first 0.1 MB are kept\):\n  http.* was cut off"):
        transfer.download(source, tmp_path)
    server.cuts, server.requests = [], []
    assert transfer.download(source, tmp_path).read_bytes() == BODY
    assert server.requests[0][1] != "bytes=0-"


def test_a_server_that_ignores_ranges_sends_everything_again(server, tmp_path):
    server.ranges, server.cuts = False, [100_000]
    assert transfer.download(published_at(server.url), tmp_path).read_bytes() == BODY
    assert len(server.requests) == 2


def test_a_slow_server_is_waited_for_and_a_stalled_one_is_asked_again(server, tmp_path, monkeypatch):
    server.piece, server.wait = 2**15, 0.05
    assert transfer.download(published_at(server.url), tmp_path / "slow").read_bytes() == BODY
    monkeypatch.setattr(transfer, "TIMEOUT", 0.3)
    server.piece, server.wait, server.requests = 200_000, 0.6, []
    assert transfer.download(published_at(server.url), tmp_path / "stalled").read_bytes() == BODY
    assert len(server.requests) > 1


def test_a_length_that_is_too_long_does_no_harm(server, tmp_path):
    server.lie = 5000
    assert transfer.download(published_at(server.url), tmp_path).read_bytes() == BODY


def test_a_length_that_is_too_short_is_noticed(server, tmp_path):
    server.lie = -5000
    with pytest.raises(DownloadError, match=r"\(the first 0.3 MB are kept\):\n.* was cut off$"):
        transfer.download(published_at(server.url), tmp_path)
    server.ranges = False
    with pytest.raises(DownloadError, match="302,200 bytes instead of 307,200"):
        transfer.download(published_at(server.url, file="again"), tmp_path)


def test_more_bytes_than_the_size_end_the_download(server, tmp_path):
    server.length, server.body = False, BODY * 100
    with pytest.raises(DownloadError, match="sha256 differs"):
        transfer.download(published_at(server.url), tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert server.sent < len(BODY) * 50


def test_the_next_address_resumes_the_download(server, tmp_path):
    server.missing, server.cuts = {"/old"}, [100_000, 0]
    source = published_at(server.url + "old", server.url + "cut", server.url + "new")
    assert transfer.download(source, tmp_path).read_bytes() == BODY
    assert [path for path, _ in server.requests] == ["/old", "/cut", "/cut", "/new"]
    assert server.requests[-1][1] != "bytes=0-"


def test_a_partial_file_that_was_wrong_is_downloaded_again(server, tmp_path):
    (tmp_path / "pets.bin.part").write_bytes(b"a login page" * 100)
    assert transfer.download(published_at(server.url), tmp_path).read_bytes() == BODY
    assert [asked for _, asked in server.requests] == ["bytes=1200-", "bytes=0-"]


def test_a_disk_that_cannot_be_written_is_named(server, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(DownloadError, match=r"pets.bin cannot be written \("):
        transfer.download(published_at(server.url), tmp_path / "file")


@pytest.mark.parametrize("checksum", [f"md5-1MiB:{hashlib.md5(BODY[: 2**20]).hexdigest()}", "crc"])
def test_other_checksums_tell_right_from_wrong(tmp_path, checksum):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("cat.jpg", BODY)
    body = stream.getvalue() if checksum == "crc" else BODY
    source = published_at(body=body, checksum=checksum)
    (tmp_path / "right").write_bytes(body)
    (tmp_path / "wrong").write_bytes(body[:1000] + b"?" + body[1001:])
    assert transfer.is_whole(tmp_path / "right", source)
    assert not transfer.is_whole(tmp_path / "wrong", source)
    assert not transfer.is_whole(tmp_path / "missing", source)


def test_no_network_says_what_to_do(server, source, tmp_path):
    expected = source("vgg16", BODY)
    server.shutdown()
    server.server_close()
    with pytest.raises(DownloadError) as caught:
        fetch("vgg16", cache=tmp_path)
    message = str(caught.value)
    assert f"{expected.urls[0]} does not answer (ConnectionError)\nCheck the network" in message
    assert 'weights="sample"' in message
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_in_the_cache_is_downloaded_again(source, tmp_path):
    expected = source("vgg16", BODY)
    (tmp_path / expected.file).write_bytes(BODY[:100])
    assert fetch("vgg16", cache=tmp_path).read_bytes() == BODY


def test_a_file_put_into_data_models_by_hand_is_used(server, source, tmp_path, monkeypatch):
    expected = source("vgg16", BODY)
    monkeypatch.setattr(transfer, "MODELS", tmp_path)
    (tmp_path / expected.file).write_bytes(BODY)
    assert fetch("vgg16", cache=tmp_path / "cache") == tmp_path / expected.file
    assert server.requests == []


def test_an_archive_comes_from_any_of_its_files_or_by_hand(server, tmp_path, monkeypatch):
    server.missing = {"/pets.tgz"}
    tgz = published_at(server.url + "pets.tgz", file="pets.tgz")
    both = tgz, published_at(server.url + "pets.zip", file="pets.zip")
    monkeypatch.setitem(DATA_SETS, "pets", DataSet(what="pets", sources=both, folders={}))
    assert fetch_archive("pets", tmp_path) == tmp_path / "pets.zip"
    (tmp_path / "pets.zip").unlink()
    server.missing.add("/pets.zip")
    with pytest.raises(DownloadError, match="Fetch pets.tgz or pets.zip from one of these addresses by hand") as caught:
        fetch_archive("pets", tmp_path)
    assert f"{server.url}pets.tgz answers 404 Not Found" in str(caught.value)
    assert f"put it into {tmp_path}" in str(caught.value)
    (tmp_path / "pets.tgz").write_bytes(BODY[:-1])
    with pytest.raises(DownloadError, match="pets.tgz is not the file that was published\n"):
        fetch_archive("pets", tmp_path)
    (tmp_path / "pets.tgz").write_bytes(BODY)
    assert fetch_archive("pets", tmp_path) == tmp_path / "pets.tgz"


def test_the_network_loads_what_it_downloads(published, source, tmp_path, monkeypatch):
    monkeypatch.setattr(transfer, "CACHE", tmp_path / "cache")
    base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(64, 64, 3))
    source("vgg16_notop", published(base, tmp_path / "served.h5").read_bytes())
    ours = Vgg16(weights="imagenet", include_top=False, size=(64, 64)).model
    images = np.random.default_rng(0).integers(0, 256, (2, 64, 64, 3)).astype("float32")
    expected = base.predict(keras.applications.vgg16.preprocess_input(images.copy()), verbose=0)
    np.testing.assert_allclose(ours.predict(images, verbose=0), expected, rtol=1e-4, atol=1e-4)


def test_the_whole_network_loads_what_it_downloads(published, server, source, tmp_path, monkeypatch):
    monkeypatch.setattr(transfer, "CACHE", tmp_path / "cache")
    small = Vgg16(weights=None, widths=MINIATURE).model  # the layout is what counts; 553 MB would be slow
    source("vgg16", published(small, tmp_path / "served.h5").read_bytes())
    for _ in range(2):
        ours = Vgg16(weights="imagenet").model
    for mine, theirs in zip(ours.get_weights(), small.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, theirs)
    assert len(server.requests) == 1


def test_the_committed_class_index_is_the_published_one(tmp_path):
    path = fetch("class_index", cache=tmp_path)
    assert path.parent == transfer.MODELS
    assert f"md5:{hashlib.md5(path.read_bytes()).hexdigest()}" == SOURCES["class_index"].checksum
    names = vgg16.imagenet_classes()
    assert len(names) == 1000
    assert (names[0], names[285]) == ("tench", "Egyptian_cat")


def test_the_committed_weights_are_small_and_complete():
    assert SAMPLE_WEIGHTS.stat().st_size < 12e6
    assert vgg16._widths_in(SAMPLE_WEIGHTS) == MINIATURE
