"""deploy/README.md walked on a bare Debian, command by command; systemd, certbot and the editor are stood in for."""

import re
import subprocess
from pathlib import Path
from shlex import quote

import pytest

from tests.deploy.conftest import CERTIFICATES, DEPLOY, IN_A_FOLDER, VISIT, Buildah

README = (DEPLOY / "README.md").read_text(encoding="utf-8")
TOKEN = "123456:abcdefghijklmnopqrstuvwxyz_-0123"
STAND_INS = {
    "systemctl": 'echo "systemctl $*" >> /var/log/asked',
    "journalctl": "exit 0",
    "editor": f'case "$1" in */telegram-token) echo {TOKEN} > "$1";; *password) echo secret > "$1";; esac',
    "certbot": """
for word; do case "$word" in *.example.org) name=$word;; esac; done
mkdir -p "/etc/letsencrypt/live/$name"
cd "/etc/letsencrypt/live/$name"
openssl req -x509 -newkey rsa:2048 -nodes -subj "/CN=$name" -keyout privkey.pem -out fullchain.pem 2>/dev/null
""",
}
GIT = "git -c user.name=x -c user.email=x@example.org"
AT = "git -C /opt/zhicheng rev-parse --short HEAD"
WALKED = ("一、安装", "二、用户和设置", "三、令牌", "四、服务")


def commands(section: str) -> list[str]:
    """The blocks of commands in a section, as they stand there."""
    text = README.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


class Machine:
    """A Debian with nothing but systemd on which commands are typed as root, and what systemd was asked there."""

    def __init__(self, buildah: Buildah, base: str) -> None:
        self.buildah = buildah
        self.container = buildah("from", base).strip()
        self.type("apt-get update -qq; apt-get install --yes -qq systemd >/dev/null; touch /var/log/asked")
        for name, script in STAND_INS.items():
            path = f"/usr/local/sbin/{name}"
            self.type(f"printf '#!/bin/sh\n%s\n' {quote(script)} > {path}; chmod 755 {path}")

    def type(self, script: str) -> str:
        """What a script prints; a command of it that fails is a failure here."""
        volume = f"{CERTIFICATES}:{CERTIFICATES}:ro"
        return self.buildah("run", *IN_A_FOLDER, "--volume", volume, self.container, "--", "sh", "-euc", script)

    def as_service(self, script: str) -> str:
        """The same, typed as the user of the services."""
        return self.type(f"cd /var/lib/zhicheng; runuser -u zhicheng -- sh -euc {quote(script)}")

    def copies(self, kind: str) -> list[str]:
        """The copies that were made of something, the latest last."""
        return sorted(self.type(f"find /var/lib/zhicheng/backup -name '{kind}-*'").split())

    def asked(self) -> list[str]:
        """What systemd was asked since."""
        return self.type("cat /var/log/asked; : > /var/log/asked").splitlines()


