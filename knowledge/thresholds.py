"""From where on an answer is one, and what belongs to it: every threshold that answers, overviews and silence go by."""

from knowledge.value import Value


class Thresholds(Value):
    """When the notices answer and when a candidate does; shares of the best one's score where nothing else is said."""

    sure: float = -0.45  # how much likelier what is carried must be than what is not, where labels were confirmed
    proposed: float = -4.5  # the same where labels were only proposed
    even: float = 0.5  # coverage that speaks neither for an answer nor against it
    bare: float = 0.05  # coverage below which no word is covered, so that a topic must be likely
    likely: float = 0.35  # the share of a topic that is
    surely: float = 0.5  # the same where an examination is named of which none speaks, what is said is off, or it alone
    # says why the notices are silent
    one: float = 0.6  # the same so that one value of it alone is asked for
    close: float = 0.5  # of the likeliest topic's share, so that another is about as likely
    off: float = 0.1  # nearness to what is asked below which a sentence treats another matter
    form: float = 0.6  # that a candidate with the form of an answer must reach
    further: float = 0.72  # that a further citation must reach that treats what is asked, too
    rest: float = 0.65  # the same where it holds what the best one leaves out
    left_out: float = 0.25  # how much of a question that must be
    unlabelled: float = 0.5  # that a further citation must reach, where labels were only proposed
    rival: float = 0.85  # that makes another case's answer a rival
    beside: float = 0.90  # that makes another window of the same notice a rival, or one that is asked for the first
    full: float = 0.78  # coverage, and nearness to what is asked, from which on little that is asked is left out
    current: float = 0.8  # that a current round's answer must reach to stand before that of one that is over
    too: float = 0.3  # of the best one's nearness to what is asked, so that another treats that, too
    same: float = 0.75  # of the best one's nearness to what is asked, so that both treat the same
    about: float = 0.5  # nearness to what is asked from which on cases are compared at all
    named: float = 0.1  # the share of a topic that the notices do not treat, so that a silence names it
    named_beside: float = 0.5  # the same of what is left beside small talk, or what is outside
    nearest: float = 0.15  # how much of a question the sentence must cover that is shown as nearest
    unnamed: float = 0.9  # how near to what is asked it must be where the matter has no name
    broad: float = 0.35  # the share of a topic that covers others, so that an overview answers
    broad_in_words: float = 0.05  # the same where the words ask for all of it
    broad_beside: float = 0.3  # the same where a matter that it covers is likelier
    alone: float = 0.5  # the share of a topic that covers none from which on it alone is meant, whatever the words
    as_well: float = 0.85  # of the best one's score from which on a sentence says a matter of an overview about as well
    quotes: int = 450  # characters of all quotes together, from the second citation on
    citations: int = 3
    citations_of_all: int = 5  # the same where the words of a question ask for all of something


LIMITS = Thresholds()
