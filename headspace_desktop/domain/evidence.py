"""Readings of the witnesses become one verdict with its reason. Pure; any thread.

No witness is believed blindly: hooks miss Esc, allow and deny; transcripts lag; a live-session file can be orphaned.
The rules are tried in order and the first that speaks decides. `docs/states.md` says what each word means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from headspace_desktop.domain.evolve import evolve
from headspace_desktop.domain.model import (
    Agent,
    Ask,
    AskKind,
    BackgroundTask,
    OpenTool,
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
    #: A prompt that was typed during a turn begins its own within this time after the end. Recorded: 0.1 s.
    queue_settle_s: float = 0.25
    #: A program whose background work ends tells itself so, and works on, within this time. Recorded: 0.12 s.
    wakes_itself_within_s: float = 2.0
    #: A background shell is waited for that long; one that goes on (a server) does not hide that the turn is over.
    shell_counts_s: float = 600.0
    #: The file says busy, and the process lives: silence is believed to be thought for so many times longer.
    busy_patience: float = 3.0
    #: Which call a live-session file waits for is told by the transcript, and that trails.
    ask_settle_s: float = 1.0
    #: A turn that was answered has words in the transcript by then; Esc before the first one leaves none.
    words_trail_s: float = 2.0
    #: A program that exits removes its live-session file so long before its process ends. Recorded: 1.5 s.
    leaves_within_s: float = 3.0
    #: The last mail of a session may be read after its process was seen to be gone.
    end_settle_s: float = 0.5
    #: Without process, pane and live-session file nothing shows an end: then silence makes it unknown, and later over.
    lost_after_s: float = 3600.0
    forgotten_after_s: float = 86400.0


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

#: 2.1.119 and 2.1.140 name the tool of a permission: "approve Bash".
_APPROVES = "approve "
_WAITING_FOR = {
    "approve ExitPlanMode": SubState.PLAN,
    "permission prompt": SubState.PERMISSION,
    "input needed": SubState.QUESTION,
    "sandbox request": SubState.PERMISSION,
    "worker request": SubState.PERMISSION,
    "goal proposal": SubState.PLAN,
}

_NOT_WAITING = ("busy", "idle", "shell")

_ATTENTION = {
    "permission_prompt": SubState.PERMISSION,
    "worker_permission_prompt": SubState.PERMISSION,
    "elicitation_dialog": SubState.FORM,
    "agent_needs_input": SubState.DIALOG,
}


def open_asks(scene: Scene) -> tuple[Ask, ...]:
    """What still waits for the person, oldest first.

    An ask ends by its own evidence, or is hidden while a live-session file written after it shows no dialog. Without
    such a file nobody tells that an answer from here has ended it, so the hook that printed the answer is believed.
    """
    registry = scene.registry
    if registry is None or not registry.is_alive or not registry.status:
        return tuple(ask for ask in scene.asks if ask.answered_at is None)
    if registry.status not in {"busy", "idle", "shell"}:
        return scene.asks
    return tuple(
        ask for ask in scene.asks if ask.asked_at is None or registry.status_at <= ask.asked_at or not _is_in_file(ask)
    )


def _is_in_file(ask: Ask) -> bool:
    """Whether the live-session file tells of this dialog: of a sub-agent's it does in 2.1.197, and not in 2.1.330."""
    return ask.subagent_id is None or ask.is_in_file


def shows_permission(registry: RegistryReading) -> bool:
    """Whether a live-session file says that a permission is asked for, of the agent or of one of its sub-agents."""
    is_named = registry.waiting_for.startswith(_APPROVES)
    return registry.status == "waiting" and (is_named or _WAITING_FOR.get(registry.waiting_for) is SubState.PERMISSION)


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


def _ending(agent: Agent, now: datetime, limits: Thresholds) -> Verdict | None:
    """A session with hooks says how it ended, but its process may be seen to go before that is read."""
    scene, known = agent.scene, agent.verdict
    if scene.process_ended_at is None or scene.hook_at is None or known.state is State.ENDED:
        return None
    if now >= scene.process_ended_at + timedelta(seconds=limits.end_settle_s):
        return None
    return Verdict(
        known.state, known.sub_state, known.since_at, deciding=known.deciding,
        reason="its process has ended; its last words may still come",
    )  # fmt: skip


