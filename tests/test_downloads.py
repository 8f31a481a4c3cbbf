"""Downloads from a server on this machine: one that works, lies, hangs up, or is not there."""

import dataclasses
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import keras
import numpy as np
import pytest
from keras.src.legacy.saving import legacy_h5_format

import vgg16
from vgg16 import MINIATURE, Vgg16
from workbook import downloads
from workbook.downloads import SOURCES, DownloadError, fetch


@pytest.fixture
def server():
    """Return a server whose `body` it hands out, all or only `sends` bytes of it; it counts the requests."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            httpd.requests += 1
            self.send_response(200)
            self.send_header("Content-Length", str(len(httpd.body)))
            self.end_headers()
            self.wfile.write(httpd.body[: httpd.sends])

        def log_message(self, *args):
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.body, httpd.sends, httpd.requests = b"weights " * 4096, None, 0
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield httpd
    httpd.shutdown()
    httpd.server_close()


@pytest.fixture
def source(server, monkeypatch):
    """Return a function that has the source `name` served by the server, as `body`."""

    def serve(name, body):
        server.body = body
        url = f"http://127.0.0.1:{server.server_port}/{SOURCES[name].file}"
        changed = dataclasses.replace(SOURCES[name], url=url, md5=hashlib.md5(body).hexdigest(), size=len(body))
        monkeypatch.setitem(SOURCES, name, changed)
        return changed

    return serve


def published(model, path):
    import h5py

    with h5py.File(path, "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    return path.read_bytes()


def test_a_file_is_downloaded_once(server, source, tmp_path):
    expected = source("vgg16", server.body)
    path = fetch("vgg16", cache=tmp_path / "new" / "cache")
    assert path == tmp_path / "new" / "cache" / expected.file
    assert path.read_bytes() == server.body
    assert fetch("vgg16", cache=tmp_path / "new" / "cache") == path
    assert server.requests == 1


def test_a_wrong_file_is_refused_and_removed(server, source, tmp_path):
    source("vgg16", server.body)
    server.body = b"something else entirely"
    with pytest.raises(DownloadError, match="is not the file that was published .* nothing was kept"):
        fetch("vgg16", cache=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_cut_connection_is_explained_and_the_next_try_works(server, source, tmp_path):
    source("vgg16", server.body)
    server.sends = 1000
    with pytest.raises(DownloadError, match="was cut off: nothing was kept, run the cell again"):
        fetch("vgg16", cache=tmp_path)
    assert list(tmp_path.iterdir()) == []
    server.sends = None
    assert fetch("vgg16", cache=tmp_path).read_bytes() == server.body


def test_no_network_says_what_to_do(server, source, tmp_path):
    expected = source("vgg16", server.body)
    server.shutdown()
    server.server_close()
    with pytest.raises(DownloadError) as caught:
        fetch("vgg16", cache=tmp_path)
    message = str(caught.value)
    assert "cannot be had (ConnectionError): check network" in message
    assert expected.url in message
    assert 'weights="sample"' in message
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_in_the_cache_is_fetched_anew(server, source, tmp_path):
    expected = source("vgg16", server.body)
    (tmp_path / expected.file).write_bytes(server.body[:100])
    assert fetch("vgg16", cache=tmp_path).read_bytes() == server.body


def test_a_file_put_into_data_models_by_hand_is_used(server, source, tmp_path, monkeypatch):
    expected = source("vgg16", server.body)
    monkeypatch.setattr(downloads, "MODELS", tmp_path)
    (tmp_path / expected.file).write_bytes(server.body)
    assert fetch("vgg16", cache=tmp_path / "cache") == tmp_path / expected.file
    assert server.requests == 0


def test_the_network_loads_what_it_downloads(source, tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "CACHE", tmp_path / "cache")
    base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(64, 64, 3))
    source("vgg16_notop", published(base, tmp_path / "served.h5"))
    ours = Vgg16(weights="imagenet", include_top=False, size=(64, 64)).model
    images = np.random.default_rng(0).integers(0, 256, (2, 64, 64, 3)).astype("float32")
    expected = base.predict(keras.applications.vgg16.preprocess_input(images.copy()), verbose=0)
    np.testing.assert_allclose(ours.predict(images, verbose=0), expected, rtol=1e-4, atol=1e-4)


def test_the_whole_network_loads_what_it_downloads(server, source, tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "CACHE", tmp_path / "cache")
    small = Vgg16(weights=None, widths=MINIATURE).model  # the layout is what counts; 553 MB would be slow
    source("vgg16", published(small, tmp_path / "served.h5"))
    for _ in range(2):
        ours = Vgg16(weights="imagenet").model
    for mine, theirs in zip(ours.get_weights(), small.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, theirs)
    assert server.requests == 1


def test_the_committed_class_index_is_the_published_one(tmp_path):
    path = fetch("class_index", cache=tmp_path)
    assert path.parent == downloads.MODELS
    assert hashlib.md5(path.read_bytes()).hexdigest() == SOURCES["class_index"].md5
    names = vgg16.imagenet_classes()
    assert len(names) == 1000
    assert (names[0], names[285]) == ("tench", "Egyptian_cat")


def test_the_committed_weights_are_small_and_whole():
    assert vgg16.SAMPLE_WEIGHTS.stat().st_size < 12e6
    assert vgg16._widths_in(vgg16.SAMPLE_WEIGHTS) == MINIATURE
