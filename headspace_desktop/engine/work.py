"""One batch under way: what is to be saved, told and asked if the commit succeeds. Engine thread."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from headspace_desktop.domain.changes import Change, TroubleShown, WishAnswered
from headspace_desktop.domain.effects import Effect, TellCaller
from headspace_desktop.domain.events import Origin
from headspace_desktop.domain.model import Agent, Json, Reply, Source
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
    deliveries: set[str] = field(default_factory=set)  # taken in by this batch

    def keep(
        self,
        kind: str,
        payload: Json,
        *,
        agent_uuid: str | None = None,
        command_uuid: str | None = None,
        origin: Origin | None = None,
        delivery_id: str | None = None,
        source: Source = Source.CLOCK,
        at: datetime | None = None,
    ) -> None:
        """Write one row of the event log with this batch."""
        self.batch.events.append(
            KeptEvent(
                kind=kind,
                agent_uuid=agent_uuid,
                command_uuid=command_uuid,
                delivery_id=delivery_id,
                source=origin.source if origin is not None else source,
                at=(origin.at if origin is not None else at) or self.now,
                seen_at=origin.seen_at if origin is not None else self.now,
                payload=payload,
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
