"""The sockets on which systemd listens for a service: who comes between two runs of it waits, and nobody is refused."""

import os
from socket import socket

from bot.bounds import number_in

FIRST = 3  # the number of the first that systemd hands over, by its own protocol


def handed_sockets() -> list[socket] | None:
    """The sockets that systemd handed to this very process; None where it is to open its own."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    count = number_in(os.environ.get("LISTEN_FDS", "")) or 0
    return [socket(fileno=number) for number in range(FIRST, FIRST + count)] or None
