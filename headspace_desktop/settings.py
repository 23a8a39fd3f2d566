"""What the user may choose: typed, with units; read from and written to YAML.

Layers: default < file < `HEADSPACE_*` < flag. A broken file neither stops the program nor is overwritten; unknown
keys are kept. Any thread; the values are frozen.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """One group of settings, named after the room that it is for."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class DatabaseSettings(Section):
    url: Annotated[str, Field(description="Where to store; empty means SQLite in the data folder.")] = ""
    retention_days: Annotated[int, Field(ge=1, le=3650, description="How long the event log is kept.")] = 30


class ClaudeSettings(Section):
    config_dirs: Annotated[
        tuple[str, ...], Field(description="Further Claude Code configuration folders to watch, besides ~/.claude.")
    ] = ()
    ignored_dirs: Annotated[tuple[str, ...], Field(description="Configuration folders never to watch.")] = ()
    program: Annotated[str, Field(description="The program to start for a new agent.")] = "claude"


class HooksSettings(Section):
    answer_timeout_s: Annotated[
        int, Field(ge=5, le=3600, description="How long a permission hook may wait for an answer from here.")
    ] = 600
    hold_unattended_projects: Annotated[
        tuple[str, ...],
        Field(description="Projects whose print-mode sessions may wait for a decision from here."),
    ] = ()


class TmuxSettings(Section):
    sockets: Annotated[tuple[str, ...], Field(description="Further tmux server sockets to look at.")] = ()
    timeout_s: Annotated[float, Field(ge=0.5, le=60, description="How long one tmux command may take.")] = 5.0
    sweep_interval_s: Annotated[float, Field(ge=0.5, le=60, description="How often panes are listed.")] = 2.0
    enter_delay_ms: Annotated[int, Field(ge=0, le=5000, description="Pause between the text and Enter.")] = 120


class TerminalSettings(Section):
    command: Annotated[
        str, Field(description="Terminal to open for an agent nobody shows; {command} is replaced. Empty: detect.")
    ] = ""


class NotifySettings(Section):
    enabled: Annotated[bool, Field(description="Show notifications at all.")] = True
    needs_input: Annotated[bool, Field(description="Tell when an agent needs input.")] = True
    done: Annotated[bool, Field(description="Tell when an agent has finished.")] = True
    stalled: Annotated[bool, Field(description="Tell when an agent is stalled.")] = True
    sound: Annotated[bool, Field(description="Ask the desktop to play its message sound.")] = False
    away_after_s: Annotated[int, Field(ge=5, le=3600, description="Without input for so long you count as away.")] = 60
    group_from: Annotated[int, Field(ge=2, le=50, description="From so many at once one bubble tells all.")] = 4


class StateSettings(Section):
    hung_tool_after_s: Annotated[int, Field(ge=30, le=86400, description="A tool older than this counts as hung.")] = (
        1800
    )
    no_answer_after_s: Annotated[
        int, Field(ge=30, le=86400, description="Working without any sign for so long counts as stalled.")
    ] = 600


class UiSettings(Section):
    theme: Annotated[Literal["system", "light", "dark"], Field(description="Colours of the windows.")] = "system"
    autostart: Annotated[bool, Field(description="Start hidden when you log in.")] = False


class LogSettings(Section):
    level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="How much is logged.")] = "INFO"


class Settings(Section):
    """All settings."""

    database: DatabaseSettings = DatabaseSettings()
    claude: ClaudeSettings = ClaudeSettings()
    hooks: HooksSettings = HooksSettings()
    tmux: TmuxSettings = TmuxSettings()
    terminal: TerminalSettings = TerminalSettings()
    notify: NotifySettings = NotifySettings()
    state: StateSettings = StateSettings()
    ui: UiSettings = UiSettings()
    log: LogSettings = LogSettings()


Values = dict[str, Any]
