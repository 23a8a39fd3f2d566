"""What stands under the person's name in a session: their own words, wrapped by the program, and what it printed there.

Pure; any thread. Source of all marks: transcripts of 2.0.60, 2.1.197 and 2.1.330.
"""

from __future__ import annotations

import re

#: A paste of about 800 characters or 4 lines reaches the model in such a wrapping. Source: measured on 2.1.330.
_PASTED = re.compile(r"\n{0,2}</?pasted_content id=\"[^\"\n]{0,64}\">\n?")
#: Commands of the program are written with their name first, prompts made by a command with its message first.
_COMMANDS = ("<command-name>", "<command-message>")
_COMMAND_PART = re.compile(r"<command-(name|args)>(.*?)</command-\1>", re.DOTALL)
_SHELL = "<bash-input>"
_PRINTED = ("<local-command-", "<bash-stdout>", "<bash-stderr>")
_OUTPUT_MARK = re.compile(r"</?(?:local-command-[a-z]{1,12}|bash-std(?:out|err))>")
_INTERRUPTED = "[Request interrupted by user"


def typed(text: str) -> str:
    """The person's own words: a command as `/name arguments`, one for the shell as `! command`, a paste unwrapped."""
    if text.startswith(_SHELL):
        return f"! {text.removeprefix(_SHELL).partition('</bash-input>')[0].strip()}"
    if text.startswith(_COMMANDS):
        parts = dict(_COMMAND_PART.findall(text))
        return " ".join(filter(None, (parts.get("name", "").strip(), parts.get("args", "").strip())))
    return unwrapped(text)


def unwrapped(prompt: str) -> str:
    """A prompt as the person pasted it."""
    if "<pasted_content id=" not in prompt:
        return prompt
    return _PASTED.sub("\n", prompt).strip("\n")


def is_of_shell(text: str) -> bool:
    """Whether the person ran this in the session (`!`), past the agent."""
    return text.startswith(_SHELL)


def is_of_program(text: str) -> bool:
    """Whether it names a command that the program carries out itself, unless a person's prompt was made of it."""
    return text.startswith(_COMMANDS[0])


def is_printed(text: str) -> bool:
    """Whether a command of the program or of the shell printed this."""
    return text.startswith(_PRINTED)


def printed(text: str) -> str:
    """What such a command printed."""
    return "\n".join(part for part in _OUTPUT_MARK.split(text) if part.strip())


def is_interruption(text: str) -> bool:
    """Whether the program noted here that the person stopped it."""
    return text.startswith(_INTERRUPTED)
