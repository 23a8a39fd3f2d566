"""Records scenarios with the real program: ``python -m tests.accuracy.recorder [--version V] [--into DIR] [NAME…]``.

Each recording is scrubbed, and played back before it is kept: without its content it must tell the same story.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import traceback
from pathlib import Path

from headspace_desktop.app import recorder
from headspace_desktop.app.replay import Player
from headspace_desktop.recording.scrub import Scrub
from headspace_desktop.recording.tape import Header, Told, dump
from tests.accuracy.catalogue import ALL
from tests.accuracy.scenarios import Scenario
from tests.accuracy.stage import Stage
from tests.harness.claude import find_claude

CORPUS = Path(__file__).parent / "corpus"
TOOLS = Path(__file__).resolve().parents[2] / ".tools"
PROGRAMS = {
    "2.1.330": "claude/node_modules/@anthropic-ai/claude-code-linux-x64/claude",
    "2.1.332": "claude-2.1.332/node_modules/@anthropic-ai/claude-code-linux-x64/claude",
    "2.1.197": "claude-2.1.197/node_modules/@anthropic-ai/claude-code-linux-x64/claude",
}


def version_of(program: Path) -> str:
    done = subprocess.run([str(program), "--version"], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.split()[0]


def play(scenario: Scenario) -> tuple[Header, list[Told], Stage]:
    """One run of the real program; the raw recording with the truth in it."""
    with Stage(with_hooks=scenario.with_hooks) as stage:
        scenario.play(stage)
        told = stage.told()
        started_at = stage.tap.started_at
    return Header(started_at, notes={"scenario": scenario.name}), told, stage


def scrubbed(header: Header, told: list[Told], version: str, stage: Stage) -> tuple[Header, list[Told]]:
    """Without content, and still the same story. Raises: AssertionError."""
    scrub = Scrub()
    clean = [scrub.told(one) if one.via != "truth" else one for one in told]
    header = Header(header.started_at, client_version=version, notes=header.notes)
    assert _story(header, clean) == _story(header, told), "scrubbing has changed what the rules see"
    text = "".join(dump(header, clean))
    for secret in (str(stage.folder), stage.folder.name, str(stage.home.program), str(TOOLS.parent)):
        assert secret not in text, f"{secret} is still in it"
    return header, clean


def _story(header: Header, told: list[Told]) -> list[tuple[float, str, str, str]]:
    held = Player(header).play(told)
    return [(round(one.t_s, 3), one.verdict.state, one.verdict.sub_state, one.verdict.rule) for one in held]


def keep(scenario: Scenario, version: str, corpus: Path = CORPUS) -> Path:
    header, told, stage = play(scenario)
    header, told = scrubbed(header, told, version, stage)
    path = corpus / version / f"{scenario.name}.jsonl.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    recorder.write_file(path, header, told)
    path.chmod(0o644)
    return path


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--version", choices=sorted(PROGRAMS))
    options.add_argument("--all", action="store_true", help="also those that are recorded already")
    options.add_argument(
        "--into", type=Path, default=CORPUS, help="another folder than the corpus; resumed where it is"
    )
    options.add_argument("names", nargs="*")
    chosen = options.parse_args()
    if chosen.version:
        os.environ["HEADSPACE_TEST_CLAUDE"] = str(TOOLS / PROGRAMS[chosen.version])
    version = version_of(find_claude())
    failed = []
    for name in chosen.names or ALL:
        if not chosen.names and not chosen.all and (chosen.into / version / f"{name}.jsonl.gz").exists():
            continue
        begun = time.monotonic()
        try:
            path = keep(ALL[name], version, chosen.into)
        except (AssertionError, OSError, subprocess.SubprocessError):
            failed.append(name)
            sys.stdout.write(f"{name}: FAILED\n{traceback.format_exc(limit=-3)}\n")
        else:
            sys.stdout.write(f"{name}: {path.stat().st_size} bytes, {time.monotonic() - begun:.1f} s\n")
        sys.stdout.flush()
    sys.stdout.write(f"{version}: {len(failed)} failed: {' '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
