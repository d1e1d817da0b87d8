"""A real nginx with one of our configurations, on a port of this machine, before a service of this machine."""

import contextlib
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import trustme

from tests.deploy.conftest import DEPLOY

AROUND = """
daemon off;
user root;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/zhicheng.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    """One configuration, `host` the name that it serves."""

    folder: Path
    host: str
    port: int
    trust: ssl.SSLContext

    @property
    def path(self) -> Path:
        """What nginx is started with."""
        return self.folder / "nginx.conf"

    @contextlib.contextmanager
    def running(self, program: str) -> Iterator[None]:
        """nginx at work."""
        process = subprocess.Popen([program, "-c", str(self.path)], stderr=subprocess.DEVNULL)
        try:
            wait_for(self.port)
            yield
        finally:
            process.terminate()
            process.wait(10)

    def client(self) -> httpx.Client:
        """Somebody who speaks to it over TLS."""
        address = f"https://127.0.0.1:{self.port}"
        return httpx.Client(base_url=address, verify=self.trust, headers={"Host": self.host}, timeout=40)


def configured(folder: Path, name: str, behind: int) -> Nginx:
    """The configuration of this name with a port and a certificate of this machine; `behind` is the service's port."""
    authority, port, trust = trustme.CA(), free_port(), ssl.create_default_context()
    authority.configure_trust(trust)
    text = (DEPLOY / "nginx" / name).read_text(encoding="utf-8")
    host = re.search(r"server_name (\S+);", text)[1]
    certificate = authority.issue_cert(host, "127.0.0.1")
    certificate.cert_chain_pems[0].write_to_path(folder / "fullchain.pem")
    certificate.private_key_pem.write_to_path(folder / "privkey.pem")
    for ours, here in {
        r"listen \[::\]:443 ssl;": "",
        r"listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        rf"/etc/letsencrypt/live/{host}": str(folder),
        r"http://127\.0\.0\.1:\d+;": f"http://127.0.0.1:{behind};",
    }.items():
        assert re.search(ours, text), ours
        text = re.sub(ours, here, text)
    (folder / "zhicheng.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder), encoding="utf-8")
    return Nginx(folder, host, port, trust)


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Until somebody listens; `TimeoutError` after ten seconds."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(port)
