"""From official notices to the sentence that answers: reading, outline, passages, ranking, answers.

Nothing here knows of a chat, a mail, a catalogue of messages or the clock: text and dates come in, values go out.
"""
