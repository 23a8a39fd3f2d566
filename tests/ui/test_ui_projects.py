"""Projects: the list and what is done to a row, one project's page, agents opened lazily, documents, archives."""

from __future__ import annotations

from typing import Any

import activity_pages
import project_answers as answers
import pytest
from cards import NOW, card
from page_stage import PageStage
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextCursor, QTextFormat
from PySide6.QtWidgets import QPushButton

from headspace_desktop.domain.actions import AddProject, ChangeProject, DeleteProject, StartAgent
from headspace_desktop.domain.activity import Span
from headspace_desktop.domain.asks import (
    AskActivity,
    AskArchive,
    AskCommands,
    AskCommandTurns,
    AskProject,
    AskProjectAgents,
    AskProjectFiles,
    AskProjects,
)
from headspace_desktop.domain.changes import CardChanged, PageReady, TroubleShown, WishAnswered
from headspace_desktop.domain.project_pages import AgentsPage, ProjectFilesPage, ProjectPage
from headspace_desktop.ui.pages.page import AgentPlace, FolderPlace, LinePlace, ProjectPlace
from headspace_desktop.ui.pages.projects import ProjectsPage


@pytest.fixture
def stage(qtbot: Any) -> PageStage:
    made = PageStage(ProjectsPage)
    qtbot.addWidget(made.page)
    made.show()
    made.answer(AskProjects, answers.projects(made.last(AskProjects)))
    return made


@pytest.fixture
def opened(stage: PageStage) -> PageStage:
    stage.page.go_to(ProjectPlace(1))
    for kind, page in (
        (AskProject, answers.project),
        (AskProjectFiles, answers.files),
        (AskProjectAgents, answers.agents),
        (AskActivity, activity_pages.busy),
    ):
        assert stage.answer(kind, page(stage.last(kind)))
    return stage


def settle(stage: PageStage, *, trouble: bool = False, **result: Any) -> None:
    told = TroubleShown("", "X", "It was refused", "because", "Do otherwise.", NOW) if trouble else None
    stage.page.take([WishAnswered(stage.posted[-1].request_id, told, result)])


def cells(stage: PageStage, row: int) -> list[str]:
    model = stage.page.list.table.paged
    return [model.index(row, column).data() for column in range(model.columnCount())]


# -- the list


def test_the_list_shows_where_agents_work(stage: PageStage) -> None:
    assert cells(stage, 0) == ["atlas", "2 / 12", "4m", "active", "main", "/home/dev/atlas"]
    assert cells(stage, 2)[3] == "paused"
    assert cells(stage, 3)[1:3] == ["0 / 0", "–"]


def test_a_folder_leads_to_its_project_once_the_list_tells_its_number(stage: PageStage) -> None:
    stage.page.go_to(FolderPlace("/home/dev/atlas"))
    stage.answer(AskProjects, answers.projects(stage.last(AskProjects)))
    assert stage.last(AskProject).project_id == 1
    assert stage.page.list.isHidden()
    stage.page.go_to(FolderPlace("/nowhere"))
    stage.answer(AskProjects, answers.projects(stage.last(AskProjects)))
    assert not stage.page.list.isHidden()


def test_a_row_is_paused_and_resumed(stage: PageStage) -> None:
    page = stage.page.list
    page.pause.click()
    assert (stage.posted[-1].project_id, stage.posted[-1].is_paused) == (1, True)
    settle(stage)
    assert stage.count(AskProjects) == 2
    page.table.selectRow(2)
    assert page.pause.text() == "Resume inference"
    assert "over budget" in page.pause.toolTip()


def test_deleting_asks_first_and_a_refusal_is_told(stage: PageStage, qtbot: Any) -> None:
    delete = stage.page.list.delete
    delete.click()
    assert (stage.posted, delete.text()) == ([], "Sure?")
    stage.page.list.table.selectRow(1)  # another row: it asks anew
    assert delete.text() == "Delete"
    delete.click()
    delete.click()
    assert stage.posted == [DeleteProject(2, stage.posted[-1].request_id)]
    settle(stage, trouble=True)
    assert "It was refused. because. Do otherwise" in stage.page.list.words.text()
    assert stage.count(AskProjects) == 1


def test_the_question_is_forgotten_after_three_seconds(stage: PageStage, qtbot: Any) -> None:
    delete = stage.page.list.delete
    delete._timer.setInterval(20)
    delete.click()
    qtbot.waitUntil(lambda: not delete.is_asking)
    delete.click()
    assert (stage.posted, delete.text()) == ([], "Sure?")


