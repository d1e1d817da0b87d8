"""Small talk told from what asks or tells something: by the words of a text, and by what it is read as."""

from bot.core.live_library import LiveLibrary
from bot.core.smalltalk import Talk
from bot.core.turn import Scene
from knowledge.question import Question
from knowledge.silence import NO_MATTER

RATHER_SURE = 0.6  # the share of a topic that a text without a question goes on to
RATHER_RARE = 2.0  # the weight of a term that one in a few passages has
MORE_THAN_ALL_ELSE = 0.5  # the share of a topic
SURELY = 0.9
CHATTER = "chatter"  # the kind of answer that small talk asks for, in the lexicon


class Chatter:
    """Tells which texts are small talk, by the tables of `talk` and the topics of a library."""

    def __init__(self, talk: Talk, desk: LiveLibrary) -> None:
        self.talk = talk
        self.desk = desk

    def kind(self, text: str, question: Question) -> str | None:
        """The kind of small talk that a text is."""
        if small := self.talk.reply(text, names_nothing=_names_nothing(question), is_asking=question.asks):
            return small
        if CHATTER in question.demand:
            return "chat"
        if self.desk.follower.texts.is_at_a_loss(text) or self.talk.own_case_in(text, 0) == "surely":
            return None
        return self._kind_by_topic(question)

    def _kind_by_topic(self, question: Question) -> str | None:
        """The kind of small talk that a question was read as, where all these together are likelier than all else."""
        shares = {topic: question.topics.among([topic]) for topic in self.talk.topics}
        least = (RATHER_SURE if _names_nothing(question) else SURELY) if question.asks else MORE_THAN_ALL_ELSE
        return self.talk.topics[max(shares, key=shares.__getitem__)] if sum(shares.values()) > least else None

    def is_remark(self, text: str, question: Question, scene: Scene) -> bool:
        """Whether a text only remarks on an answer: it asks nothing, and names nothing that is rare or of a case."""
        if not scene.conversation.question or scene.conversation.clarified:
            return False
        is_telling = not _names_nothing(question) or any(term.weight >= RATHER_RARE for term in question.terms)
        is_telling = is_telling or self.desk.follower.texts.is_at_a_loss(text)
        if question.asks or is_telling or self.desk.follower.texts.names_case(text, scene.today):
            return False
        topic, share = next(iter(question.topics.shares.items()), ("", 0.0))
        return share < RATHER_SURE or self.desk.library.topic(topic).group in NO_MATTER


def _names_nothing(question: Question) -> bool:
    """Whether a question names nothing that the notices speak of, and asks for nothing that they could say."""
    telling = [term for term in question.terms if term.known and term.weight >= RATHER_RARE]
    facets = question.facets
    named = (telling, facets.series, facets.level, facets.specialty, facets.employer, question.demand - {CHATTER})
    return not any(named)
