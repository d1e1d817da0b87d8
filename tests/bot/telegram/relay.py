"""A proxy on loopback: HTTP, with TLS or without, or SOCKS5; whatever it is asked for is one server here."""

import asyncio
import base64
import ssl
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urlsplit

USER, PASSWORD = "sesame", "p@ss:/%w rd"
Reader, Writer = asyncio.StreamReader, asyncio.StreamWriter


@dataclass
class Relay:
    """`with Relay(port) as relay:` runs it in a thread; `tls` is for itself, `far_tls` for the server that it leads to.

    `asked` are the places it was asked for.
    """

    server: int
    tls: ssl.SSLContext | None = None
    far_tls: ssl.SSLContext | None = None
    is_guarded: bool = True
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> "Relay":
        ready = threading.Event()
        self.thread = threading.Thread(target=asyncio.run, args=(self.run(ready),), daemon=True)
        self.thread.start()
        assert ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join(10)

    async def run(self, ready: threading.Event) -> None:
        """Listen until the end."""
        self.loop, self.stop, self.tasks = asyncio.get_running_loop(), asyncio.Event(), set()
        listening = await asyncio.start_server(self.take, "127.0.0.1", 0, ssl=self.tls)
        self.port = listening.sockets[0].getsockname()[1]
        ready.set()
        await self.stop.wait()
        listening.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await asyncio.sleep(0.05)  # until what is closed is gone

    async def take(self, reader: Reader, writer: Writer) -> None:
        """One connection."""
        self.tasks.add(task := asyncio.current_task())
        task.add_done_callback(self.tasks.discard)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                first = await reader.readexactly(1)
                await (self.socks(reader, writer) if first == b"\5" else self.http(first, reader, writer))
        finally:
            writer.transport.abort() if self.stop.is_set() else writer.close()

    async def http(self, first: bytes, reader: Reader, writer: Writer) -> None:
        """CONNECT, or requests that are passed on one after the other."""
        while True:
            head = first + await reader.readuntil(b"\r\n\r\n")
            method, target, _rest = head.split(b" ", 2)
            wanted = b"Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode())
            if self.is_guarded and b"Proxy-Authorization: " + wanted not in head:
                writer.write(b"HTTP/1.1 407 Who is it?\r\nContent-Length: 0\r\n\r\n")
                return
            if method == b"CONNECT":
                writer.write(b"HTTP/1.1 200 Done\r\n\r\n")
                await self.lead(target.decode(), reader, writer)
                return
            place, length = urlsplit(target.decode()), _length_of(head)
            self.asked.append(place.netloc)
            request = head.replace(target, place.path.encode(), 1) + await reader.readexactly(length)
            await self.pass_on(request, writer)
            first = b""

    async def pass_on(self, request: bytes, writer: Writer) -> None:
        """One request, and its answer."""
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.server)
        try:
            far_writer.write(request)
            head = await far_reader.readuntil(b"\r\n\r\n")
            writer.write(head + await far_reader.readexactly(_length_of(head)))
        finally:
            far_writer.close()
        await writer.drain()

    async def socks(self, reader: Reader, writer: Writer) -> None:
        """SOCKS5 (RFC 1928), with a user and a password (RFC 1929) where it is guarded."""
        methods = await reader.readexactly((await reader.readexactly(1))[0])
        method = b"\2" if self.is_guarded else b"\0"
        writer.write(b"\5" + (method if method in methods else b"\xff"))
        if self.is_guarded and method in methods:
            await reader.readexactly(1)
            user = await reader.readexactly((await reader.readexactly(1))[0])
            password = await reader.readexactly((await reader.readexactly(1))[0])
            is_known = (user.decode(), password.decode()) == (USER, PASSWORD)
            writer.write(b"\1\0" if is_known else b"\1\1")
            if not is_known:
                return
        _version, _connect, _reserved, kind = await reader.readexactly(4)
        assert kind == 3, "a name is to be looked up here"
        name = await reader.readexactly((await reader.readexactly(1))[0])
        (port,) = struct.unpack("!H", await reader.readexactly(2))
        writer.write(b"\5\0\0\1\0\0\0\0\0\0")
        await self.lead(f"{name.decode()}:{port}", reader, writer)

    async def lead(self, place: str, reader: Reader, writer: Writer) -> None:
        """Octets both ways, until one side ends."""
        self.asked.append(place)
        await writer.drain()
        if self.far_tls is not None:
            await writer.start_tls(self.far_tls)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.server)
        ways = {
            asyncio.ensure_future(_copy(reader, far_writer)),
            asyncio.ensure_future(_copy(far_reader, writer)),
        }
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            far_writer.close()


def _length_of(head: bytes) -> int:
    """How long the body is that comes after a head."""
    lines = [line.partition(b":") for line in head.lower().split(b"\r\n")]
    return next((int(value) for name, _colon, value in lines if name == b"content-length"), 0)


async def _copy(reader: Reader, writer: Writer) -> None:
    """Whatever comes, until it ends."""
    while octets := await reader.read(65536):
        writer.write(octets)
        await writer.drain()
