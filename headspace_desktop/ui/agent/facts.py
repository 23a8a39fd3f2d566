"""What the sections of the agent panel say of a card: identity, project, lifecycle, priority, why.

GUI thread; words only. An empty value is no fact and is not shown.
"""

from __future__ import annotations

from datetime import datetime

from headspace_desktop.domain.agent_pages import ScoresPage
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.git_state import GitState
from headspace_desktop.domain.model import State, Verdict
from headspace_desktop.ui.agent.approval import git_words
from headspace_desktop.ui.agent.section import Rows
from headspace_desktop.ui.plain import visible
from headspace_desktop.ui.words import age, clock, source_word, state_word, sub_word, told, tr

#: Nothing heard for longer: not active. Source: features, section 7.3 (active badge).
_ACTIVE_S = 300


def identity(card: Card) -> Rows:
    pane = f"{card.pane.socket} {card.pane.pane_id}" if card.pane is not None else ""
    return [
        (tr("Name"), card.name),
        (tr("Persona"), card.persona),
        (tr("Agent"), card.uuid),
        (tr("Session"), card.session_id),
        (tr("Program"), f"{card.client}, pid {card.pid}" if card.pid is not None else card.client),
        (tr("Pane"), " ".join(part for part in (card.tmux_session, pane) if part)),
        (tr("Transcript"), card.transcript_path or ""),
        (tr("Model"), card.usage.model),
    ]


def project(card: Card, git: GitState | None, trouble: str) -> Rows:
    return [
        (tr("Project"), card.project_name),
        (tr("Path"), card.project_path),
        (tr("Folder"), card.cwd if card.cwd != card.project_path else ""),
        (tr("Branch"), card.branch),
        (tr("Git"), git_words(git) if git is not None else trouble or tr("Reading…")),
    ]


def lifecycle(card: Card, now: datetime) -> Rows:
    state = state_word(card.verdict.state) + (f" · {sub}" if (sub := sub_word(card.verdict.sub_state)) else "")
    is_active = card.ended_at is None and (now - card.last_seen_at).total_seconds() < _ACTIVE_S
    return [
        (tr("State"), state),
        (tr("Since"), _moment(card.verdict.since_at, now)),
        (tr("Started"), _moment(card.started_at, now)),
        (tr("Last heard"), _moment(card.last_seen_at, now)),
        (tr("Ended"), _moment(card.ended_at, now)),
        (tr("Lived"), age(card.started_at, card.ended_at or now)),
        (tr("Active"), tr("yes") if is_active else tr("no")),
        (tr("Command since"), _moment(card.command_started_at, now)),
    ]


def priority(card: Card, now: datetime) -> Rows:
    if card.priority is None:
        why = (
            tr("It has ended.") if card.verdict.state is State.ENDED else tr("Agents are not ordered by priority now.")
        )
        return [(tr("Score"), tr("none")), (tr("Reason"), why)]
    return [
        (tr("Score"), str(card.priority.score)),
        (tr("Reason"), told(card.priority.reason)),
        (tr("Updated"), _moment(card.priority.at, now)),
    ]


def frustration(page: ScoresPage) -> Rows:
    if not page.scores:
        why = tr("Nothing measures it: that needs a language model, and none is set up.")
        return [(tr("Recent"), tr("not measured yet")), (tr("Reason"), why)]
    said = [f"{one.score} {_level(one.score)}, {clock(one.at)}" for one in page.scores]
    return [(tr("Recent"), "\n".join(said))]


def _level(score: int) -> str:
    """Source: features, section 7.4."""
    return tr("calm") if score <= 3 else tr("tense") if score <= 6 else tr("frustrated")


def why(verdict: Verdict, now: datetime) -> Rows:
    return [
        (tr("Reason"), visible(told(verdict.reason), 2000) or tr("No reason was given.")),
        (tr("Said by"), source_word(verdict.deciding) if verdict.deciding else tr("nobody; it is an assumption")),
        (tr("Since"), _moment(verdict.since_at, now) or tr("not known")),
        (tr("Rule"), visible(verdict.rule, 200) or "—"),
        (tr("Disagree"), _list(verdict.dissent) or tr("nobody")),
        (tr("Not visible"), _list(verdict.missing) or tr("nothing")),
    ]


def _list(lines: tuple[str, ...]) -> str:
    return "\n".join("• " + visible(line, 400) for line in lines[:20])


def _moment(at: datetime | None, now: datetime) -> str:
    return tr("{clock} ({age} ago)").format(clock=clock(at), age=age(at, now)) if at is not None else ""
