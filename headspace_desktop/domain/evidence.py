"""Readings of the witnesses become one verdict with its reason. Pure; any thread.

No witness is believed blindly: hooks miss Esc, allow and deny; transcripts lag; a live-session file can be orphaned.
The rules are tried in order and the first that speaks decides. `docs/states.md` says what each word means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from headspace_desktop.domain.model import (
    Agent,
    Ask,
    AskKind,
    BackgroundTask,
    Phase,
    RegistryReading,
    Scene,
    Source,
    State,
    SubState,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Plain numbers for the rules; the domain does not see settings."""

    hung_tool_after_s: float = 1800.0
    no_answer_after_s: float = 600.0
    #: A live-session file that says idle may be ahead of the Stop hook's mail by this much.
    settle_s: float = 0.3


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: what it holds to be true, an example, and from where that is known."""

    id: str
    judge: Callable[[Agent, datetime, Thresholds], Verdict | None]
    example: str
    source: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and when it would change by the mere passing of time."""

    verdict: Verdict
    wake_at: datetime | None = None


_FAILURES = {
    "rate_limit": SubState.RATE_LIMIT,
    "overloaded": SubState.OVERLOADED,
    "authentication_failed": SubState.AUTHENTICATION,
    "oauth_org_not_allowed": SubState.AUTHENTICATION,
    "verification_required": SubState.AUTHENTICATION,
    "cloud_credential_error": SubState.AUTHENTICATION,
    "billing_error": SubState.BILLING,
    "account_on_hold": SubState.BILLING,
    "model_not_found": SubState.MODEL,
}

_ASKS = {
    AskKind.PERMISSION: SubState.PERMISSION,
    AskKind.QUESTION: SubState.QUESTION,
    AskKind.PLAN: SubState.PLAN,
    AskKind.FORM: SubState.FORM,
}

_WAITING_FOR = {
    "permission prompt": SubState.PERMISSION,
    "input needed": SubState.QUESTION,
    "sandbox request": SubState.PERMISSION,
    "worker request": SubState.PERMISSION,
    "goal proposal": SubState.PLAN,
}

_ATTENTION = {
    "permission_prompt": SubState.PERMISSION,
    "worker_permission_prompt": SubState.PERMISSION,
    "elicitation_dialog": SubState.FORM,
    "agent_needs_input": SubState.DIALOG,
}


def open_asks(scene: Scene) -> tuple[Ask, ...]:
    """What still waits for the person, oldest first.

    An ask ends by its own evidence, or is hidden while a live-session file written after it shows no dialog.
    """
    registry = scene.registry
    if registry is None or not registry.is_alive or registry.status not in {"busy", "idle", "shell"}:
        return scene.asks
    return tuple(ask for ask in scene.asks if ask.asked_at is None or registry.status_at <= ask.asked_at)


def running_background(scene: Scene) -> tuple[BackgroundTask, ...]:
    """Background work that keeps an agent busy; teammates stay listed for ever and do not count."""
    return tuple(task for task in scene.background if task.kind != "teammate")


def _registry_after(scene: Scene, at: datetime | None, *statuses: str) -> RegistryReading | None:
    registry = scene.registry
    if registry is None or not registry.is_alive or registry.status not in statuses:
        return None
    return registry if at is None or registry.status_at > at else None