def _leaving(agent: Agent, now: datetime, limits: Thresholds) -> Verdict | None:
    """The program removes its live-session file first of all when it exits; its process ends a second later."""
    scene, known = agent.scene, agent.verdict
    gone_at = scene.registry_gone_at
    if gone_at is None or scene.registry is not None or scene.process_ended_at is not None or agent.pid is None:
        return None
    is_on = any(at is not None and at > gone_at for at in (scene.work_at, scene.phase_at, scene.prompt_at))
    if is_on or now >= gone_at + timedelta(seconds=limits.leaves_within_s) or known.state is State.ENDED:
        return None
    return Verdict(
        known.state, known.sub_state, known.since_at, deciding=known.deciding,
        reason="it has removed its live-session file; its process will end",
    )  # fmt: skip


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


def last_sign_at(agent: Agent) -> datetime:
    """The newest moment at which anybody told of this agent."""
    scene = agent.scene
    signs = (scene.hook_at, scene.transcript_at, scene.work_at, scene.stirred_at, agent.last_seen_at)
    return max(sign for sign in signs if sign is not None)


def _is_unwatched(agent: Agent) -> bool:
    """Whether nothing would tell that it ended."""
    registry = agent.scene.registry
    return agent.pid is None and (registry is None or not registry.is_alive) and agent.pane is None


def _forgotten(agent: Agent, now: datetime, limits: Thresholds) -> Verdict | None:
    if not _is_unwatched(agent):
        return None
    over_at = last_sign_at(agent) + timedelta(seconds=limits.forgotten_after_s)
    if now < over_at:
        return None
    return Verdict(State.ENDED, SubState.NONE, over_at, reason="no sign of it for a day", deciding=Source.CLOCK)


def _lost(agent: Agent, now: datetime, limits: Thresholds) -> Verdict | None:
    if not _is_unwatched(agent):
        return None
    lost_at = last_sign_at(agent) + timedelta(seconds=limits.lost_after_s)
    if now < lost_at:
        return None
    return Verdict(
        State.UNKNOWN, SubState.NONE, lost_at, deciding=Source.CLOCK,
        reason="no sign of it for long, and neither its process nor its terminal is known",
    )  # fmt: skip


def _asks_before_us(scene: Scene, now: datetime, limits: Thresholds) -> tuple[Ask, ...]:
    """The open asks, and for a moment those that just went: Esc shows as busy or idle before it shows as Esc."""
    if asks := open_asks(scene):
        return asks
    registry = scene.registry
    if registry is None or registry.status == "shell" or now >= _forgets_asks_at(scene, registry, limits):
        return ()
    return scene.asks


def _forgets_asks_at(scene: Scene, registry: RegistryReading, limits: Thresholds) -> datetime:
    return (scene.asks_hidden_at or registry.status_at) + timedelta(seconds=limits.settle_s)


def _ask(agent: Agent, now: datetime, limits: Thresholds) -> Verdict | None:
    asks = _asks_before_us(agent.scene, now, limits)
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
    otherwise = SubState.PERMISSION if registry.waiting_for.startswith(_APPROVES) else SubState.DIALOG
    sub_state = _WAITING_FOR.get(registry.waiting_for, otherwise)
    if sub_state is SubState.QUESTION and _shown_tool(scene) is not None:
        sub_state = SubState.FORM  # the tool that asks questions tells what it asks; a server's, that runs, does not
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


