"""Options that several commands have, and what they stand for."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from compiler.cache import Cache
    from compiler.processes import Pool
    from compiler.shard import Shard


def date_of(text: str) -> dt.date:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} isn't a date such as 2026-01-31") from None
    if not 1900 <= date.year <= 2199:
        raise click.BadParameter(f"{text!r} lies outside the years 1900 to 2199")
    return date


def as_of_option(command: Callable[..., None]) -> Callable[..., None]:
    told = "The date that counts. [default: today, on the provider's clock]"
    return click.option("--as-of", type=date_of, metavar="DATE", help=told)(command)


def jobs_option(command: Callable[..., None]) -> Callable[..., None]:
    """How much of the machine a command takes."""
    return click.option(
        "--jobs",
        type=click.IntRange(1),
        metavar="N",
        envvar="AKKOORD_JOBS",
        expose_value=False,
        callback=_kept,
        help="At most so many processes. [default: as many as there are cores]",
    )(command)


def effort_options(command: Callable[..., None]) -> Callable[..., None]:
    """How much of the machine a command takes, and whether it may remember: for commands about many clients."""
    cache = click.option(
        "--no-cache",
        is_flag=True,
        envvar="AKKOORD_NO_CACHE",
        expose_value=False,
        callback=_kept,
        help="Think everything over again, and remember nothing.",
    )
    return jobs_option(cache(command))


class _Shard(click.ParamType):  # type: ignore[type-arg]
    """``2/3``: the second of three parts."""

    name = "shard"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> Shard:
        from compiler.shard import shard

        try:
            return value if not isinstance(value, str) else shard(value)
        except ValueError as error:
            self.fail(str(error), param, context)


def shard_option(command: Callable[..., None]) -> Callable[..., None]:
    told = "Only this part of the clients, such as 2/3: the second of three."
    return click.option("--shard", "part", type=_Shard(), metavar="I/N", help=told)(command)


def _kept(context: click.Context, option: click.Parameter, value: Any) -> None:
    context.meta[str(option.name)] = value


def pool_of(context: click.Context) -> Pool:
    from compiler.processes import Pool

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return Pool(context.meta.get("jobs") or cores or 1)


def cache_of(context: click.Context) -> Cache:
    """What was remembered in the user's cache folder."""
    from platformdirs import user_cache_path

    from compiler.cache import Cache

    # Commands about one client have no such option, but heed the variable too.
    without = context.meta.get("no_cache") or os.environ.get("AKKOORD_NO_CACHE", "0") not in ("", "0")
    return Cache(None if without else user_cache_path("akkoord", appauthor=False))
