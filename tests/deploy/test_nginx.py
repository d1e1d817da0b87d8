"""A real nginx with our configuration, TLS, and a webhook behind it."""

import contextlib
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import trustme
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tests.deploy.conftest import DEPLOY, Needed

HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = "sesame-sesame-sesame"
HOST = "bot.example.org"
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


async def take(request: Request) -> Response:
    """What a webhook does: 403 without the secret, else how much came."""
    if request.headers.get(HEADER) != SECRET:
        return Response(status_code=403)
    return PlainTextResponse(str(len(await request.body())))


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


@pytest.fixture(scope="module")
def webhook() -> Iterator[int]:
    """The port of a webhook that runs."""
    port = free_port()
    app = Starlette(routes=[Route("/telegram", take, methods=["POST"]), Route("/", take)])
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_for(port)
    yield port
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who signs the certificate."""
    return trustme.CA()


@pytest.fixture(scope="module")
def configuration(tmp_path_factory: pytest.TempPathFactory, webhook: int, authority: trustme.CA) -> tuple[Path, int]:
    """Our configuration with ports and a certificate of this machine, and its port."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    certificate = authority.issue_cert(HOST)
    certificate.cert_chain_pems[0].write_to_path(folder / "fullchain.pem")
    certificate.private_key_pem.write_to_path(folder / "privkey.pem")
    text = (DEPLOY / "nginx" / "zhicheng.conf").read_text(encoding="utf-8")
    for ours, here in {
        "listen [::]:443 ssl;": "",
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "/etc/letsencrypt/live/bot.example.org": str(folder),
        "http://127.0.0.1:8443": f"http://127.0.0.1:{webhook}",
    }.items():
        assert ours in text
        text = text.replace(ours, here)
    (folder / "zhicheng.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder), encoding="utf-8")
    return folder / "nginx.conf", port


@pytest.fixture(scope="module")
def client(configuration: tuple[Path, int], authority: trustme.CA, needed: Needed) -> Iterator[httpx.Client]:
    """Somebody who speaks to nginx over TLS."""
    path, port = configuration
    process = subprocess.Popen([needed("nginx", "nginx-light"), "-c", str(path)], stderr=subprocess.DEVNULL)
    context = ssl.create_default_context()
    authority.configure_trust(context)
    try:
        wait_for(port)
        with httpx.Client(base_url=f"https://127.0.0.1:{port}", verify=context, headers={"Host": HOST}) as client:
            yield client
    finally:
        process.terminate()
        process.wait(10)


def posted(client: httpx.Client, path: str, body: bytes, secret: str = SECRET) -> httpx.Response:
    """The answer to a post as Telegram makes it."""
    return client.post(path, content=body, headers={HEADER: secret}, extensions={"sni_hostname": HOST})


def test_nginx_takes_the_configuration_of_the_web_page(tmp_path: Path, authority: trustme.CA, needed: Needed) -> None:
    certificate = authority.issue_cert("zhicheng.example.org")
    certificate.cert_chain_pems[0].write_to_path(tmp_path / "fullchain.pem")
    certificate.private_key_pem.write_to_path(tmp_path / "privkey.pem")
    text = (DEPLOY / "nginx" / "web.conf").read_text(encoding="utf-8")
    text = text.replace("/etc/letsencrypt/live/zhicheng.example.org", str(tmp_path))
    text = text.replace("listen [::]:443 ssl;", "").replace("listen 443 ssl;", f"listen 127.0.0.1:{free_port()} ssl;")
    (tmp_path / "zhicheng.conf").write_text(text, encoding="utf-8")
    (tmp_path / "nginx.conf").write_text(AROUND.format(folder=tmp_path), encoding="utf-8")
    command = [needed("nginx", "nginx-light"), "-t", "-q", "-c", str(tmp_path / "nginx.conf")]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_nginx_takes_the_configuration(configuration: tuple[Path, int], needed: Needed) -> None:
    command = [needed("nginx", "nginx-light"), "-t", "-q", "-c", str(configuration[0])]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_secret_and_the_body_get_through(client: httpx.Client) -> None:
    answer = posted(client, "/telegram", b"x" * 1000)
    assert (answer.status_code, answer.text) == (200, "1000")
    assert "nginx/" not in answer.headers["server"]


def test_a_wrong_secret_is_refused_by_the_webhook(client: httpx.Client) -> None:
    assert posted(client, "/telegram", b"{}", "wrong").status_code == 403


@pytest.mark.parametrize(("size", "status"), [(1024**2, 200), (1024**2 + 1, 413), (2 * 1024**2, 413)])
def test_a_body_has_one_megabyte_at_most(client: httpx.Client, size: int, status: int) -> None:
    assert posted(client, "/telegram", b"x" * size).status_code == status


@pytest.mark.parametrize("path", ["/", "/telegram/", "/telegram/x", "/telegramx", "/.env", "/telegram%2Fx"])
def test_every_other_path_is_not_there(client: httpx.Client, path: str) -> None:
    assert posted(client, path, b"{}").status_code == 404


def test_only_posts_are_let_through(client: httpx.Client) -> None:
    assert client.get("/telegram", extensions={"sni_hostname": HOST}).status_code == 403


def test_old_protocols_are_refused(client: httpx.Client, configuration: tuple[Path, int]) -> None:
    command = [
        "openssl",
        "s_client",
        "-connect",
        f"127.0.0.1:{configuration[1]}",
        "-tls1_1",
        "-cipher",
        "ALL:@SECLEVEL=0",
    ]
    result = subprocess.run(command, input="", capture_output=True, encoding="utf-8", check=False)
    assert "Cipher is (NONE)" in result.stdout
