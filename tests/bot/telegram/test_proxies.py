"""The door reaches Telegram through each kind of proxy, which looks up names, too."""

import ssl
from pathlib import Path
from urllib.parse import quote

import pytest
import trustme

from tests.bot.telegram.relay import PASSWORD, USER, Relay
from tests.bot.telegram.running import TelegramDoor, running
from tests.bot.telegram.server import BotApi

NAME = "telegram.example"  # which nobody but the proxy can look up
KNOWN = f"{USER}:{quote(PASSWORD, safe='')}@"


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """TLS for the name and for loopback, which is trusted; no proxy is named by the environment."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(NAME, "127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "trusted.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    return context


@pytest.mark.parametrize(
    ("proxy", "server"),
    [
        (f"http://{KNOWN}", "http"),
        (f"http://{KNOWN}", "https"),
        ("http://", "https"),
        (f"https://{KNOWN}", "https"),
        (f"socks5://{KNOWN}", "https"),
        ("socks5://", "http"),
        (f"socks5h://{KNOWN}", "http"),
    ],
)
def test_each_kind_of_proxy_is_gone_through(
    api: BotApi, library_file: Path, storage_file: Path, certificate: ssl.SSLContext, proxy: str, server: str
) -> None:
    """Names are looked up by the proxy, and the password may hold any sign."""
    tls = certificate if proxy.startswith("https:") else None
    far_tls = certificate if server == "https" else None
    given = {"base_url": f"{server}://{NAME}:4430"}
    with Relay(api.port, tls, far_tls, is_guarded="@" in proxy) as relay:
        given["proxy"] = f"{proxy}127.0.0.1:{relay.port}"
        with running(api, library_file, storage_file, **given) as bot:
            assert len(TelegramDoor(bot).say("抚顺水利几号交材料")) == 1
    assert set(relay.asked) == {f"{NAME}:4430"}
