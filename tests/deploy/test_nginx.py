"""A real nginx with our configurations, TLS, and a webhook behind it."""

import subprocess
import threading
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tests.deploy.conftest import Needed
from tests.deploy.nginx import Nginx, configured, free_port, wait_for

HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = "sesame-sesame-sesame"


async def take(request: Request) -> Response:
    """What a webhook does: 403 without the secret, else how much came."""
    if request.headers.get(HEADER) != SECRET:
        return Response(status_code=403)
    return PlainTextResponse(str(len(await request.body())))


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


@pytest.fixture(scope="module", params=["zhicheng.conf", "web.conf"])
def configuration(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, webhook: int) -> Nginx:
    """Each of our configurations."""
    return configured(tmp_path_factory.mktemp("nginx"), request.param, webhook)


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory, webhook: int, needed: Needed) -> Iterator[Nginx]:
    """nginx before the webhook."""
    nginx = configured(tmp_path_factory.mktemp("webhook"), "zhicheng.conf", webhook)
    with nginx.running(needed("nginx", "nginx-light")):
        yield nginx


@pytest.fixture(scope="module")
def client(nginx: Nginx) -> Iterator[httpx.Client]:
    """Somebody who speaks to nginx over TLS."""
    with nginx.client() as client:
        yield client


def posted(client: httpx.Client, path: str, body: bytes, secret: str = SECRET) -> httpx.Response:
    """The answer to a post as Telegram makes it."""
    return client.post(path, content=body, headers={HEADER: secret})


def test_nginx_takes_the_configuration_without_a_word(configuration: Nginx, needed: Needed) -> None:
    command = [needed("nginx", "nginx-light"), "-t", "-q", "-c", str(configuration.path)]
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
    assert client.get("/telegram").status_code == 403


def test_old_protocols_are_refused(nginx: Nginx, client: httpx.Client) -> None:
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{nginx.port}", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]
    result = subprocess.run(command, input="", capture_output=True, encoding="utf-8", check=False)
    assert "Cipher is (NONE)" in result.stdout
