"""A wire between the command and the server that can be cut."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Wire:
    """Hands octets on both ways; cut once so many have gone to the server (None: never)."""

    def __init__(self, port: int, cut_after: int | None = None) -> None:
        self.server = port
        self.cut_after = cut_after
        self.sent = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.pairs: list[tuple[socket.socket, socket.socket]] = []
        self.threads: list[threading.Thread] = []

    def start(self, work: object, *arguments: object) -> None:
        """Do something beside the rest."""
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self.threads.append(thread)
        thread.start()

    def listen(self) -> None:
        """Take connections until closed."""
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.server))
                self.pairs.append((near, far))
                self.start(self.hand_on, near, far, True)
                self.start(self.hand_on, far, near, False)

    def hand_on(self, source: socket.socket, sink: socket.socket, counts: bool) -> None:
        """Hand octets on, up to the one after which the wire is cut."""
        with suppress(OSError):
            while octets := source.recv(1024):
                if counts and self.cut_after is not None:
                    octets = octets[: max(0, self.cut_after - self.sent)]
                self.sent += len(octets) if counts else 0
                sink.sendall(octets)
                if counts and self.cut_after is not None and self.sent >= self.cut_after:
                    break
        self.cut()

    def cut(self) -> None:
        """Cut what is connected."""
        for pair in self.pairs:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Cut everything and take no more."""
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.cut()
        for thread in self.threads:
            thread.join(5)
        for pair in self.pairs:
            for end in pair:
                end.close()


@contextmanager
def wire(port: int, cut_after: int | None = None) -> Iterator[Wire]:
    """A wire to a port for as long as this lasts."""
    made = Wire(port, cut_after)
    made.start(made.listen)
    try:
        yield made
    finally:
        made.close()
