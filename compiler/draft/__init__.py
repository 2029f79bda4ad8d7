"""Drafting the files of a new client: what to ask, and what then stands in them."""

from compiler.draft.answers import Answers
from compiler.draft.files import files
from compiler.draft.question import Question
from compiler.draft.questions import given_forms, questions

__all__ = ["Answers", "Question", "files", "given_forms", "questions"]