def test_a_project_is_added_and_what_was_typed_survives_a_refusal(stage: PageStage) -> None:
    form = stage.page.list.form
    stage.page.add()
    form.save.click()
    assert "full path" in form.words.text()
    form.path.setText("/home/me/new")
    form.name.setText("New")
    form.save.click()
    assert stage.posted == [AddProject("/home/me/new", "New", request_id=stage.posted[-1].request_id)]
    assert not form.save.isEnabled()
    settle(stage, trouble=True)
    assert (form.path.text(), form.save.isEnabled(), form.isHidden()) == ("/home/me/new", True, False)
    form.save.click()
    settle(stage, project_id=9)
    assert form.isHidden()
    assert stage.count(AskProjects) == 2


def test_only_what_was_changed_is_sent(stage: PageStage) -> None:
    stage.page.list.edit.click()
    form = stage.page.list.form
    form.name.setText("Atlas")
    form.save.click()
    sent = stage.posted[-1]
    assert sent == ChangeProject(1, name="Atlas", request_id=sent.request_id)


def test_empty_failed_and_stale(stage: PageStage, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProjectsPage, "PAUSE_MS", 20)
    stage.page.take([CardChanged(card())] * 4)
    qtbot.waitUntil(lambda: stage.count(AskProjects) == 2)
    stage.fail(AskProjects)
    assert "The store is away" in stage.page.words.text()
    assert cells(stage, 0)[0] == "atlas"
    stage.page.refresh()
    stage.answer(AskProjects, answers.no_projects(stage.last(AskProjects)))
    assert not stage.page.list.nothing.isHidden()
    assert stage.page.words.isHidden()
    assert not stage.page.list.delete.isEnabled()


# -- one project


def test_the_head_has_the_facts_as_the_folder_tells_them(opened: PageStage) -> None:
    head = opened.page.project.head
    assert opened.page.list.isHidden()
    for words in ("branch feature/maps", "repository dev/atlas", "2 of 12 agents live", "last active 4m ago"):
        assert words in head.facts.text()
    assert head.inference.text() == "Inference is active"


def test_documents_are_shown_and_missing_ones_say_how_they_come(opened: PageStage) -> None:
    boxes = opened.page.project.documents.boxes
    shown = boxes["waypoint"].text.toPlainText()
    assert "Next up" in shown
    assert "<b>no markup</b>" in shown
    assert "Not written yet" in boxes["brain_reboot"].words.text()
    assert "language model" in boxes["progress_summary"].words.text()
    text = boxes["waypoint"].text.document()
    cursor = QTextCursor(text)
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    assert cursor.blockFormat().headingLevel() == 1
    assert cursor.charFormat().intProperty(QTextFormat.Property.FontSizeAdjustment) == 1, "as those of the page"
    assert boxes["waypoint"].text.loadResource(2, QUrl("file:///etc/passwd")) is None


def test_a_folder_that_is_gone_is_said(opened: PageStage) -> None:
    opened.page.refresh()
    ask = opened.last(AskProjectFiles)
    opened.answer(AskProjectFiles, ProjectFilesPage(ask.ask_id, why="gone"))
    assert "not there" in opened.page.project.documents.boxes["waypoint"].words.text()


def test_archives_are_listed_and_read_on_demand(opened: PageStage) -> None:
    documents = opened.page.project.documents
    entry = next(b for b in documents.archive.findChildren(QPushButton) if b.accessibleName().startswith("Waypoint, "))
    entry.click()
    assert opened.last(AskArchive).name == "waypoint_2026-03-03_10-00-00.md"
    opened.answer(AskArchive, answers.archive(opened.last(AskArchive)))
    assert "Draw the first map" in documents.old.toPlainText()


def test_agents_commands_and_turns_are_asked_for_as_they_are_opened(opened: PageStage) -> None:
    agent = opened.page.project.agents.agents[0]
    assert opened.count(AskCommands) == 0
    agent.toggle.click()
    assert opened.last(AskCommands).agent_uuid == "a0"
    opened.answer(AskCommands, answers.commands(opened.last(AskCommands)))
    agent.more.click()
    assert opened.last(AskCommands).before_id == 91
    opened.answer(AskCommands, answers.commands(opened.last(AskCommands)))
    assert (len(agent.commands), agent.more.isHidden()) == (6, True)
    command = agent.commands[1]
    command.toggle.click()
    opened.answer(AskCommandTurns, answers.turns(opened.last(AskCommandTurns)))
    command.toggle.click()
    command.toggle.click()
    assert opened.count(AskCommandTurns) == 1
    turn = command.body.findChildren(QPushButton)[1]
    turn.click()
    place = opened.gone_to[-1]
    assert isinstance(place, LinePlace)
    assert (place.transcript_path, place.entry_uuid, place.agent_uuid) == ("/t/1.jsonl", "e1", "a0")


def test_what_is_open_stays_open_when_the_list_comes_again(opened: PageStage) -> None:
    agents = opened.page.project.agents
    box = agents.agents[0]
    box.toggle.click()
    opened.page.refresh()
    opened.answer(AskProjectAgents, answers.agents(opened.last(AskProjectAgents)))
    assert agents.agents[0] is box
    assert not box.body.isHidden()


