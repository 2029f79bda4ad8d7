"""Bundle to document: Markdown, HTML, PDF, DOCX."""

from compiler.render.documents import DOCUMENTS, FORMATS, Desk, render, write
from compiler.render.error import RenderError
from compiler.render.paper import Beside
from compiler.render.redline import redline

__all__ = ["DOCUMENTS", "FORMATS", "Beside", "Desk", "RenderError", "redline", "render", "write"]
