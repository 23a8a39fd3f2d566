"""How right the verdicts are: recordings played through the engine, compared with the truth that their scripts wrote.

make accuracy                     all of the corpus, against the thresholds
python -m tests.accuracy.score --only plain-turn --show     one recording, change by change
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from headspace_desktop.app import recorder
from headspace_desktop.app.replay import Held, Player
from headspace_desktop.recording.tape import Header, Told

CORPUS = Path(__file__).parent / "corpus"
THRESHOLDS = Path(__file__).parent / "thresholds.json"

#: Idle time beyond this at either end of a scenario does not count.
IDLE_KEPT_S = 10.0
#: A false "needs input" that is shorter is told, but is no failure.
FALSE_ASK_S = 1.0
SLOW_S = 2.0

Change = Callable[[list[Told]], list[Told]]


@dataclass(frozen=True)
class Truth:
    """From `at` on only this state is right (`limit` later, counted as wrong), before `earliest` only the old one."""

    at: float
    earliest: float
    state: str
    family: str
    change: str
    limit: float


@dataclass(frozen=True)
class Delay:
    change: str
    limit: float
    scenario: str
    from_truth_s: float  # infinite: never
    from_evidence_s: float


@dataclass
class Score:
    """Of one agent in one recording, or (added up) of many."""

    wrong_s: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    scored_s: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    family_right_s: float = 0.0
    family_s: float = 0.0
    false_asks: list[float] = field(default_factory=list)
    missed_asks: list[str] = field(default_factory=list)
    flips: list[str] = field(default_factory=list)
    delays: list[Delay] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    finer: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        total = sum(self.scored_s.values())
        return 1 - sum(self.wrong_s.values()) / total if total else 1.0

    def add(self, other: Score) -> None:
        for key, value in other.wrong_s.items():
            self.wrong_s[key] += value
        for key, value in other.scored_s.items():
            self.scored_s[key] += value
        self.family_right_s += other.family_right_s
        self.family_s += other.family_s
        for name in ("false_asks", "missed_asks", "flips", "delays", "errors", "finer"):
            getattr(self, name).extend(getattr(other, name))


# -- one recording


def truths(told: Iterable[Told]) -> tuple[dict[int, list[Truth]], float]:
    """By process, in order; and when the recording ends."""
    found: dict[int, list[Truth]] = defaultdict(list)
    end_s = 0.0
    for one in told:
        end_s = max(end_s, one.t_s)
        if one.via == "truth" and "pid" in one.values:
            v = one.values
            found[v["pid"]].append(
                Truth(one.t_s, v["earliest"], v["state"], v["family"], v["change"], v.get("limit", 0.3))
            )
    return dict(found), end_s


def score(name: str, told: list[Told], held: Sequence[Held], start_ts: float, *, more_s: float = 0.0) -> Score:
    """Of one recording. `more_s` is permitted delay that a variant brings with it."""
    by_pid, end_s = truths(told)
    slowest_s = 0.0 if any(one.via == "hook" for one in told) else SLOW_S
    whole = Score()
    for pid, track in by_pid.items():
        mine = [one for one in held if one.pid == pid and one.t_s <= end_s]
        given = [replace(one, limit=max(one.limit, slowest_s) + more_s) for one in track]
        whole.add(_track(name, given, mine, end_s, start_ts))
    return whole


def _track(name: str, track: list[Truth], held: list[Held], end_s: float, start_ts: float) -> Score:
    result = Score()
    begin_s, end_s = _window(track, end_s)
    edges = {begin_s, end_s}
    for one in track:
        edges |= {one.at, one.earliest, one.at + one.limit}
    edges |= {one.t_s for one in held}
    false_since: float | None = None
    for start, stop in pairwise(sorted(edge for edge in edges if begin_s <= edge <= end_s)):
        verdict = _held_at(held, start)
        state, family = (verdict.verdict.state, verdict.verdict.sub_state) if verdict else ("absent", "")
        allowed = _allowed(track, start)
        now = [one for one in track if one.at <= start][-1]
        length = stop - start
        result.scored_s[now.state] += length
        is_settled = start >= track[0].at + track[0].limit
        is_right = state in {one.state for one in allowed} or (not is_settled and state in {"absent", "unknown"})
        if not is_right:
            result.wrong_s[now.state] += length
            rule = verdict.verdict.rule if verdict else "absent"
            held_words, true_words = f"{state}/{family} by {rule}", f"{now.state}/{now.family}"
            result.errors.append(f"{name} {start:8.3f} +{length:.3f} s: {held_words}, true: {true_words}")
        elif now.family:
            result.family_s += length
            is_finer_right = _finer(family) in {_finer(one.family) for one in allowed}
            result.family_right_s += length if is_finer_right else 0.0
            if not is_finer_right:
                result.finer.append(f"{name} {start:8.3f} +{length:.3f} s: {state}/{family}, true: {now.family}")
        is_false_ask = state == "needs_input" and not is_right
        if is_false_ask and false_since is None:
            false_since = start
        elif not is_false_ask and false_since is not None:
            result.false_asks.append(start - false_since)
            false_since = None
    if false_since is not None:
        result.false_asks.append(end_s - false_since)
    _asks(name, track, held, end_s, result)
    _flips(name, track, held, (begin_s, end_s), result)
    _delays(name, track, held, start_ts, result)
    return result


def _finer(family: str) -> str:
    """No script marks each call, so a tool and the thought around it are one."""
    return "thinking" if family == "tool" else family


def _window(track: list[Truth], end_s: float) -> tuple[float, float]:
    begin_s = track[0].at
    if len(track) > 1 and track[0].state == "idle":
        begin_s = max(begin_s, track[1].at - IDLE_KEPT_S)
    if track[-1].state in {"idle", "done", "ended"}:
        end_s = min(end_s, track[-1].at + IDLE_KEPT_S)
    return begin_s, end_s


def _allowed(track: list[Truth], t_s: float) -> list[Truth]:
    found = []
    for index, one in enumerate(track):
        after = track[index + 1] if index + 1 < len(track) else None
        if one.earliest <= t_s and (after is None or t_s < after.at + after.limit):
            found.append(one)
    return found


def _held_at(held: list[Held], t_s: float) -> Held | None:
    found = None
    for one in held:
        if one.t_s > t_s:
            break
        found = one
    return found


def _asks(name: str, track: list[Truth], held: list[Held], end_s: float, result: Score) -> None:
    for index, one in enumerate(track):
        if one.state != "needs_input" or (index and track[index - 1].state == "needs_input"):
            continue
        until = next((later.at for later in track[index + 1 :] if later.state != "needs_input"), end_s)
        still = _held_at(held, one.at)  # from an ask before it, which was answered a moment ago
        inside = [*([still] if still else []), *(each for each in held if one.earliest <= each.t_s < until)]
        if until - one.at > one.limit and not any(each.verdict.state == "needs_input" for each in inside):
            result.missed_asks.append(f"{name} {one.at:.3f} {one.family}")


def _flips(name: str, track: list[Truth], held: list[Held], window: tuple[float, float], result: Score) -> None:
    """States that were entered although they were not true, and leavings of a true one."""
    before = None
    for one in held:
        state = str(one.verdict.state)
        if state == before:
            continue
        is_settling = state == "unknown" and one.t_s < track[0].at + track[0].limit
        if (
            not is_settling
            and window[0] < one.t_s <= window[1]
            and state not in {each.state for each in _allowed(track, one.t_s)}
        ):
            result.flips.append(f"{name} {one.t_s:.3f} {before} -> {state} by {one.verdict.rule}")
        before = state


def _delays(name: str, track: list[Truth], held: list[Held], start_ts: float, result: Score) -> None:
    for old, new in pairwise([None, *track]):
        assert new is not None
        if old is not None and old.state == new.state:
            continue
        later = [one for one in track if one.at > new.at]
        until = later[0].at if later else math.inf
        if until - new.at < new.limit:
            continue  # over before it had to be told
        found = None
        current = _held_at(held, new.earliest)
        if current is not None and current.verdict.state == new.state:
            found = current
        else:
            found = next((h for h in held if new.earliest < h.t_s < until and h.verdict.state == new.state), None)
        if found is None:
            result.delays.append(Delay(new.change, new.limit, name, math.inf, math.inf))
            continue
        since_at = found.verdict.since_at
        own_s = since_at.timestamp() - start_ts if since_at else found.t_s
        from_truth = max(0.0, found.t_s - new.at)
        result.delays.append(
            Delay(new.change, new.limit, name, from_truth, max(0.0, found.t_s - max(own_s, new.earliest)))
        )


# -- variants


def only(*via: str) -> Change:
    kept = {*via, "truth"}
    return lambda told: [one for one in told if one.via in kept]


def without(via: str) -> Change:
    return lambda told: [one for one in told if one.via != via]


def late(seconds: float) -> Change:
    """Every hook arrives so much later, with its own true moment."""

    def change(told: list[Told]) -> list[Told]:
        moved = [Told(one.t_s + seconds, one.via, one.values) if one.via == "hook" else one for one in told]
        return sorted(moved, key=lambda one: one.t_s)

    return change


def twice(told: list[Told]) -> list[Told]:
    again = [Told(one.t_s + 0.4, one.via, one.values) for one in told if one.via in {"hook", "transcript"}]
    return sorted([*told, *again], key=lambda one: one.t_s)


def lossy(every: int) -> Change:
    """Every so-many-th hook never arrives."""

    def change(told: list[Told]) -> list[Told]:
        kept, count = [], 0
        for one in told:
            count += one.via == "hook"
            if one.via != "hook" or count % every:
                kept.append(one)
        return kept

    return change


@dataclass(frozen=True)
class Variant:
    """`but` is the end of a name: where the same was recorded in that way, that recording stands for it."""

    name: str
    change: Change
    more_s: float = 0.0
    but: str = ""


#: A session whose hooks are only not listened to differs from one that has none: what asks waits for them.
WITHOUT_HOOKS = "-no-hooks"

VARIANTS = (
    Variant("all witnesses", lambda told: told),
    Variant("hooks alone", only("hook")),
    Variant("without hooks", without("hook"), but=WITHOUT_HOOKS),
    Variant("without panes", without("screen")),
    Variant("hooks 0.25 s late", late(0.25), more_s=0.25),
    Variant("everything twice", twice),
    Variant("every fifth hook lost", lossy(5), more_s=SLOW_S),
)


# -- the corpus


@dataclass
class Total:
    """One line of the table."""

    version: str
    variant: str
    scenarios: dict[str, Score] = field(default_factory=dict)

    @property
    def sum(self) -> Score:
        whole = Score()
        for one in self.scenarios.values():
            whole.add(one)
        return whole

    @property
    def share(self) -> float:
        """Each scenario weighs the same."""
        return sum(one.share for one in self.scenarios.values()) / max(len(self.scenarios), 1)


def recordings(pattern: str = "", corpus: Path = CORPUS) -> Iterator[tuple[str, str, Header, list[Told]]]:
    for path in sorted(corpus.glob("*/*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        if pattern in name:
            header, told = recorder.read_file(path)
            yield path.parent.name, name, header, told


def run(variants: Sequence[Variant] = VARIANTS, pattern: str = "", corpus: Path = CORPUS) -> list[Total]:
    totals: dict[tuple[str, str], Total] = {}
    for version, name, header, told in recordings(pattern, corpus):
        for variant in variants:
            changed = variant.change(told)
            if all(one.via == "truth" for one in changed):
                continue  # its witnesses have nothing to do with this session
            if variant.but and (corpus / version / f"{name}{variant.but}.jsonl.gz").exists():
                continue
            held = [_named(told, one) for one in Player(header).play(changed, afterwards_s=0.0)]
            total = totals.setdefault((version, variant.name), Total(version, variant.name))
            total.scenarios[name] = score(
                name, changed, held, header.started_at.timestamp(), more_s=variant.more_s
            )  # fmt: skip
    return list(totals.values())


def _named(told: Iterable[Told], held: Held) -> Held:
    """With its process, which the hooks of older versions do not tell: it is that of its session's file."""
    if held.pid is not None:
        return held
    pid = None
    for one in told:
        if one.via == "registry" and one.values["file"].get("sessionId") == held.session_id:
            pid = one.values["file"]["pid"]
        if pid is not None and one.t_s > held.t_s:
            break
    return replace(held, pid=pid)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


