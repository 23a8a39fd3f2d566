"""The local priority: its parts, its reason, its words."""

from __future__ import annotations

import pytest

from headspace_desktop.domain.model import Objective, State
from headspace_desktop.domain.priority import priority_of
from headspace_desktop.domain.stems import stems
from tests.domain.builders import T0, at
from tests.domain.cards import card

GOAL = Objective("Send invoices with VAT to customers", T0, "No change of the database")


@pytest.mark.parametrize(
    ("fields", "minutes", "next_up", "score"),
    [
        # 0.40·100 + 0.25·100 + 0.15·0 + 0.10·100 + 0.10·100 = 85
        ({"instruction": "VAT on invoices: customers, database"}, 0, True, 85),
        ({"instruction": "VAT on invoices: customers, database"}, 0, False, 75),
        # 0.40·100 + 0.25·100 + 0.15·60 + 0.10·50 = 79 of 0.90
        ({"instruction": "VAT on invoices: customers, database"}, 30, None, 88),
        ({"instruction": "water the plants"}, 0, False, 35),
        # half of what was only said: two words of four, each half
        ({"instruction": "", "last_text": "invoices, customers"}, 0, False, 45),
        ({"instruction": "", "state": State.WORKING}, 0, False, 25),
        ({"instruction": "", "state": State.IDLE}, 120, False, 2),
        ({"instruction": "", "state": State.STALLED}, 120, False, 38),
    ],
)
def test_the_formula(fields: dict[str, object], minutes: float, next_up: bool | None, score: int) -> None:
    made = priority_of(card(**fields), GOAL, at(minutes * 60), has_next_up=next_up)  # type: ignore[arg-type]
    assert made.score == score, made.reason


def test_the_reason_names_every_part_and_what_is_not_known() -> None:
    made = priority_of(card(instruction="VAT of invoices"), GOAL, at(12 * 60))
    assert "serves the objective (invoic, vat)" in made.reason
    assert "needs you" in made.reason
    assert "waited 12 min" in made.reason
    assert "heard 12 min ago" in made.reason
    assert "next steps is not known" in made.reason
    told = sum(int(part.rpartition("+")[2].split(" ")[0]) for part in made.reason.split("; ") if "+" in part)
    assert abs(told - made.score) <= 2


def test_what_adds_nothing_is_no_reason_but_the_objective_that_is_not_served() -> None:
    reason = priority_of(
        card(instruction="water the plants", state=State.WORKING), GOAL, at(0), has_next_up=False
    ).reason
    assert "no word in common with the objective +0" in reason
    assert "wait" not in reason
    assert "next steps" not in reason


def test_without_an_objective_the_rest_decides() -> None:
    made = priority_of(card(), None, T0, has_next_up=False)
    assert made.score == round(100 * (0.25 + 0.10) / 0.60)
    assert "no objective is set" in made.reason
    off = priority_of(card(), Objective("x", T0, is_priority_on=False), T0, has_next_up=False)
    assert off.score == made.score
    assert "switched off" in off.reason


def test_an_objective_without_words_is_no_division_by_nothing() -> None:
    assert "no words to compare" in priority_of(card(), Objective("!? …", T0), T0).reason


def test_a_clock_that_runs_back_gives_no_score_beyond_the_scale() -> None:
    assert 0 <= priority_of(card(since=1e6), GOAL, T0).score <= 100


@pytest.mark.parametrize(
    "same",
    [
        "test tests tested testing", "invoice invoices", "query queries", "Rechnung Rechnungen", "pago pagos pagar",
        "deploy deployment", "оплата оплаты оплатить", "facture factures", "café CAFÉ cafe", "migrate migrations",
    ],
)  # fmt: skip
def test_forms_of_one_word_are_one(same: str) -> None:
    assert len(stems(same)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", set()),
        ("the and of für und los les", set()),
        ("getUserName", {"user", "nam"}),
        ("src/app_main.py", {"src", "app", "main"}),
        ("支付系统", {"支付", "付系", "系统"}),
        ("修复login问题", {"修复", "login", "问题"}),
        ("\u202e\x00 \ud800", set()),
        ("issue 42", {"issu", "42"}),
    ],
)
def test_words(text: str, expected: set[str]) -> None:
    assert stems(text) == expected