def test_agents_come_ten_at_a_time_with_ended_ones_on_demand(opened: PageStage) -> None:
    agents = opened.page.project.agents
    assert (len(agents.agents), agents.where.text(), agents.newer.isEnabled()) == (10, "1–10 of 23", False)
    agents.older.click()
    assert opened.last(AskProjectAgents).offset == 10
    opened.answer(AskProjectAgents, answers.agents(opened.last(AskProjectAgents)))
    agents.older.click()
    opened.answer(AskProjectAgents, answers.agents(opened.last(AskProjectAgents)))
    assert (agents.where.text(), agents.older.isEnabled()) == ("21–23 of 23", False)
    agents.with_ended.click()
    ask = opened.last(AskProjectAgents)
    assert (ask.with_ended, ask.offset) == (True, 0)
    opened.answer(AskProjectAgents, AgentsPage(ask.ask_id, (), 0))
    assert agents.words.text() == "No agent was here yet."


def test_an_agent_leads_to_the_board_or_to_its_transcript(opened: PageStage) -> None:
    opened.cards["a0"] = card("a0")
    first, second = opened.page.project.agents.agents[:2]
    first.open.click()
    assert opened.gone_to[-1] == AgentPlace("a0")
    second.open.click()
    assert opened.gone_to[-1] == LinePlace("/t/1.jsonl", "claude", agent_uuid="a1")


def test_pausing_asks_for_a_reason_and_going_on_does_not(opened: PageStage) -> None:
    head = opened.page.project.head
    head.pause.click()
    assert not opened.posted
    head.reason.setText("too dear")
    head.confirm.click()
    sent = opened.posted[-1]
    assert sent == ChangeProject(1, is_paused=True, pause_reason="too dear", request_id=sent.request_id)
    settle(opened)
    assert head.reason_line.isHidden()
    ask = opened.last(AskProject)
    paused = answers.line(is_paused=True, paused_at=NOW, pause_reason="too dear")
    opened.answer(AskProject, ProjectPage(ask.ask_id, paused, None))
    assert "too dear" in head.inference.text()
    head.pause.click()
    assert opened.posted[-1].is_paused is False


def test_an_agent_is_started_in_the_folder(opened: PageStage) -> None:
    opened.page.project.head.start.click()
    sent = opened.posted[-1]
    assert sent == StartAgent("/home/dev/atlas", request_id=sent.request_id)
    settle(opened, trouble=True)
    assert "It was refused" in opened.page.project.words.text()


def test_git_read_again_fills_what_was_not_known(opened: PageStage) -> None:
    opened.page.project.head.again.click()
    assert opened.count(AskProjectFiles) == 2
    sent = opened.posted[-1]
    assert sent == ChangeProject(1, github_repo="dev/atlas", request_id=sent.request_id)


def test_the_week_of_the_project_alone(opened: PageStage) -> None:
    ask = opened.last(AskActivity)
    assert (ask.project_id, ask.period.span) == (1, Span.WEEK)


def test_inference_that_was_used_and_that_was_not(opened: PageStage) -> None:
    usage = opened.page.project.usage
    assert (usage.calls.value.text(), usage.cost.value.text()) == ("41", "0.1234")
    assert usage.calls.more.text() == "failed: 1"
    opened.page.refresh()
    opened.answer(AskProject, answers.unused(opened.last(AskProject)))
    assert not usage.nothing.isHidden()
    assert usage.tiles.isHidden()


def test_a_deleted_project_leads_back_to_the_list(opened: PageStage) -> None:
    delete = opened.page.project.head.delete
    delete.click()
    delete.click()
    assert opened.posted[-1] == DeleteProject(1, opened.posted[-1].request_id)
    settle(opened)
    assert opened.page.project.isHidden()
    assert not opened.page.list.isHidden()


def test_a_project_that_is_not_there_leads_back_too(stage: PageStage) -> None:
    stage.page.go_to(ProjectPlace(77))
    stage.answer(AskProject, ProjectPage(stage.last(AskProject).ask_id, None))
    assert not stage.page.list.isHidden()
    assert "not there" in stage.page.words.text()


def test_another_project_shows_nothing_of_the_last(opened: PageStage) -> None:
    opened.page.go_to(ProjectPlace(2))
    project = opened.page.project
    assert project.head.isHidden()
    assert not project.agents.agents
    assert project.documents.boxes["waypoint"].text.isHidden()
    assert not opened.page.take_page(PageReady("old", None))


def test_the_page_ends_where_its_words_end(opened: PageStage, qtbot: Any) -> None:
    """Wrapped words ask for as much height as they would need at their least width."""
    opened.show(700, 560)
    page = opened.page
    qtbot.waitUntil(lambda: page.body.height() == page.body.heightForWidth(page.body.width()))
    assert page.body.height() > page.sections.viewport().height(), "it is scrolled at all"
