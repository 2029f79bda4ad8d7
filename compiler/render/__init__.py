"""Bundle to document: Markdown, HTML, PDF."""

from compiler.render.documents import DOCUMENTS, FORMATS, render
from compiler.render.error import RenderError
from compiler.render.paper import Beside

__all__ = ["DOCUMENTS", "FORMATS", "Beside", "RenderError", "render"]
