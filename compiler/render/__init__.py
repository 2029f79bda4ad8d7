"""Bundle to document: Markdown, HTML, PDF."""

from compiler.render.documents import DOCUMENTS, FORMATS, render
from compiler.render.error import RenderError

__all__ = ["DOCUMENTS", "FORMATS", "RenderError", "render"]
