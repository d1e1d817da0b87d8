"""Whether the web page, where it runs, answers."""

from urllib.request import ProxyHandler, build_opener

from bot.finding import Finding
from bot.locale import _
from bot.settings.model import WebSettings

PATIENCE = 5.0  # seconds


def answering(alive: Finding, options: WebSettings) -> Finding:
    """The finding of a service that shows life, unless its page does not answer at the address that is set."""
    address = f"{options.address}readyz"
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=PATIENCE):  # on this machine, whatever the proxy
            return alive
    except OSError as error:
        said = _("{address} does not answer: {why}").format(address=address, why=error)
        return Finding(alive.check, False, said, "systemctl restart zhicheng-web; journalctl -u zhicheng-web")
