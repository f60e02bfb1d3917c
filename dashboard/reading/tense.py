"""Whether a clause looks back or ahead: what decides which Tuesday is meant, and whether a thing happened."""

from spacy.tokens import Token

AHEAD_HEADS = frozenset({"will", "would", "shall", "'ll", "wo", "may", "might", "could", "can", "should", "must"})
PLANNING = frozenset(
    {"plan", "expect", "schedule", "intend", "hope", "vow", "promise", "agree", "set", "offer", "pledge", "threaten"}
    | {"order", "ask", "urge", "call", "want", "demand", "prepare", "propose", "volunteer", "seek", "decide", "aim"}
)
"""Verbs whose infinitive is yet to come."""


def governing_verb(token: Token) -> Token | None:
    """The nearest verb above (or at) `token`."""
    for above in (token, *token.ancestors):
        if above.pos_ in ("VERB", "AUX"):
            return above
    return None


def is_ahead(verb: Token) -> bool:
    """True where what `verb` says is yet to come: a modal, or an infinitive under a verb of planning."""
    if any(child.lower_ in AHEAD_HEADS and child.dep_ == "aux" for child in verb.children):
        return True
    to = any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    return to and (verb.dep_ != "xcomp" or verb.head.lemma_.lower() in PLANNING | {"be", "due"})


def is_past(verb: Token) -> bool:
    """True for a past or perfect form that is not under a modal."""
    return verb.tag_ in ("VBD", "VBN") and not is_ahead(verb)
