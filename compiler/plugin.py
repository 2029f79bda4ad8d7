"""What other packages add to the program."""

from __future__ import annotations


class PluginError(Exception):
    """What is wrong with what another package adds, in words for who installed it."""
