"""A bundle and a ticket to an answer with reasons: covered or not, which priority, until when, who may ask, who is told."""

from __future__ import annotations

from compiler.decide.answer import Answer
from compiler.decide.decider import Decider
from compiler.decide.hours import BeyondBundleError, Hours
from compiler.decide.question import Question, QuestionError

__all__ = ["Answer", "BeyondBundleError", "Decider", "Hours", "Question", "QuestionError"]
