"""A connection to the mail server: encrypted, its certificate checked, and every failure of it in plain words."""

import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version

from imap_tools import BaseMailBox, MailBox, MailboxLoginError, MailBoxStartTls
from imap_tools.errors import ImapToolsError, UnexpectedCommandStatusError

from bot.errors import Full, MailboxError, Refused, SettingsError, Unreachable, Untrusted
from bot.locale import _
from bot.settings.mailbox import MailboxSettings

GONE = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
FAREWELL = 5.0  # seconds that a server has to answer LOGOUT
EXPIRED, WRONG_NAME, WRONG_ADDRESS = 10, 62, 64  # OpenSSL's own numbers


@contextmanager
def plainly(where: str) -> Iterator[None]:
    """Turn what a mail server or the way to it does wrong into one `MailboxError` with a line for people."""
    try:
        yield
    except (ImapToolsError, imaplib.IMAP4.error) as error:
        raise _server_error(where, error) from None
    except OSError as error:
        raise _cut_off(where, error) from None


def _server_error(where: str, error: ImapToolsError | imaplib.IMAP4.error) -> MailboxError:
    """What the server said, or that it went away in the middle of it."""
    words = words_of(error)
    if isinstance(error, imaplib.IMAP4.abort) or "[UNAVAILABLE]" in words.upper():
        return Unreachable(_("{where}: the connection broke ({why})").format(where=where, why=words))
    if isinstance(error, MailboxLoginError):
        message = _("{where}: the name or password is not accepted ({why})")
        return Refused(message.format(where=where, why=words))
    if "OVERQUOTA" in words.upper():
        return Full(_("{where}: the mailbox is full, no draft can be stored ({why})").format(where=where, why=words))
    return MailboxError(_("{where}: the server refused ({why})").format(where=where, why=words))


def _cut_off(where: str, error: OSError) -> MailboxError:
    """Why there is no connection, or none that can be trusted."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Untrusted(_distrust(where, error))
    if isinstance(error, ssl.SSLError) and not isinstance(error, GONE):
        return Untrusted(_("{where}: no encrypted connection ({why})").format(where=where, why=error.reason))
    if isinstance(error, socket.gaierror):
        return Unreachable(_("{where}: there is no server of this name").format(where=where))
    if isinstance(error, TimeoutError):
        return Unreachable(_("{where}: the server does not answer").format(where=where))
    why = error.strerror or _one_line(error)
    return Unreachable(_("{where}: the server cannot be reached ({why})").format(where=where, why=why))


def _distrust(where: str, error: ssl.SSLCertVerificationError) -> str:
    """Why a certificate does not hold."""
    if error.verify_code == EXPIRED:
        return _("{where}: the server's certificate has expired; nothing was sent to it").format(where=where)
    if error.verify_code in (WRONG_NAME, WRONG_ADDRESS):
        return _("{where}: the server's certificate is for another name; nothing was sent to it").format(where=where)
    message = _("{where}: the server's certificate is not trusted ({why}); nothing was sent to it")
    return message.format(where=where, why=error.verify_message)


def words_of(error: Exception) -> str:
    """The server's own words."""
    if isinstance(error, UnexpectedCommandStatusError):
        words = error.command_result[1]
        return " ".join(_one_line(word) for word in words if word)
    return _one_line(error)


def _one_line(words: object) -> str:
    """Words of a server or a library as a short line."""
    if isinstance(words, Exception) and words.args:
        words = words.args[0]
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return " ".join(text.split())[:200]


@contextmanager
def connect(settings: MailboxSettings) -> Iterator[BaseMailBox]:
    """A mailbox that has let us in, no folder opened; `MailboxError` says why there is none."""
    where = f"{settings.host}:{settings.at}"
    secret = settings.secret()
    with plainly(where):
        box = _open_connection(settings)
    try:
        with plainly(where):
            _log_in(box, settings, secret)
            _introduce(box)
        yield box
    finally:
        with suppress(imaplib.IMAP4.error, ImapToolsError, OSError):
            box.client.sock.settimeout(FAREWELL)
            box.logout()
        with suppress(OSError):
            box.client.shutdown()


def _open_connection(settings: MailboxSettings) -> BaseMailBox:
    """A connection with TLS from the first octet, or before the first secret."""
    kind = MailBox if settings.security == "tls" else MailBoxStartTls
    return kind(settings.host, settings.at, timeout=settings.timeout, ssl_context=trust(settings))


def trust(settings: MailboxSettings) -> ssl.SSLContext:
    """Whose certificates are believed."""
    try:
        return ssl.create_default_context(cafile=str(settings.authority) if settings.authority else None)
    except OSError as error:
        message = _("The certificates in {path} cannot be read ({why})")
        raise SettingsError(message.format(path=settings.authority, why=error.strerror)) from None


def _log_in(box: BaseMailBox, settings: MailboxSettings, secret: str) -> None:
    """Say who we are, in the way that the settings ask for."""
    try:
        if settings.is_token:
            box.xoauth2(settings.user, secret, initial_folder=None)
        elif (settings.user + secret).isascii():
            box.login(settings.user, secret, initial_folder=None)
        else:
            box.login_utf8(settings.user, secret, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:  # what AUTHENTICATE raises for a NO
        raise MailboxLoginError(("NO", list(error.args)), "OK") from None


def _introduce(box: BaseMailBox) -> None:
    """Read what the server can do, which it may tell only now, and name this program: NetEase wants to know it."""
    words = box.client.capability()[1]
    box.client.capabilities = tuple(words[-1].decode("ascii", "replace").upper().split())
    if "ID" in box.client.capabilities:
        box.client.xatom("ID", f'("name" "zhicheng" "version" "{version("zhicheng")}" "vendor" "zhicheng")')
