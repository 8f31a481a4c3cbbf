"""A web server on this machine that can work, stall, give wrong lengths, cut connections off or lack a file."""

import re
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BODY = bytes(range(256)) * 1200


class Handler(BaseHTTPRequestHandler):
    """Sends `server.body` in the way that the other attributes of the server say."""

    def do_GET(self):  # noqa: N802
        server, asked = self.server, re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        server.requests.append((self.path, self.headers.get("Range")))
        if self.path in server.missing:
            return self.send_error(404)
        begin = int(asked[1]) if asked and server.ranges else 0
        body = server.body[begin:]
        partial = asked and server.ranges and server.length
        self.send_response(206 if partial else 200)
        if partial:
            self.send_header("Content-Range", f"bytes {begin}-{len(server.body) - 1}/{len(server.body)}")
        if server.length:
            self.send_header("Content-Length", str(len(body) + server.lie))
        self.end_headers()
        sends = server.cuts.pop(0) if server.cuts else len(body)
        for start in range(0, min(sends, len(body)), server.piece):
            self.wfile.write(body[start : min(start + server.piece, sends)])
            server.sent += server.piece
            time.sleep(server.wait)
        return None

    def log_message(self, *args):
        pass


@contextmanager
def running():
    """Yield a server; `cuts` are the bytes after which it cuts off each connection in turn."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.body, httpd.cuts, httpd.missing, httpd.requests = BODY, [], set(), []
    httpd.ranges, httpd.length, httpd.lie, httpd.piece, httpd.wait, httpd.sent = True, True, 0, 2**16, 0, 0
    httpd.url = f"http://127.0.0.1:{httpd.server_port}/"
    threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True).start()
    yield httpd
    httpd.shutdown()
    httpd.server_close()
