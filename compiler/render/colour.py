"""Colours that can be read: a brand's own where it stands out enough, else one of its kind that does."""

from __future__ import annotations

import re

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_STEPS = 20
_ENOUGH = 4.5
"""The contrast that text needs (WCAG 2.2, success criterion 1.4.3)."""


def readable(colour: str, background: str) -> str:
    """The colour, mixed with white or black as little as it takes to be read on a background. Colours are ``#rrggbb``."""
    own, ground = _channels(colour if _COLOUR.fullmatch(colour) else "#333333"), _channels(background)
    end = 255 if _luminance(ground) < 0.5 else 0
    for step in range(_STEPS + 1):
        mixed = tuple(round(channel + (end - channel) * step / _STEPS) for channel in own)
        if contrast(mixed, ground) >= _ENOUGH:
            break
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(channels: tuple[int, ...]) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    shares = [channel / 255 for channel in channels]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
