"""A small MCP server on standard input and output: one tool that answers, one that asks the person with a form.

python mcp_server.py     started by the agent program under test; `config()` is what that program is told
"""

from __future__ import annotations

import json
import sys
from typing import Any

Json = dict[str, Any]

_TOOLS = [
    {"name": "note", "description": "Writes a note.", "inputSchema": {"type": "object", "properties": {}}},
    {"name": "form", "description": "Asks the person.", "inputSchema": {"type": "object", "properties": {}}},
]
_FORM = {
    "message": "Who shall get the note?",
    "requestedSchema": {"type": "object", "properties": {"who": {"type": "string"}}, "required": ["who"]},
}


def config() -> str:
    """The value of `--mcp-config`: this file as the server `desk`."""
    return json.dumps({"mcpServers": {"desk": {"command": sys.executable, "args": [__file__]}}})


def _say(message: Json) -> None:
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    sys.stdout.flush()


def _result(method: str, params: Json) -> Json | None:
    """None: the answer comes when the person has filled in the form."""
    if method == "initialize":
        capabilities = {"tools": {}}
        about = {"name": "desk", "version": "1"}
        return {"protocolVersion": params["protocolVersion"], "capabilities": capabilities, "serverInfo": about}
    if method == "tools/list":
        return {"tools": _TOOLS}
    if method == "tools/call" and params["name"] == "form":
        return None
    return {"content": [{"type": "text", "text": "Noted."}]} if method == "tools/call" else {}


def main() -> None:
    waiting: Json | None = None
    for line in sys.stdin:
        message = json.loads(line)
        if "method" not in message:
            assert waiting is not None
            _say(
                {"id": waiting["id"], "result": {"content": [{"type": "text", "text": json.dumps(message["result"])}]}}
            )
        elif "id" in message:
            found = _result(message["method"], message.get("params", {}))
            if found is None:
                waiting = message
                _say({"id": "form-1", "method": "elicitation/create", "params": _FORM})
            else:
                _say({"id": message["id"], "result": found})


if __name__ == "__main__":
    main()
