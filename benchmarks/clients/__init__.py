"""Clients that don't exist: varied as real ones are, the same on any machine, each from its number alone."""
