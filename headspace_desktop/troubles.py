"""What the world can do to us, each with a title and a remedy.

Raised only at the edges, translated once with ``raise … from``. Any thread. Imports nothing of ours.
"""

from __future__ import annotations

from typing_extensions import override


class Trouble(Exception):
    """Something outside the program went wrong, told so that a person can act on it."""

    title: str = "Something went wrong"
    remedy: str = "Open the Doctor page for details."
    retry_after_s: float | None = None

    def __init__(
        self,
        detail: str = "",
        *,
        title: str | None = None,
        remedy: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        """Describe one occurrence; what is left out comes from the class."""
        super().__init__(detail)
        self.detail = detail
        self.title = title or type(self).title
        self.remedy = remedy or type(self).remedy
        self.retry_after_s = retry_after_s if retry_after_s is not None else type(self).retry_after_s

    @property
    def kind(self) -> str:
        """A stable key for this sort of trouble, such as ``StoreLocked``."""
        return type(self).__name__

    @override
    def __str__(self) -> str:
        return f"{self.title}: {self.detail}" if self.detail else self.title


# -- start-up ---------------------------------------------------------------


class NoDisplay(Trouble):
    title = "There is no screen"
    remedy = (
        "Start it from a graphical session, or set DISPLAY or WAYLAND_DISPLAY; on a server use `headspace doctor` and "
        "run it under Xvfb: `xvfb-run -a make run`."
    )


class SystemLibraryMissing(Trouble):
    title = "A system library is missing"
    remedy = "Run `make setup`, or install the packages that it names."


class AlreadyRunning(Trouble):
    title = "Headspace is already running"
    remedy = "The running window was raised instead."


class FolderUnusable(Trouble):
    title = "A folder of the program cannot be used"
    remedy = "Make the named folder yours and writable (`ls -ld` shows whose it is), then start again."


# -- settings ---------------------------------------------------------------


class SettingsUnreadable(Trouble):
    title = "The settings file cannot be read"
    remedy = "Mend the line that is named; until then the defaults are used and the file is left as it is."


class SettingInvalid(Trouble):
    title = "A setting has an invalid value"
    remedy = "Correct the named setting; until then its default is used."


class SettingUnknown(Trouble):
    title = "A setting is not known"
    remedy = "Correct its name (`headspace settings sample` lists them all); it is kept in the file as it is."


class HelpMissing(Trouble):
    title = "The help is not there"
    remedy = "It lies beside the program, in resources/help: install the program again."


# -- store ------------------------------------------------------------------


class StoreTrouble(Trouble):
    title = "The store is not usable"


class StoreNewer(StoreTrouble):
    title = "The store is from a newer version"
    remedy = "Update Headspace Desktop, or point `database.url` at another store. Nothing was changed."


class StoreLocked(StoreTrouble):
    title = "The store is locked by another program"
    remedy = "Close the program that holds it; writing is tried again by itself."
    retry_after_s = 2.0


class StoreReadOnly(StoreTrouble):
    title = "The store cannot be written"
    remedy = "Give yourself write permission to the file and its folder, or choose another `database.url`."


class StoreDamaged(StoreTrouble):
    title = "The store is damaged"
    remedy = "Restore a backup from the backups folder, or move the file away to start afresh. Nothing was overwritten."


class StoreFull(StoreTrouble):
    title = "The disk is full"
    remedy = "Free some space; events wait in the spool and are stored as soon as there is room."
    retry_after_s = 5.0


class StoreUnreachable(StoreTrouble):
    title = "The database server does not answer"
    remedy = "Check that PostgreSQL runs and that `database.url` is right; events wait and nothing is lost."
    retry_after_s = 2.0


class StoreBackupWanted(StoreTrouble):
    title = "The database needs a migration"
    remedy = "Back it up with the command that is shown, then run `headspace store migrate --yes`."


class StoreAway(StoreTrouble):
    title = "Nothing can be saved now, so nothing was sent"
    remedy = "Do it again when the store is back, or in the agent's terminal. The text is kept."


class SecondEngine(StoreTrouble):
    title = "Another Headspace writes to this store for this host"
    remedy = "Stop the other one, or give this one its own `database.url`."
    retry_after_s = 5.0


# -- hooks ------------------------------------------------------------------


class HookSettingsUnreadable(Trouble):
    title = "The agent's settings file is not valid JSON"
    remedy = "Mend the file at the place that is named, then try again. The file was not touched."


class HookSettingsUnwritable(Trouble):
    title = "The agent's settings file cannot be written"
    remedy = "Check its permissions, then try again. The file was not touched."


class HookSettingsChanged(Trouble):
    title = "The agent's settings file changed meanwhile"
    remedy = "Look at the difference again and repeat. Nothing was written."


class HooksRemoved(Trouble):
    title = "Another program removed our hooks"
    remedy = "Run `headspace hooks install`, or press Repair on the Hooks page."


class HooksSwitchedOff(Trouble):
    title = "All hooks are switched off"
    remedy = "Take `disableAllHooks` out of the file, if you want to be told at once."


class HooksForbidden(Trouble):
    title = "Whoever manages this machine allows no hooks but their own"
    remedy = "Ask them to allow yours; until then transcripts and live-session files tell, later and with less detail."


class HooksBeyondVersion(Trouble):
    title = "An agent program does not know our hooks"
    remedy = "Run `headspace hooks install`, or press Repair on the Hooks page: it ignores the whole file until then."


class SpoolUnusable(Trouble):
    title = "Hook mail cannot be delivered"
    remedy = "Make the named folder writable for you alone (mode 0700)."


class MailUnreadable(Trouble):
    title = "A hook delivered something unreadable"
    remedy = "It was kept in the spool's `rejected` folder; please attach it to a bug report."


class SocketUnusable(Trouble):
    title = "The answer socket cannot be opened"
    remedy = "Check that the runtime folder exists and is yours; questions are still answered in the terminal."


# -- agents, terminals, typing ----------------------------------------------


class TranscriptUnreadable(Trouble):
    title = "A transcript cannot be read"
    remedy = "Check the permissions of the named file."


class TmuxMissing(Trouble):
    title = "tmux is not installed"
    remedy = "Install it with `sudo apt install tmux` (macOS: `brew install tmux`)."


class TmuxFailed(Trouble):
    title = "tmux did not do what was asked"
    remedy = "Look at the terminal; the text is kept."


class PaneGone(Trouble):
    title = "The agent's terminal pane is gone"
    remedy = "The text is kept. Start or resume the session, then send it again."


class TmuxServerGone(PaneGone):
    title = "The tmux server is gone"


class PaneUnsafe(Trouble):
    title = "This pane cannot be typed to safely"
    remedy = "The text is kept. Look at the terminal, mend what is named, then send it again."


class PromptNotReady(Trouble):
    title = "The agent's prompt is not ready for text"
    remedy = "The text is kept. Go to the terminal and look, then send it again."


class PromptTaken(Trouble):
    title = "Something is typed in the agent's prompt already"
    remedy = "The text is kept. Send or clear what stands there, then send it again."


class NotSubmitted(Trouble):
    title = "The text was not submitted"
    remedy = "The text is kept. Look at the agent's prompt: it may still stand there."


class PaneChanged(Trouble):
    title = "Another program runs in the agent's pane"
    remedy = "The text is kept. Look at the terminal before you send it again."


class DialogChanged(Trouble):
    title = "The dialog on the screen is not the one that was answered"
    remedy = "The answer is kept. Go to the terminal and look."


class NotReachable(Trouble):
    title = "This agent cannot be typed to"
    remedy = "It runs outside tmux. Answer in its terminal, or resume it in tmux when it has ended."


class CannotResume(Trouble):
    title = "This session cannot be resumed"
    remedy = "Start a new agent in its project."


class QuestionClosed(Trouble):
    title = "This question is no longer open"
    remedy = "It was answered elsewhere; nothing was sent."


class UnknownAgent(Trouble):
    title = "There is no such agent"
    remedy = "Use an id from `headspace status`."


class NoClientAttached(Trouble):
    title = "No terminal shows this agent"
    remedy = "Open a terminal with the command that is shown."


class WindowNotFound(Trouble):
    title = "The agent's window was not found"
    remedy = "Go there by hand; the Doctor page tells what this desktop allows."


class FocusRefused(Trouble):
    title = "The desktop did not bring the window to the front"
    remedy = "Go there by hand; the Doctor page tells what this desktop allows."


class TerminalMissing(Trouble):
    title = "No terminal program was found"
    remedy = "Install one, such as xterm, or name yours in the setting `terminal.command`."


class TerminalFailed(Trouble):
    title = "The terminal did not open"
    remedy = "Try the command yourself, or name another terminal in the setting `terminal.command`."


class AgentProgramMissing(Trouble):
    title = "The agent program is not installed"
    remedy = "Install Claude Code, or put `claude` on your PATH."


class StartFailed(Trouble):
    title = "The agent did not start"
    remedy = "Look at the terminal's last lines below."


class AgentBusy(Trouble):
    title = "This agent is not at its prompt"
    remedy = "Wait until it is idle, or interrupt it first. Nothing was sent."


# -- the person's own order ---------------------------------------------------


class FieldInvalid(Trouble):
    title = "A field is not filled in rightly"
    remedy = "Correct the field that is named. Nothing was saved."


class ObjectiveMissing(Trouble):
    title = "There is no objective yet"
    remedy = "Write down what you work towards first."


class ObjectiveActive(Trouble):
    title = "This is the present objective"
    remedy = "Set a new one first; then this one can be taken out of the history."


class UnknownProject(Trouble):
    title = "There is no such project"
    remedy = "It may have been deleted; look at the list of projects again."


class ProjectExists(Trouble):
    title = "This folder is a project already"
    remedy = "Open the project that is named."


class FolderMissing(Trouble):
    title = "There is no such folder"
    remedy = "Correct the path, or make the folder first. Nothing was saved."


class ProjectBusy(Trouble):
    title = "This project has agents that still run"
    remedy = "End them first, then delete the project. Nothing was deleted."


class GitSilent(Trouble):
    title = "Git does not answer"
    remedy = "Install git, or look in the project's folder why `git status` takes so long."


class UnknownRow(Trouble):
    title = "There is no such row"
    remedy = "It may have been deleted; look at the table again."


class RowChanged(Trouble):
    title = "This row was changed meanwhile"
    remedy = "Look at it again and repeat the change. Nothing was saved."


class RowGuarded(Trouble):
    title = "This cannot be changed by hand"
    remedy = "The reason is named above. Nothing was saved."


class LogUnknown(Trouble):
    title = "There is no such log"
    remedy = "Name `events` or `calls`."


# -- desktop ----------------------------------------------------------------


class ShortcutInvalid(Trouble):
    title = "This is no shortcut"
    remedy = "Write it like `Ctrl+Alt+J` in `ui.global_shortcut`; it needs Ctrl, Alt or Meta, or a function key."


class ShortcutTaken(Trouble):
    title = "Another program has this shortcut"
    remedy = "Choose another one in `ui.global_shortcut`, or free it in the keyboard settings of your desktop."


class ShortcutImpossible(Trouble):
    title = "This desktop lets no program take a shortcut"
    remedy = "Bind a key to `headspace-desktop` in the keyboard settings of your desktop: it brings the window up."


class NotificationsOff(Trouble):
    title = "Notifications are switched off"
    remedy = "Switch on `notify.enabled` in the settings."


class NoTrayHost(Trouble):
    title = "This desktop has no tray"
    remedy = "On GNOME enable the AppIndicator extension; on sway or i3 add a tray to the bar."


class NoNotifications(Trouble):
    title = "This desktop shows no notifications"
    remedy = "Install a notification daemon such as dunst; until then the window tells you."


# -- command line -----------------------------------------------------------


class AppAway(Trouble):
    title = "Headspace Desktop is not running"
    remedy = "Start it with `headspace-desktop --hidden`."


class BadRequest(Trouble):
    title = "The request was not understood"
    remedy = "See `headspace --help`."


# -- recordings -------------------------------------------------------------


class RecordingUnreadable(Trouble):
    title = "This recording cannot be read"
    remedy = "A recording is what `headspace record FILE` writes: one JSON object a line, the header first."


class RecordingUnwritable(Trouble):
    title = "The recording could not be written"
    remedy = "Name a file that does not exist yet, in a folder that you may write to."


class NothingRecorded(Trouble):
    title = "There is nothing to record"
    remedy = "Look at `headspace status --all`; events are kept for `database.retention_days`."


class FileExists(Trouble):
    title = "There is a file of that name"
    remedy = "Choose another name, or say that it may be replaced."


class FileUnwritable(Trouble):
    title = "The file could not be written"
    remedy = "Choose a folder that you may write to, and look whether its disk is full."
