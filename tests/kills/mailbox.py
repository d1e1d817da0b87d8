"""The mailbox, killed, pulled or watched, while new letters come or the same people write again."""

from itertools import count

from tests.bot.mailbox.conftest import Office, id_of, letter
from tests.kills.forks import Forks
from tests.kills.job import Account, Job

TOGETHER = 3  # letters for each process


def letter_of(person: int) -> bytes:
    """A letter of a person with a question of their own."""
    return letter(f"请问第{person}个问题，申报材料报送到哪里？", f"s{person}@example.cn")


class Mailbox(Job):
    """`mailbox pull` or `mailbox watch`; of so many `people`, or of ever new ones where that is 0."""

    def __init__(self, office: Office, library: str, command: str, people: int = 0) -> None:
        super().__init__(Forks(office.folder, {**office.settings, "ZHICHENG_LIBRARY": library}))
        self.office, self.command, self.people, self.numbers = office, command, people, count()
        self.letters: dict[str, int] = {}

    def start(self) -> None:
        for _ in range(TOGETHER):
            number = next(self.numbers)
            octets = letter_of(number % self.people if self.people else number)
            self.letters[id_of(octets)] = number % self.people if self.people else number
            self.office.deliver(octets)
        self.forks.command("mailbox", self.command)

    def is_done(self) -> bool:
        states = self.office.states() if self.command == "watch" else []
        return len(states) == len(self.letters) and set(states) <= {"drafted", "joined"}

    def account(self) -> Account:
        """Everybody who wrote has one draft, which answers a letter of theirs."""
        answered = [self.letters.get(each) for each in self.office.answered()]
        people = set(self.letters.values())
        lost = len(people - set(answered)) + sum(state not in ("drafted", "joined") for state in self.office.states())
        return Account(lost=lost, doubled=len(answered) - len(people & set(answered)))
