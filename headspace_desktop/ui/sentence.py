"""A card as one sentence, for screen readers and tooltips.

GUI thread; words only.
"""

from __future__ import annotations

from datetime import UTC, datetime

from headspace_desktop.domain.card import Card
from headspace_desktop.ui.ask_text import headline
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.words import ask_word, clock, moment, stage_word, state_word, sub_word, tr


def card_sentence(card: Card) -> str:
    """Project, name, state since when, what it wants or does, and what hinders."""
    state = state_word(card.verdict.state)
    if sub := sub_word(card.verdict.sub_state):
        state += f" ({sub})"
    if card.verdict.since_at is not None:
        state += " " + tr("since") + " " + clock(card.verdict.since_at)
    parts = [one_line(card.project, 80), one_line(card.name, 80), state]
    if card.snoozed_until_at is not None and card.snoozed_until_at > datetime.now(UTC):
        parts.append(tr("snoozed until {time}").format(time=moment(card.snoozed_until_at)))
    if card.ask is not None:
        parts.append(f"{ask_word(card.ask.kind)}: {headline(card.ask, 200)}")
    elif card.tool:
        parts.append(one_line(card.tool, 120))
    if card.instruction:
        parts.append(tr("Instruction") + ": " + one_line(card.instruction, 160))
    if card.background_count:
        parts.append(tr("%n running in the background", card.background_count))
    if card.reply is not None:
        parts.append(tr("Reply") + ": " + stage_word(card.reply.stage))
    if not card.can_type and card.why_not:
        parts.append(tr("cannot be typed to"))
    if card.priority is not None:
        parts.append(tr("priority {score}").format(score=card.priority.score))
    return ". ".join(part for part in parts if part)