def _ended_hook(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase is not Phase.ENDED:
        return None
    return Verdict(State.ENDED, SubState.CLEAN, scene.phase_at, reason=f"the session ended ({scene.end_reason})")


def _ended_process(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.process_ended_at is None:
        return None
    is_clean = scene.registry_gone_at is not None
    what = (
        "its process ended and it removed its live-session file" if is_clean else "its process is gone without a word"
    )
    return Verdict(
        State.ENDED, SubState.CLEAN if is_clean else SubState.KILLED, scene.process_ended_at, reason=what,
        deciding=Source.PROCESS,
    )  # fmt: skip


def _ended_terminal(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.pane_gone_at is None or agent.pid is not None or scene.registry is not None:
        return None
    return Verdict(
        State.ENDED, SubState.TERMINAL_GONE, scene.pane_gone_at, reason="its tmux pane is gone", deciding=Source.PANE
    )


def _ask(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    asks = open_asks(agent.scene)
    if not asks:
        return None
    ask = asks[0]
    reason = {
        AskKind.PERMISSION: f"it asks for permission: {ask.tool}",
        AskKind.QUESTION: "it asks a question",
        AskKind.PLAN: "it shows a plan for approval",
        AskKind.FORM: "it shows a form",
    }[ask.kind]
    return Verdict(State.NEEDS_INPUT, _ASKS[ask.kind], ask.asked_at, reason=reason)


def _registry_waits(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    registry = _registry_after(scene, scene.work_at, "waiting")
    if registry is None:
        return None
    sub_state = _WAITING_FOR.get(registry.waiting_for, SubState.DIALOG)
    return Verdict(
        State.NEEDS_INPUT, sub_state, registry.status_at, deciding=Source.REGISTRY,
        reason=f"its live-session file says that it waits: {registry.waiting_for or 'a dialog'}",
    )  # fmt: skip


def _attention(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    sub_state = _ATTENTION.get(scene.attention)
    if sub_state is None or scene.attention_at is None or _registry_after(scene, scene.attention_at, "busy", "idle"):
        return None
    if scene.settled_ask_keys and scene.work_at is not None and scene.work_at > scene.attention_at:
        return None
    return Verdict(
        State.NEEDS_INPUT, sub_state, scene.attention_at,
        reason=scene.attention_text or "it notified that it waits", deciding=Source.HOOK,
    )  # fmt: skip


def _interrupted(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase is not Phase.INTERRUPTED or _registry_after(scene, scene.phase_at, "busy"):
        return None
    return Verdict(State.IDLE, SubState.INTERRUPTED, scene.phase_at, reason="you interrupted it")


def _idle_over_work(agent: Agent, now: datetime, limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase is not Phase.WORKING:
        return None
    registry = _registry_after(scene, scene.work_at, "idle")
    if registry is None or now < registry.status_at + timedelta(seconds=limits.settle_s):
        return None
    if scene.hook_at is None:
        return Verdict(
            State.IDLE, SubState.NONE, registry.status_at, deciding=Source.REGISTRY,
            reason="its live-session file says idle; how the turn ended is not known",
        )  # fmt: skip
    return Verdict(
        State.IDLE, SubState.INTERRUPTED, registry.status_at, deciding=Source.REGISTRY,
        reason="its live-session file says idle and no hook told of an end: interrupted",
    )  # fmt: skip


def _failed(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase is not Phase.FAILED or _registry_after(scene, scene.phase_at, "busy"):
        return None
    sub_state = _FAILURES.get(scene.failure, SubState.ERROR)
    return Verdict(State.STALLED, sub_state, scene.phase_at, reason=scene.failure_text or scene.failure)


def _background(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase not in {Phase.STOPPED, Phase.INTERRUPTED, Phase.READY, Phase.UNKNOWN}:
        return None
    if shell := _registry_after(scene, None, "shell"):
        return Verdict(
            State.WORKING, SubState.BACKGROUND, shell.status_at, reason="a background shell runs",
            deciding=Source.REGISTRY,
        )  # fmt: skip
    if not running_background(scene) or _registry_after(scene, scene.phase_at, "idle"):
        return None
    count = len(running_background(scene))
    return Verdict(State.WORKING, SubState.BACKGROUND, scene.phase_at, reason=f"{count} background tasks still run")


def _busy_again(agent: Agent, _now: datetime, limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase in {Phase.WORKING, Phase.ENDED}:
        return None
    after = None if scene.phase_at is None else scene.phase_at + timedelta(seconds=limits.settle_s)
    registry = _registry_after(scene, after, "busy")
    if registry is None:
        return None
    return Verdict(
        State.WORKING, SubState.THINKING, registry.status_at, reason="its live-session file says busy",
        deciding=Source.REGISTRY,
    )  # fmt: skip


def _stopped(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase is not Phase.STOPPED:
        return None
    if scene.final_is_question:
        return Verdict(
            State.NEEDS_INPUT, SubState.QUESTION_IN_TEXT, scene.phase_at, reason="its last text ends with a question"
        )
    if scene.seen_at is not None and scene.phase_at is not None and scene.seen_at >= scene.phase_at:
        return Verdict(State.IDLE, SubState.SEEN, scene.phase_at, reason="it finished, and you have seen it")
    return Verdict(State.DONE, SubState.NONE, scene.phase_at, reason="it finished its turn")


def _working(agent: Agent, now: datetime, limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.is_compacting:
        return Verdict(State.WORKING, SubState.COMPACTING, scene.work_at, reason="it compacts its context")
    if scene.phase is not Phase.WORKING:
        return None
    mine = [tool for tool in scene.tools if tool.subagent_id is None] or list(scene.tools)
    if mine:
        tool = mine[-1]
        if now - tool.started_at > timedelta(seconds=limits.hung_tool_after_s):
            since_at = tool.started_at + timedelta(seconds=limits.hung_tool_after_s)
            return Verdict(State.STALLED, SubState.HUNG_TOOL, since_at, reason=f"{tool.tool} runs unusually long")
        return Verdict(State.WORKING, SubState.TOOL, tool.started_at, reason=f"it runs {tool.tool}")
    if scene.work_at is not None and now - scene.work_at > timedelta(seconds=limits.no_answer_after_s):
        since_at = scene.work_at + timedelta(seconds=limits.no_answer_after_s)
        return Verdict(State.STALLED, SubState.NO_ANSWER, since_at, reason="no sign of work for a long time")
    return Verdict(
        State.WORKING, SubState.THINKING, scene.prompt_at or scene.phase_at, reason="it works on your prompt"
    )


def _ready(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase is Phase.READY:
        return Verdict(State.IDLE, SubState.FRESH, scene.phase_at, reason="it is at its prompt")
    return None


def _registry_only(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    registry = _registry_after(agent.scene, None, "idle")
    if registry is None:
        return None
    return Verdict(
        State.IDLE, SubState.FRESH, registry.status_at, reason="its live-session file says idle",
        deciding=Source.REGISTRY,
    )  # fmt: skip


RULES: tuple[Rule, ...] = (
    Rule("ended.hook", _ended_hook, "SessionEnd with reason prompt_input_exit", "agent-clients 3, SessionEnd"),
    Rule("ended.process", _ended_process, "kill -9: the process is gone, the file stays", "agent-clients 5"),
    Rule("ended.terminal", _ended_terminal, "the pane is gone and nothing else is known", "domain 7.2"),
    Rule("needs.ask", _ask, "PermissionRequest came, no result yet", "agent-clients 1.6, 1.7"),
    Rule("needs.registry", _registry_waits, "no hooks; status waiting, permission prompt", "agent-clients 5"),
    Rule("needs.notification", _attention, "Notification agent_needs_input without a dialog that we know",
         "agent-clients 1.1"),
    Rule("idle.interrupted", _interrupted, "Esc: the transcript says interrupted by user", "agent-clients 1.2"),
    Rule("idle.registry", _idle_over_work, "Esc while streaming: only the live-session file says idle",
         "agent-clients 1.2"),
    Rule("working.compacting", lambda a, n, t: _working(a, n, t) if a.scene.is_compacting else None,
         "PreCompact came, PostCompact not yet", "agent-clients 3"),
    Rule("stalled.failure", _failed, "StopFailure rate_limit", "agent-clients 3, StopFailure"),
    Rule("working.background", _background, "Stop with running subagents", "agent-clients 1.4"),
    Rule("working.registry", _busy_again, "a queued prompt starts: busy after Stop", "agent-clients 5"),
    Rule("stopped", _stopped, "Stop: done, a question in the text, or seen", "agent-clients 3, Stop"),
    Rule("working", _working, "UserPromptSubmit, PreToolUse", "agent-clients 3"),
    Rule("idle.fresh", _ready, "SessionStart, no prompt yet", "agent-clients 3"),
    Rule("idle.registry_only", _registry_only, "started before us, no hooks: status idle", "agent-clients 5"),
)  # fmt: skip


def judge(agent: Agent, now: datetime, limits: Thresholds) -> Judgement:
    """The verdict on one agent at `now`, with its rule, its dissenting and its missing witnesses."""
    for rule in RULES:
        if (verdict := rule.judge(agent, now, limits)) is not None:
            break
    else:
        rule = None
        verdict = Verdict(State.UNKNOWN, reason="no hook, transcript or live-session file tells what it does")
    scene = agent.scene
    deciding = verdict.deciding or (scene.phase_source if rule is not None else None)
    if verdict.rule == "" and rule is not None and rule.id == "needs.ask":
        deciding = Source.HOOK if scene.hook_at is not None else Source.TRANSCRIPT
    complete = Verdict(
        state=verdict.state,
        sub_state=verdict.sub_state,
        since_at=verdict.since_at,
        rule=rule.id if rule is not None else "unknown",
        reason=verdict.reason,
        deciding=deciding,
        dissent=_dissent(scene, verdict),
        missing=_missing(agent, verdict),
    )
    return Judgement(complete, _wake_at(agent, now, limits, verdict))


def _dissent(scene: Scene, verdict: Verdict) -> tuple[str, ...]:
    registry = scene.registry
    if registry is None or not registry.status or verdict.state is State.ENDED:
        return ()
    agrees = {
        "busy": {State.WORKING, State.STALLED},
        "shell": {State.WORKING},
        "idle": {State.IDLE, State.DONE, State.STALLED},
        "waiting": {State.NEEDS_INPUT},
    }.get(registry.status, set())
    if verdict.state in agrees or verdict.sub_state is SubState.QUESTION_IN_TEXT:
        return ()
    return (f"registry: {registry.status} since {registry.status_at:%H:%M:%S}",)


def _missing(agent: Agent, verdict: Verdict) -> tuple[str, ...]:
    if verdict.state is State.ENDED:
        return ()
    scene = agent.scene
    gaps = []
    if scene.hook_at is None:
        gaps.append("no hooks in this session: permissions are seen only through its live-session file")
    if scene.registry is None:
        gaps.append("no live-session file: an interruption is seen only in the transcript")
    if scene.transcript_at is None and scene.prompt_at is not None:
        gaps.append("no transcript read yet: texts come from hooks alone")
    return tuple(gaps)


def _wake_at(agent: Agent, now: datetime, limits: Thresholds, verdict: Verdict) -> datetime | None:
    """The earliest moment at which a rule would speak differently without any new evidence."""
    scene = agent.scene
    if scene.phase is not Phase.WORKING or verdict.state not in {State.WORKING, State.STALLED}:
        return None
    moments = []
    if registry := _registry_after(scene, scene.work_at, "idle"):
        moments.append(registry.status_at + timedelta(seconds=limits.settle_s))
    if scene.tools:
        moments.append(scene.tools[-1].started_at + timedelta(seconds=limits.hung_tool_after_s))
    elif scene.work_at is not None:
        moments.append(scene.work_at + timedelta(seconds=limits.no_answer_after_s))
    later = [moment + timedelta(milliseconds=5) for moment in moments if moment + timedelta(milliseconds=5) > now]
    return min(later, default=None)
