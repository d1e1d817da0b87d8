"""The web page started again under traffic, behind nginx: nobody is dropped, refused or told 502."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from bs4 import BeautifulSoup

from tests.deploy.conftest import DEPLOY, Needed
from tests.deploy.nginx import Nginx, configured

UNIT = (DEPLOY / "systemd" / "zhicheng-web.service").read_text(encoding="utf-8")
STARTED = re.search(r"^ExecStart=\S+ (.*)$", UNIT, re.MULTILINE)[1].split()
# What systemd does: the socket as descriptor 3, and a word to the process that it is meant.
HANDING = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.argv[2], sys.argv[2:])
"""
RUNS = int(os.environ.get("RUNS", "2"))
PEOPLE, ANSWERS = 4, 40  # how many ask at the same time, and what they get to read of each run before it is stopped


class Service:
    """`zhicheng web` as systemd runs it: the socket stays open between two runs."""

    def __init__(self, folder: Path, library: Path, listening: socket.socket) -> None:
        given = {"LIBRARY": str(library), "STORAGE": str(folder / "storage.sqlite"), "WEB_TURNS_A_MINUTE": "1000000"}
        around = {name: value for name, value in os.environ.items() if not name.startswith("ZHICHENG_")}
        self.environment = around | {f"ZHICHENG_{name}": value for name, value in given.items()}
        self.listening = listening

    @contextmanager
    def running(self) -> Iterator[None]:
        """One run, ended as systemd ends it."""
        number, zhicheng = self.listening.fileno(), str(Path(sys.executable).with_name("zhicheng"))
        command = [sys.executable, "-c", HANDING, str(number), zhicheng, *STARTED]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, env=self.environment, pass_fds=[number], **quiet) as process:
            yield
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0


class Traffic:
    """People who ask without a break, half of them by going on from the page that they have."""

    def __init__(self, nginx: Nginx) -> None:
        self.nginx = nginx
        self.told: Counter[int] = Counter()
        self.is_over = threading.Event()

    def __enter__(self) -> "Traffic":
        self.executor = ThreadPoolExecutor(PEOPLE)
        self.people = [self.executor.submit(self._ask, number % 2 == 0) for number in range(PEOPLE)]
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()

    def end(self) -> None:
        """Let everybody read their last answer."""
        self.is_over.set()
        for person in self.people:
            person.result()
        self.executor.shutdown()

    def wait(self, answers: int) -> None:
        """Until so many more were answered."""
        end, before = time.monotonic() + 60, self.told.total()
        while self.told.total() < before + answers:
            assert time.monotonic() < end, self.told
            time.sleep(0.01)

    def _ask(self, goes_on: bool) -> None:
        """One person."""
        with self.nginx.client() as client:
            page = client.get("/", params={"q": "公示要几天"})
            state = str(BeautifulSoup(page.text, "lxml").select_one("main input[name=state]")["value"])
            while not self.is_over.is_set():
                form = {"q": "那经济系列呢", "state": state}
                answer = client.post("/", data=form) if goes_on else client.get("/", params={"q": "公示要几天"})
                self.told[answer.status_code] += 1


def test_a_start_anew_drops_nobody_and_refuses_nobody(tmp_path: Path, library_file: Path, needed: Needed) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        service = Service(tmp_path, library_file, listening)
        nginx = configured(tmp_path, "web.conf", listening.getsockname()[1])
        with nginx.running(needed("nginx", "nginx-light")), Traffic(nginx) as traffic:
            for run in range(1, RUNS + 1):
                with service.running():
                    traffic.wait(ANSWERS)
                    if run == RUNS:
                        traffic.end()
    assert set(traffic.told) == {200}
