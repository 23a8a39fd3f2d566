"""One batch under way: what is to be saved, told and asked if the commit succeeds. Engine thread."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from headspace_desktop.domain.changes import Change, TroubleShown, WishAnswered
from headspace_desktop.domain.effects import Effect, TellCaller
from headspace_desktop.domain.events import SessionEvidence
from headspace_desktop.domain.model import Agent, Json, Project, Reply, Source
from headspace_desktop.store.records import Batch, KeptEvent


@dataclass(slots=True)
class Work:
    """Collected by the folding of messages; thrown away whole when saving fails."""

    now: datetime
    batch: Batch = field(default_factory=Batch)
    before: dict[str, Agent | None] = field(default_factory=dict)  # agents as they were before this batch
    changes: list[Change] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    mails: list[tuple[str, int]] = field(default_factory=list)
    anomalies: list[str] = field(default_factory=list)
    projects: dict[str, Project] = field(default_factory=dict)  # by path, as they are now
    deliveries: set[str] = field(default_factory=set)  # taken in by this batch

    def keep(
        self,
        kind: str,
        payload: Json,
        *,
        agent_uuid: str | None = None,
        command_uuid: str | None = None,
        delivery_id: str | None = None,
        source: Source = Source.CLOCK,
        at: datetime | None = None,
    ) -> None:
        """Write one row of the event log with this batch."""
        at = at or self.now
        self.batch.events.append(KeptEvent(kind, agent_uuid, command_uuid, delivery_id, source, at, self.now, payload))

    def keep_evidence(self, told: SessionEvidence, agent_uuid: str, command_uuid: str | None) -> None:
        """Write with this batch what a session itself said."""
        origin, kind = told.origin, type(told).__name__
        self.batch.events.append(
            KeptEvent(
                kind, agent_uuid, command_uuid, origin.delivery_id, origin.source, origin.at, origin.seen_at, told
            )
        )

    def answer(self, request_id: str, result: Json) -> None:
        """Tell whoever asked under this id, by window or command line, that it is done."""
        if request_id:
            self.effects.append(TellCaller(request_id, result))
            self.changes.append(WishAnswered(request_id, None, result))

    def refuse(self, request_id: str, trouble: TroubleShown, result: Json | None = None) -> None:
        """Tell whoever asked under this id why it is not done."""
        if request_id:
            told = dict(result or {})
            self.effects.append(TellCaller(request_id, told, trouble.title, trouble.detail, trouble.remedy))
            self.changes.append(WishAnswered(request_id, trouble, told))

    def save_reply(self, reply: Reply, **moved: object) -> Reply:
        """Keep the next version of a reply."""
        reply = replace(reply, changed_at=self.now, **moved)  # type: ignore[arg-type]  # keys are its own field names
        self.batch.replies[reply.id] = reply
        return reply
