"""Akkoord: contracts of a managed service provider as code."""

__version__ = "0.1.0"
