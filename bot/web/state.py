"""Where a conversation stands, carried by the page itself: signed, so that nobody can make one up, and kept nowhere."""

import hashlib

from itsdangerous import BadData, URLSafeTimedSerializer
from pydantic import ValidationError

from bot.core.turn import Conversation

LONGEST_LIFE = 7 * 86400  # seconds that a page can be gone on from


class States:
    """Seals conversations for pages, and opens what comes back."""

    def __init__(self, key: bytes) -> None:
        signing = {"digest_method": hashlib.sha256}
        self.serializer = URLSafeTimedSerializer(key, salt="zhicheng web", signer_kwargs=signing)

    def seal(self, conversation: Conversation) -> str:
        """A conversation as a page carries it."""
        sealed = self.serializer.dumps(conversation.model_dump(mode="json", exclude_defaults=True))
        return sealed if isinstance(sealed, str) else sealed.decode("ascii")

    def open(self, sealed: str) -> Conversation | None:
        """The conversation of a page; None where it is not ours, too old, or of another version."""
        try:
            return Conversation.model_validate(self.serializer.loads(sealed, max_age=LONGEST_LIFE))
        except (BadData, ValidationError):
            return None
