"""The line that says what a long command is doing."""

import io
import sys

import pytest

from infra.cli.progress import on_terminal, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Called in the test itself: pytest puts its own stderr back after fixtures."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    return screen


def test_a_person_sees_the_stage_and_how_much_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    with progress() as line:
        line.stage("Reading goods.csv")
        line.stage("Publishing")
        line(50, 200)
    shown = screen.getvalue()
    assert "Publishing …" in shown
    assert "25%" in shown


def test_a_program_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    with progress(silent=True) as line:
        line.stage("Reading goods.csv")
        line(1, 2)
    assert screen.getvalue() == ""


def test_a_file_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr(sys, "stderr", file)
    with progress() as line:
        line.stage("Reading goods.csv")
        line(1, 2)
        with line.paused():
            pass
    assert file.getvalue() == ""
    assert not on_terminal()


def test_a_question_is_asked_while_the_line_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    with progress() as line:
        line.stage("Comparing")
        with line.paused():
            assert sys.stderr is screen
            before = screen.getvalue()
            assert "Comparing …" in before
            assert screen.getvalue() == before
        line.stage("Publishing")
    assert "Publishing …" in screen.getvalue()
