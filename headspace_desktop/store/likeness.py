"""Conditions on any column as text, the same on both databases. Pure; the reader's thread uses them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, or_

from headspace_desktop.domain.query import Term
from headspace_desktop.store.text import storable


def like(text: str) -> str:
    """The pattern that finds the text anywhere; ``!`` escapes."""
    return "%" + re.sub(r"([!%_])", r"!\1", text) + "%"


def contains(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Whether the column, read as text, has this in it; small and capital letters are the same."""
    text = storable(text)
    read = func.coalesce(cast(column, Text), "")
    if text.lower() == text.upper():  # PostgreSQL is twice as fast where there is nothing to fold
        return read.like(like(text), escape="!")
    return read.ilike(like(text), escape="!")


def contains_json(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """The same for JSON, where quotes and line ends are written otherwise."""
    return contains(column, json.dumps(storable(text), ensure_ascii=False)[1:-1])


def somewhere(
    texts: Sequence[ColumnElement[Any]], jsons: Sequence[ColumnElement[Any]], term: Term
) -> ColumnElement[bool]:
    """Whether a term stands in one of the columns, or, excluded, in none."""
    found = or_(
        *(contains(column, term.text) for column in texts), *(contains_json(column, term.text) for column in jsons)
    )
    return ~found if term.is_excluded else found