def _busy_after(agent: Agent, now: datetime, limits: Thresholds) -> RegistryReading | None:
    """The live-session file, when it says busy although the session's own words said that its turn is over.

    Written after the end, or left at busy since: it goes idle with the end (recorded: 0.1 s after the stop hook), so
    another stop hook holds the turn, or a turn runs that no hook told of. With sub-agents or teammates it stays busy.
    """
    scene = agent.scene
    if scene.phase_at is None or scene.phase is Phase.UNKNOWN:
        return _registry_after(scene, None, "busy")
    # Nothing but a prompt that waited makes the file busy again so soon.
    settle_s = 0.0 if scene.queued_prompts else limits.settle_s
    settled_at = scene.phase_at + timedelta(seconds=settle_s)
    if (registry := _registry_after(scene, settled_at, "busy")) is not None:
        # It calls itself busy while it carries out /clear, too; of a prompt a hook tells meanwhile.
        is_settled = scene.hook_at is None or now >= registry.status_at + timedelta(seconds=settle_s)
        return registry if is_settled or agent.verdict.state is State.WORKING else None
    if scene.background or scene.prompt_at is None or scene.phase not in {Phase.STOPPED, Phase.INTERRUPTED}:
        return None
    registry, settle = _registry_after(scene, None, "busy"), timedelta(seconds=limits.settle_s)
    if registry is None or scene.phase is Phase.STOPPED:
        return registry
    is_just_now = registry.status_at > scene.phase_at - settle  # a dialog that Esc closes makes it busy for a moment
    return None if is_just_now and now < scene.phase_at + settle else registry


