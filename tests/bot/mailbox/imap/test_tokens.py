"""OAuth2 instead of a password: the server asks, at a place of its own, whose token it was shown."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.bot.mailbox.conftest import NUMBERS, Office, letter
from tests.bot.mailbox.dovecot import Dovecot, dovecot

TOKEN = "ya29.token"


class Tokens(BaseHTTPRequestHandler):
    """Says whose a token is."""

    user = ""

    def do_GET(self) -> None:
        """One token asked for."""
        is_known = self.path.endswith(f"token={TOKEN}")
        body = json.dumps({"user": self.user, "active": "true"} if is_known else {"active": "false"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Nothing is to be heard of it."""


@pytest.fixture
def office(make_office: Callable[..., Office], server: Dovecot) -> Iterator[Office]:
    """A mailbox that takes tokens only."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Tokens) as tokens:
        threading.Thread(target=tokens.serve_forever, daemon=True).start()
        with dovecot(tokens=tokens.server_port) as running:
            made = make_office(running)
            Tokens.user = made.user
            del made.settings["ZHICHENG_MAILBOX_PASSWORD_FILE"]
            yield made
        tokens.shutdown()


def test_a_token_from_a_file(office: Office) -> None:
    (office.folder / "token").write_text(TOKEN + "\n", encoding="ascii")
    office.set(token_file=office.folder / "token")
    office.deliver(letter())
    assert "1 drafted" in office.pull()


def test_a_token_from_a_command(office: Office) -> None:
    office.set(token_command=f"printf '%s' {TOKEN}")
    office.deliver(letter())
    assert "1 drafted" in office.pull()


def test_a_token_that_is_not_accepted(office: Office) -> None:
    office.set(token_command=f"echo wrong-{next(NUMBERS)}")
    done = office.run("pull")
    assert done.returncode == 1
    assert "the name or password is not accepted" in done.stderr
    office.set(token_command="no-such-command")
    assert "the command for the token failed" in office.run("pull").stderr