@pytest.fixture(scope="module")
def machine(buildah: Buildah, base: str, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """The machine after the sections on installing, the user, the token and the services."""
    machine = Machine(buildah, base)
    source = tmp_path_factory.mktemp("source") / "zhicheng"
    published(source)
    buildah("copy", "--quiet", machine.container, source, "/srv/zhicheng")
    for section in WALKED:
        for block in commands(section):
            machine.type(block.replace("本仓库的地址", "/srv/zhicheng"))
    machine.type("install -d -o zhicheng -g zhicheng /var/lib/zhicheng/backup")  # systemd's StateDirectory= makes it
    return machine


def published(folder: Path) -> None:
    """The files of this working copy as a repository that can be cloned."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=DEPLOY.parent, stdout=-1, check=True
    )
    for name in filter(None, tracked.stdout.decode().split("\0")):
        if (DEPLOY.parent / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((DEPLOY.parent / name).read_bytes())
            (folder / name).chmod((DEPLOY.parent / name).stat().st_mode)
    for command in ("init -q -b main", "add -A", "commit -qm published"):
        subprocess.run([*GIT.split(), *command.split()], cwd=folder, check=True)


def test_after_it_the_services_can_run(machine: Machine) -> None:
    asked = machine.asked()
    assert "systemctl daemon-reload" in asked
    assert "systemctl enable --now zhicheng-telegram.service zhicheng-tidy.timer" in asked
    there = set(machine.type("ls /etc/systemd/system").split())
    assert {path.name for path in (DEPLOY / "systemd").glob("zhicheng-*")} <= there
    modes = machine.type("stat -c '%a %U' /etc/zhicheng/telegram-token /var/lib/zhicheng").splitlines()
    assert modes == ["600 root", "700 zhicheng"]
    assert "10月27日" in machine.type("zhicheng ask 抚顺水利几号交材料 --as-of 2025-10-27")


def test_the_night_jobs_run_as_their_user(machine: Machine) -> None:
    machine.as_service("echo 抚顺水利几号交材料 | zhicheng chat")
    for unit in ("zhicheng-tidy.service", "zhicheng-backup.service"):
        text = (DEPLOY / "systemd" / unit).read_text(encoding="utf-8")
        machine.as_service(re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)[1])
    assert machine.copies("storage")


def test_the_mailbox(machine: Machine) -> None:
    for block in commands("五、咨询邮箱"):
        machine.type(block)
    assert "systemctl enable --now zhicheng-mailbox.service" in machine.asked()


def test_every_day(machine: Machine) -> None:
    """The commands of staff with a number that is there, and a copy put back."""
    machine.as_service("echo 评高工要交多少评审费 | zhicheng chat")
    number = machine.as_service("zhicheng queue").split()[0]
    staff, restoring = commands("六、日常")[:2]
    machine.type(staff.replace(" 12 ", f" {number} "))
    machine.as_service("zhicheng mailbox status; zhicheng backup backup")
    machine.type("rm /var/lib/zhicheng/storage.sqlite")
    for kind in ("storage", "letters"):
        restoring = restoring.replace(f"backup/{kind}-日期T时间.sqlite", machine.copies(kind)[-1])
    machine.type(restoring)
    assert number in machine.as_service(f"zhicheng why {number}")


def test_an_update_and_the_way_back(machine: Machine) -> None:
    """Changed units are in place, what runs is started again, a copy was made before; going back undoes it."""
    unit, copies = "zhicheng-tidy.timer", machine.copies("storage")
    machine.type(f"cd /srv/zhicheng; echo '# changed' >> deploy/systemd/{unit}; {GIT} commit -qam changed")
    before = machine.type(AT).strip()
    machine.asked()
    said = machine.type(commands("六、日常")[-1])
    assert "# changed" in machine.type(f"cat /etc/systemd/system/{unit}")
    assert machine.asked() == [
        "systemctl daemon-reload",
        "systemctl try-restart zhicheng-telegram.service zhicheng-web.service zhicheng-mailbox.service "
        "zhicheng-tidy.timer",
    ]
    assert set(machine.copies("storage")) > set(copies)
    machine.type(re.search(r"^Way back: (.*)$", said, re.MULTILINE)[1])
    assert machine.type(AT).strip() == before
    assert "# changed" not in machine.type(f"cat /etc/systemd/system/{unit}")


def test_the_web_page(machine: Machine) -> None:
    """nginx takes the configuration, the bot's secrets are handed over, and the service answers."""
    machine.asked()
    for block in commands("网页"):
        machine.type(block)
    asked = machine.asked()
    assert asked[0] == "systemctl enable --now zhicheng-web.service"
    assert asked[-2:] == ["systemctl daemon-reload", "systemctl restart zhicheng-web.service"]
    handed = machine.type("cat /etc/systemd/system/zhicheng-web.service.d/telegram.conf")
    assert re.findall("LoadCredential=([^:]+)", handed) == ["telegram-token", "telegram-secret"]
    assert "5个工作日" in machine.as_service(VISIT)


def test_the_webhook(machine: Machine) -> None:
    """nginx takes the configuration with the certificate that certbot leaves."""
    for block in commands("webhook 方式"):
        machine.type(block)
    service = "/etc/systemd/system/zhicheng-telegram.service.d"
    assert "LoadCredential=telegram-secret" in machine.type(f"cat {service}/webhook.conf")
    assert "systemctl reload nginx" in machine.asked()
