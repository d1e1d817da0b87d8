"""A real Dovecot in a folder of its own, on loopback, with real TLS; letters are delivered to it by LMTP."""

import os
import re
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import trustme
from imap_tools import BaseMailBox, MailBox

PASSWORD = "authorisation-code"
NOBODY = 65534

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = {uid}
first_valid_gid = {gid}
mail_location = maildir:~/Maildir
mail_plugins = quota
auth_failure_delay = 0
auth_mechanisms = plain login xoauth2 oauthbearer
auth_username_format = %Ln
mail_max_userip_connections = 100
hostname = localhost
postmaster_address = postmaster@localhost
ssl = required
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
ssl_dh =
disable_plaintext_auth = no
{capability}
{tokens}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u allow_all_users=yes
}}
plugin {{
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = {quota}
  quota_exceeded_message = the mailbox is full
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox {drafts} {{
    auto = subscribe
    {drafts_use}
  }}
  mailbox {sent} {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
protocol imap {{
  mail_plugins = quota imap_quota
  {listens}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  process_min_avail = 2
  inet_listener imap {{
    port = {starttls}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""

TOKENS = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/tokens.conf
}}
"""
WHOSE_TOKEN = """
tokeninfo_url = http://127.0.0.1:{port}/?token=
username_attribute = user
active_attribute = active
active_value = true
"""

SPEAKS = "imap_capability = IMAP4rev1 SASL-IR LITERAL+ ID SPECIAL-USE {more}"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Dovecot:
    """A running server; `authority` signed its certificate. There is a mailbox for every name that is asked for.

    `drafts_flagged`: the folder for drafts has its flag. `without`: capabilities that are not offered. `quota`: room
    for every mailbox (`*:storage=50K`). `tokens`: the port at which it asks whose an OAuth2 token is. `listens`: every
    command is written down.
    """

    folder: Path
    drafts: str = "Drafts"
    drafts_flagged: bool = True
    without: tuple[str, ...] = ()
    quota: str = ""
    tokens: int | None = None
    listens: bool = False
    host: str = "127.0.0.1"
    expires: datetime | None = None
    authority: trustme.CA = field(default_factory=trustme.CA)

    def __post_init__(self) -> None:
        self.tls, self.starttls, self.lmtp = free_port(), free_port(), free_port()
        self.uid = NOBODY if os.geteuid() == 0 else os.getuid()
        self.gid = NOBODY if os.geteuid() == 0 else os.getgid()
        self.ca = self.folder / "authority.pem"
        self.authority.cert_pem.write_to_path(str(self.ca))
        for name in ("home", "heard"):
            (self.folder / name).mkdir()
        self.certify(self.host, self.expires)

    def certify(self, host: str, expires: datetime | None = None) -> None:
        """Give the server a certificate for a host; an expired one for a day in the past."""
        old = {"not_before": datetime(2020, 1, 1, tzinfo=UTC), "not_after": expires} if expires else {}
        certificate = self.authority.issue_cert(host, **old)
        (self.folder / "server.pem").write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
        certificate.private_key_pem.write_to_path(str(self.folder / "server.key"))

    @property
    def configuration(self) -> str:
        """What the server is told."""
        import grp
        import pwd

        offered = [word for word in ("UIDPLUS", "IDLE", "MOVE") if word not in self.without]
        return CONFIGURATION.format(
            folder=self.folder,
            password=PASSWORD,
            tokens=TOKENS.format(folder=self.folder) if self.tokens else "",
            listens=f"rawlog_dir = {self.folder}/heard" if self.listens else "",
            quota=self.quota or "*:storage=0",
            user=pwd.getpwuid(self.uid).pw_name,
            group=grp.getgrgid(self.gid).gr_name,
            uid=self.uid,
            gid=self.gid,
            drafts=self.drafts,
            drafts_use="special_use = \\Drafts" if self.drafts_flagged else "",
            sent="Sent",
            tls=self.tls,
            starttls=self.starttls,
            lmtp=self.lmtp,
            capability=SPEAKS.format(more=" ".join(offered)) if self.without else "",
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        (self.folder / "tokens.conf").write_text(WHOSE_TOKEN.format(port=self.tokens), encoding="ascii")
        (self.folder / "dovecot.conf").write_text(self.configuration, encoding="utf-8")
        for path in [self.folder, *self.folder.iterdir()]:
            os.chown(path, self.uid, self.gid)
        command = [
            str(shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin:" + os.environ["PATH"])),
            "-F",
            "-c",
            str(self.folder / "dovecot.conf"),
        ]
        if os.geteuid() == 0:
            command = ["setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", *command]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for port in (self.tls, self.lmtp):
            self.wait_for(port)

    def wait_for(self, port: int) -> None:
        """Wait until a port answers."""
        for _ in range(200):
            if self.process.poll() is not None:
                raise RuntimeError(self.process.stderr.read().decode() if self.process.stderr else "")
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise RuntimeError((self.folder / "dovecot.log").read_text(encoding="utf-8"))

    def stop(self) -> None:
        """Stop it, and everything that it started."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        if self.process.stderr:
            self.process.stderr.close()

    def restart(self) -> None:
        """Stop it and start it with what has been changed meanwhile."""
        self.stop()
        self.start()

    def deliver(self, user: str, *letters: bytes) -> None:
        """Hand letters over by LMTP."""
        with smtplib.LMTP("127.0.0.1", self.lmtp) as door:
            for letter in letters:
                door.sendmail("sender@example.cn", [f"{user}@localhost"], letter)

    @contextmanager
    def mailbox(self, user: str, folder: str = "INBOX") -> Iterator[BaseMailBox]:
        """The mailbox as the staff's own mail program opens it."""
        with MailBox("127.0.0.1", self.tls, ssl_context=self.trust()) as box:
            yield box.login(user, PASSWORD, folder)

    def trust(self) -> "object":
        """A context that believes the authority."""
        import ssl

        context = ssl.create_default_context(cafile=str(self.ca))
        context.check_hostname = False
        return context

    def letters(self, user: str, folder: str = "Drafts") -> list[bytes]:
        """The octets of all letters in a folder, none marked as seen."""
        with self.mailbox(user, folder) as box:
            uids = box.uids()
            found = [box.client.uid("FETCH", uid, "(BODY.PEEK[])")[1] for uid in uids]
        return [octets for ((_, octets), *_) in found]

    def heard(self) -> list[str]:
        """Every command that clients have given since logging in, without their numbers."""
        lines = [
            line for path in sorted((self.folder / "heard").glob("*.in")) for line in path.read_text().splitlines()
        ]
        return [line.partition(" ")[2].partition(" ")[2] for line in lines if re.match(r"\d+\.\d+ \w{4}\d+ ", line)]

    def new_uidvalidity(self, user: str) -> None:
        """Forget every UID of a mailbox's INBOX, as a server does after a repair."""
        for name in ("dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache"):
            (self.folder / "home" / user / "Maildir" / name).unlink(missing_ok=True)


@contextmanager
def dovecot(**what: object) -> Iterator[Dovecot]:
    """A server of its own for as long as this lasts, in a folder whose path is short enough for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    server = Dovecot(folder, **what)  # type: ignore[arg-type]  # handed on as they are
    try:
        server.start()
        yield server
    finally:
        if hasattr(server, "process") and server.process.poll() is None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
