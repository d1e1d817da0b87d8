"""The Telegram door: updates in, the core's replies out. Deciding and rendering do no I/O; `outbox` alone sends."""

import os

# python-telegram-bot warns at every flood wait unless it is told to give periods as timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "1")