# -- what is printed


def _share(value: float) -> str:
    """Rounded down: only what was never wrong is 100 %."""
    return f"{math.floor(value * 10_000 + 1e-9) / 100:.2f} %"


def table(totals: Sequence[Total]) -> str:
    """The numbers as Markdown."""
    rows = [
        "| version | witnesses | scenarios | right state | right finer word | missed asks | false asks over 1 s "
        "| per hour | spurious flips |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for total in totals:
        whole = total.sum
        hours = sum(whole.scored_s.values()) / 3600 or 1.0
        false = [one for one in whole.false_asks if one > FALSE_ASK_S]
        finer = whole.family_right_s / whole.family_s if whole.family_s else 1.0
        rows.append(
            f"| {total.version} | {total.variant} | {len(total.scenarios)} | {_share(total.share)} | {finer:.1%} "
            f"| {len(whole.missed_asks)} | {len(false)} | {len(false) / hours:.1f} | {len(whole.flips)} |"
        )
    return "\n".join(rows)


def states_table(totals: Sequence[Total]) -> str:
    """The share of each state's time that was right, with all witnesses."""
    names = ["working", "needs_input", "done", "idle", "stalled", "ended"]
    rows = [f"| version | {' | '.join(names)} |", "|---|" + "--:|" * len(names)]
    for total in totals:
        if total.variant == VARIANTS[0].name:
            whole = total.sum
            shares = [1 - whole.wrong_s[n] / whole.scored_s[n] if whole.scored_s[n] else 1.0 for n in names]
            rows.append(f"| {total.version} | {' | '.join(map(_share, shares))} |")
    return "\n".join(rows)


def delay_table(totals: Sequence[Total]) -> str:
    """Milliseconds, by kind of change, with all witnesses."""
    rows = [
        "| version | change | permitted | count | from its evidence p50 | p95 | from the true moment p50 | p95 "
        "| never |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for total in totals:
        if total.variant != VARIANTS[0].name:
            continue
        groups: dict[tuple[str, float], list[Delay]] = defaultdict(list)
        for delay in total.sum.delays:
            groups[delay.change, delay.limit].append(delay)
        for (change, limit), found in sorted(groups.items()):
            told = [one for one in found if one.from_truth_s < math.inf]
            cells = [
                f"{percentile([getattr(one, key) for one in told], share) * 1000:.0f}"
                for key in ("from_evidence_s", "from_truth_s")
                for share in (0.5, 0.95)
            ]
            rows.append(
                f"| {total.version} | {change} | {limit:g} s | {len(found)} | {' | '.join(cells)} "
                f"| {len(found) - len(told)} |"
            )
    return "\n".join(rows)


def failures(totals: Sequence[Total], thresholds: dict[str, Any]) -> list[str]:
    """What falls short of the committed thresholds."""
    found = []
    for total in totals:
        if total.variant not in thresholds:
            continue
        wanted = thresholds[total.variant] | thresholds.get(f"{total.variant}, {total.version}", {})
        whole = total.sum
        false = [one for one in whole.false_asks if one > FALSE_ASK_S]
        where = f"{total.version}, {total.variant}"
        if total.share < wanted["right_state"]:
            found.append(f"{where}: right state {total.share:.3%} < {wanted['right_state']:.3%}")
        for key, value in (("missed_asks", whole.missed_asks), ("false_asks", false), ("flips", whole.flips)):
            if key in wanted and len(value) > wanted[key]:
                found.append(f"{where}: {key} {len(value)} > {wanted[key]}: {value}")
        if "scenarios" in wanted and len(total.scenarios) < wanted["scenarios"]:
            found.append(f"{where}: only {len(total.scenarios)} scenarios of {wanted['scenarios']}")
        for is_slow, limit_key in ((False, "quick_p95_s"), (True, "slow_p95_s")):
            delays = [one.from_evidence_s for one in whole.delays if _is_slow(one) is is_slow]
            if limit_key in wanted and percentile(delays, 0.95) > wanted[limit_key]:
                found.append(f"{where}: delay p95 {percentile(delays, 0.95):.3f} s > {wanted[limit_key]} s")
    return found


def _is_slow(delay: Delay) -> bool:
    """Whether the live-session file tells it: it alone knows that no other stop hook holds the end of a turn."""
    return delay.limit >= SLOW_S or delay.change == "finish"


def _show(totals: Sequence[Total]) -> None:
    for total in totals:
        for name, one in total.scenarios.items():
            print(f"{total.version} {total.variant:22} {name:40} {one.share:8.2%}  flips {len(one.flips)}")
            for words in [*one.errors, *one.finer, *one.flips, *(f"missed {ask}" for ask in one.missed_asks)]:
                print(f"      {words}")
            for delay in one.delays:
                if delay.from_truth_s > delay.limit:
                    print(f"      late: {delay.change} {delay.from_truth_s:.3f} s")


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--corpus", type=Path, default=CORPUS, help="another folder of recordings")
    options.add_argument("--only", default="", help="recordings whose name contains this")
    options.add_argument("--variant", default="", help="only this one")
    options.add_argument("--show", action="store_true", help="each scenario with its errors")
    chosen = options.parse_args()
    variants = [one for one in VARIANTS if chosen.variant in one.name]
    totals = run(variants, chosen.only, chosen.corpus)
    if chosen.show:
        _show(totals)
    totals.sort(key=lambda one: (one.version, [v.name for v in VARIANTS].index(one.variant)))
    print("\n\n".join((table(totals), states_table(totals), delay_table(totals))))
    if chosen.only or not THRESHOLDS.exists():
        return 0
    short = failures(totals, json.loads(THRESHOLDS.read_text()))
    for one in short:
        print(f"TOO LOW: {one}", file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
