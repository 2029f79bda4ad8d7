"""The look of documents: the logo that the provider names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compiler import codes
from compiler.diagnostic import Diagnostic
from compiler.logo import LogoError, as_svg
from compiler.source import Node


def unusable_logo(provider: Node, files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """A logo that isn't there, or that no document can show."""
    logo = provider.get("brand", "logo")
    if logo is None:
        return
    content = files.get(f"provider/{logo.data}")
    if content is None:
        yield codes.UNUSABLE_LOGO.at(logo.origin, logo=logo.data, problem="there is no such file beside provider.yaml")
        return
    try:
        as_svg(content)
    except LogoError as error:
        yield codes.UNUSABLE_LOGO.at(logo.origin, logo=logo.data, problem=error)