def _interrupted(agent: Agent, now: datetime, limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase is not Phase.INTERRUPTED or _busy_after(agent, now, limits):
        return None
    return Verdict(State.IDLE, SubState.INTERRUPTED, scene.phase_at, reason="you interrupted it")


def _idle_over_work(agent: Agent, now: datetime, limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase is not Phase.WORKING:
        return None
    registry = _registry_after(scene, scene.work_at, "idle")
    if registry is None or now < registry.status_at + timedelta(seconds=limits.settle_s):
        return None
    is_untold = scene.hook_at is None
    is_silent = scene.work_at == scene.prompt_at and not registry.is_shared
    if is_untold and not (is_silent and now >= _words_due_at(registry, limits)):
        return Verdict(
            State.IDLE, SubState.NONE, registry.status_at, deciding=Source.REGISTRY,
            reason="its live-session file says idle; how the turn ended is not known",
        )  # fmt: skip
    reason = "its live-session file says idle and no hook told of an end: interrupted"
    if is_untold:
        reason = "its live-session file says idle and its transcript has no word of an answer: interrupted"
    return Verdict(State.IDLE, SubState.INTERRUPTED, registry.status_at, reason=reason, deciding=Source.REGISTRY)


def _words_due_at(idle: RegistryReading, limits: Thresholds) -> datetime:
    """When the transcript must have told whatever the model said before the file became idle."""
    return idle.status_at + timedelta(seconds=limits.words_trail_s)


def _failed(agent: Agent, now: datetime, limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase is not Phase.FAILED or _busy_after(agent, now, limits):
        return None
    sub_state = _FAILURES.get(scene.failure, SubState.ERROR)
    if scene.resets_at is not None and scene.resets_at <= now:
        return Verdict(State.STALLED, sub_state, scene.resets_at, reason="the limit is over; it waits to be told on")
    return Verdict(State.STALLED, sub_state, scene.phase_at, reason=scene.failure_text or scene.failure)


#: How the kinds of dialogs on a screen are called.
_DIALOGS = {
    "permission": SubState.PERMISSION,
    "question": SubState.QUESTION,
    "submit": SubState.QUESTION,
    "plan": SubState.PLAN,
    "form": SubState.FORM,
}


def _screen_asks(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    """A dialog that the pane shows, unless somebody told of something newer: then it is looked at again soon."""
    scene, screen = agent.scene, agent.scene.screen
    if screen is None or screen.shows != "dialog" or scene.pane_gone_at is not None:
        return None
    told = (scene.work_at, scene.phase_at, scene.prompt_at)
    if any(at is not None and at > screen.at for at in told) or _registry_after(scene, screen.at, *_NOT_WAITING):
        return None
    is_in_turn = scene.phase not in {Phase.UNKNOWN, Phase.READY}  # before any turn the program asks for itself
    sub_state = _DIALOGS.get(screen.dialog, SubState.DIALOG) if is_in_turn else SubState.DIALOG
    return Verdict(
        State.NEEDS_INPUT, sub_state, screen.since_at, reason="its terminal shows a dialog", deciding=Source.PANE
    )


def _background(agent: Agent, now: datetime, limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase not in {Phase.STOPPED, Phase.INTERRUPTED, Phase.READY, Phase.UNKNOWN}:
        return None
    shell = _registry_after(scene, scene.prompt_at, "shell")
    if shell is not None and now < shell.status_at + timedelta(seconds=limits.shell_counts_s):
        return Verdict(
            State.WORKING, SubState.BACKGROUND, shell.status_at, reason="a background shell runs",
            deciding=Source.REGISTRY,
        )  # fmt: skip
    is_interrupted = scene.phase is Phase.INTERRUPTED
    if is_interrupted and not (scene.registry is not None and scene.registry.is_alive):
        return None  # Esc may have ended the sub-agents, too, and no hook tells
    idle = _registry_after(scene, scene.prompt_at if is_interrupted else scene.phase_at, "idle")
    is_settled = idle is None or now >= idle.status_at + timedelta(seconds=limits.settle_s)
    if shell is not None or (idle is not None and is_settled):
        return None
    if scene.prompt_at is None:
        return None  # sub-agents before any prompt are the program's own: it warms up (2.0.60)
    if count := len(counted_background(scene, now, limits)):
        if (lost_at := _background_lost_at(scene, limits)) is not None and now >= lost_at:
            return Verdict(
                State.UNKNOWN, SubState.NONE, lost_at, deciding=Source.CLOCK,
                reason="its background work has given no sign for long; its end may not have been told",
            )  # fmt: skip
        return Verdict(State.WORKING, SubState.BACKGROUND, scene.phase_at, reason=f"{count} background tasks still run")
    if running_background(scene) or _wakes_itself_until(scene, limits) <= now:
        return None
    return Verdict(State.WORKING, SubState.BACKGROUND, scene.phase_at, reason="its background work has just ended")


def counted_background(scene: Scene, now: datetime, limits: Thresholds) -> tuple[BackgroundTask, ...]:
    """Background work that will wake the agent; a shell that runs on for long is a server."""
    oldest = now - timedelta(seconds=limits.shell_counts_s)
    return tuple(
        task
        for task in running_background(scene)
        if task.kind != "shell" or (task.started_at or scene.phase_at or now) > oldest
    )


def _background_lost_at(scene: Scene, limits: Thresholds) -> datetime | None:
    """When silence behind the agent tells nothing any more; None where a live-session file would tell the end."""
    if scene.phase_at is None or (scene.registry is not None and scene.registry.is_alive):
        return None
    return max(scene.phase_at, scene.stirred_at or scene.phase_at) + timedelta(seconds=limits.hung_tool_after_s)


def _wakes_itself_until(scene: Scene, limits: Thresholds) -> datetime:
    ended_at = scene.background_ended_at
    if ended_at is None or scene.phase_at is None:
        return datetime.min.replace(tzinfo=UTC)
    return max(ended_at, scene.phase_at) + timedelta(seconds=limits.wakes_itself_within_s)


def _busy_again(agent: Agent, now: datetime, limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase in {Phase.WORKING, Phase.ENDED}:
        return None
    registry = _busy_after(agent, now, limits)
    if registry is None:
        return None
    return Verdict(
        State.WORKING, SubState.THINKING, max(registry.status_at, scene.phase_at or registry.status_at),
        reason="its live-session file says busy", deciding=Source.REGISTRY,
    )  # fmt: skip


def _queued(agent: Agent, now: datetime, limits: Thresholds) -> Verdict | None:
    """Whether the next turn is about to begin by itself: a prompt that was typed meanwhile has not been taken in."""
    scene = agent.scene
    if scene.phase is not Phase.STOPPED or not scene.queued_prompts or scene.phase_at is None:
        return None
    if now >= scene.phase_at + timedelta(seconds=limits.queue_settle_s):
        return None
    return Verdict(
        State.WORKING, SubState.THINKING, scene.phase_at, reason="a prompt that was typed meanwhile comes next"
    )


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
    if tool := _shown_tool(scene):
        hung_at = _hung_at(scene, tool, limits)
        if now > hung_at:
            return Verdict(State.STALLED, SubState.HUNG_TOOL, hung_at, reason=f"{tool.tool} runs unusually long")
        return Verdict(State.WORKING, SubState.TOOL, tool.started_at, reason=f"it runs {tool.tool}")
    silent_at = _silent_at(scene, limits)
    if silent_at is not None and now > silent_at:
        return Verdict(State.STALLED, SubState.NO_ANSWER, silent_at, reason="no sign of work for a long time")
    return Verdict(
        State.WORKING, SubState.THINKING, scene.prompt_at or scene.phase_at, reason="it works on your prompt"
    )


def _shown_tool(scene: Scene) -> OpenTool | None:
    for tool in reversed(scene.tools):
        if tool.subagent_id is None:
            return tool
    return scene.tools[-1] if scene.tools else None


def _hung_at(scene: Scene, tool: OpenTool, limits: Thresholds) -> datetime:
    """A call that waits for a sub-agent is not hung for as long as that one stirs."""
    base = tool.started_at
    if scene.stirred_at is not None and running_background(scene):
        base = max(base, scene.stirred_at)
    return base + timedelta(seconds=limits.hung_tool_after_s)


def _silent_at(scene: Scene, limits: Thresholds) -> datetime | None:
    """When silence is no longer taken for thought; a program that calls itself busy is given more time."""
    if scene.work_at is None:
        return None
    patience = limits.busy_patience if _registry_after(scene, None, "busy") is not None else 1.0
    return scene.work_at + timedelta(seconds=limits.no_answer_after_s * patience)


def _ready(agent: Agent, _now: datetime, _limits: Thresholds) -> Verdict | None:
    scene = agent.scene
    if scene.phase is Phase.READY:
        idle = _registry_after(scene, scene.phase_at, "idle") if scene.phase_source is Source.REGISTRY else None
        since_at = idle.status_at if idle is not None else scene.phase_at
        return Verdict(State.IDLE, SubState.FRESH, since_at, reason="it is at its prompt")
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
    Rule("ending", _ending, "the process is gone, and its SessionEnd is not read yet", "this project"),
    Rule("leaving", _leaving, "/exit: the live-session file is gone, and the process not yet", "recorded: /exit"),
    Rule("ended.process", _ended_process, "kill -9: the process is gone, the file stays", "agent-clients 5"),
    Rule("ended.terminal", _ended_terminal, "the pane is gone and nothing else is known", "domain 7.2"),
    Rule("ended.forgotten", _forgotten, "known by hooks alone, no process id, silent for a day", "this project"),
    Rule("unknown.silent", _lost, "known by hooks alone, no process id, silent for an hour", "this project"),
    Rule("needs.ask", _ask, "PermissionRequest came, no result yet", "agent-clients 1.6, 1.7"),
    Rule("needs.registry", _registry_waits, "no hooks; status waiting, permission prompt", "agent-clients 5"),
    Rule("needs.notification", _attention, "Notification agent_needs_input without a dialog that we know",
         "agent-clients 1.1"),
    Rule("needs.screen", _screen_asks, "Esc Esc at rest, 2.1.197: the rewind menu, told by nobody else",
         "recorded: rewound"),
    Rule("working.background", _background, "Stop, or Esc, with running subagents", "agent-clients 1.4"),
    Rule("idle.interrupted", _interrupted, "Esc: the transcript says interrupted by user", "agent-clients 1.2"),
    Rule("idle.registry", _idle_over_work, "Esc while streaming: only the live-session file says idle",
         "agent-clients 1.2"),
    Rule("working.compacting", lambda a, n, t: _working(a, n, t) if a.scene.is_compacting else None,
         "PreCompact came, PostCompact not yet", "agent-clients 3"),
    Rule("stalled.failure", _failed, "StopFailure rate_limit", "agent-clients 3, StopFailure"),
    Rule("working.registry", _busy_again, "a queued prompt starts: busy after Stop", "agent-clients 5"),
    Rule("working.queued", _queued, "Stop, and a prompt that was queued is not told by the transcript yet",
         "recorded: a prompt while it works"),
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
    complete = evolve(
        verdict,
        rule=rule.id if rule is not None else "unknown",
        deciding=deciding,
        dissent=_dissent(scene, verdict),
        missing=_missing(agent, verdict),
    )
    return Judgement(complete, _wake_at(agent, now, limits, verdict))


_AGREES = {
    "busy": (State.WORKING, State.STALLED),
    "shell": (State.WORKING,),
    "idle": (State.IDLE, State.DONE, State.STALLED),
    "waiting": (State.NEEDS_INPUT,),
}


def _dissent(scene: Scene, verdict: Verdict) -> tuple[str, ...]:
    registry = scene.registry
    if registry is None or not registry.status or verdict.state is State.ENDED:
        return ()
    if verdict.state in _AGREES.get(registry.status, ()) or verdict.sub_state is SubState.QUESTION_IN_TEXT:
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


#: By so much later than the moment itself a rule is asked again.
_JUST_AFTER = timedelta(milliseconds=5)


def _wake_at(agent: Agent, now: datetime, limits: Thresholds, verdict: Verdict) -> datetime | None:
    """The earliest moment at which a rule would speak differently without any new evidence."""
    if verdict.state is State.ENDED:
        return None
    passed = now - _JUST_AFTER
    earliest: datetime | None = None
    for moment in _moments(agent, limits):
        if moment > passed and (earliest is None or moment < earliest):
            earliest = moment
    return None if earliest is None else earliest + _JUST_AFTER


def _moments(agent: Agent, limits: Thresholds) -> Iterator[datetime]:
    scene = agent.scene
    if _is_unwatched(agent):
        sign_at = last_sign_at(agent)
        yield sign_at + timedelta(seconds=limits.lost_after_s)
        yield sign_at + timedelta(seconds=limits.forgotten_after_s)
    if scene.process_ended_at is not None:
        yield scene.process_ended_at + timedelta(seconds=limits.end_settle_s)
    if scene.registry_gone_at is not None:
        yield scene.registry_gone_at + timedelta(seconds=limits.leaves_within_s)
    if scene.asks and (registry := _registry_after(scene, None, "busy", "idle")):
        yield _forgets_asks_at(scene, registry, limits)
    if registry := _registry_after(scene, scene.work_at, "waiting"):
        yield registry.status_at + timedelta(seconds=limits.ask_settle_s)
    if scene.phase is Phase.WORKING:
        yield from _moments_at_work(scene, limits)
    elif scene.phase is Phase.FAILED and scene.resets_at is not None:
        yield scene.resets_at
    elif scene.phase_at is not None:
        if scene.queued_prompts:
            yield scene.phase_at + timedelta(seconds=limits.queue_settle_s)
        yield scene.phase_at + timedelta(seconds=limits.settle_s)
        if busy := _registry_after(scene, scene.phase_at, "busy"):
            yield busy.status_at + timedelta(seconds=limits.settle_s)
        yield _wakes_itself_until(scene, limits)
        if scene.background and (idle := _registry_after(scene, scene.phase_at, "idle")):
            yield idle.status_at + timedelta(seconds=limits.settle_s)
        if scene.background and (lost_at := _background_lost_at(scene, limits)) is not None:
            yield lost_at
        for task in running_background(scene):
            yield (task.started_at or scene.phase_at) + timedelta(seconds=limits.shell_counts_s)
        if shell := _registry_after(scene, scene.prompt_at, "shell"):
            yield shell.status_at + timedelta(seconds=limits.shell_counts_s)


def _moments_at_work(scene: Scene, limits: Thresholds) -> Iterator[datetime]:
    if registry := _registry_after(scene, scene.work_at, "idle"):
        yield registry.status_at + timedelta(seconds=limits.settle_s)
        yield _words_due_at(registry, limits)
    if tool := _shown_tool(scene):
        yield _hung_at(scene, tool, limits)
    elif (silent_at := _silent_at(scene, limits)) is not None:
        yield silent_at
