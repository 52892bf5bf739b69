"""A process that is kept for several questions: answered in turn, limited each, and begun anew when it ended."""

import os
from pathlib import Path

import pytest

from onboarding.confined import ConfinedError, Ending, Kept, Limits

LIMITS = Limits(memory=256 * 2**20, cpu_seconds=2, wall_seconds=20, answer=2**20)
HERE = f"{Path(__file__).parent}"


@pytest.fixture
def kept(started_anew: None, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Asks functions of tests/confined/answers.py, as if they were the product's."""
    from onboarding import confined

    monkeypatch.setattr(confined, "PACKAGE", HERE)
    return Kept("onboarding.answers:answered", LIMITS)


def test_one_process_answers_all_and_ends_with_the_packet(kept: Kept) -> None:
    with kept:
        assert [kept.ask(b"echo one"), kept.ask(b"echo "), kept.ask(b"echo " + b"x" * 500_000)[-1:]] == [
            b"one",
            b"",
            b"x",
        ]
        first, second = kept.ask(b"pid"), kept.ask(b"pid")
        assert first == second != str(os.getpid()).encode()
    with pytest.raises(ProcessLookupError):
        os.kill(int(first), 0)


@pytest.mark.parametrize(
    ("question", "ending"),
    [(b"refuse", Ending.FAILED), (b"memory", Ending.MEMORY), (b"spin", Ending.TIME), (b"much", Ending.ANSWER)],
)
def test_what_ends_it_is_told_and_the_next_question_is_answered(kept: Kept, question: bytes, ending: Ending) -> None:
    with kept:
        before = kept.ask(b"pid")
        with pytest.raises(ConfinedError) as ended:
            kept.ask(question)
        assert ended.value.ending is ending
        if question == b"refuse":
            assert "REFUSED because" in ended.value.said
        assert kept.ask(b"pid") != before


def test_the_time_is_that_of_each_question(kept: Kept) -> None:
    with kept:
        assert [kept.ask(b"work") for _ in range(4)] == [b"done"] * 4


def test_it_may_do_no_more_than_others(kept: Kept) -> None:
    with kept:
        for question in (b"write", b"connect", b"start"):
            with pytest.raises(ConfinedError):
                kept.ask(question)
