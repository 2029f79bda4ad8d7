"""Bundles to Request Tracker 5: service levels, the objects of its database, and the losses.

What a client typed goes out as JSON only. The one piece of Perl is a constant that reads ``sla.json``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from compiler.bundle import Bundle
from compiler.export import business_hours
from compiler.export.business_hours import Hours
from compiler.export.result import File, InParts
from compiler.export.rt import initialdata as rt_initialdata
from compiler.export.rt import lacking as rt_lacking
from compiler.export.rt import levels as rt_levels
from compiler.export.rt import names as rt_names
from compiler.export.rt import overlay as rt_overlay
from compiler.export.rt.initialdata import InitialData, Objects
from compiler.loss import Loss
from compiler.pieces import around, inside, members

# No `use strict` around Set: it would refuse Set(%…). A file that can't be read or decoded ends RT's start.
LOADER = """\
# This file is the same for everyone. It belongs in RT_SiteConfig.d, with sla.json beside it.
# It reads service levels as data; nothing in sla.json is run.
our ( %AkkoordHours, %AkkoordAgreements, $AkkoordLevels );
{
    use strict;
    use warnings;
    require Digest::SHA;
    require File::Basename;
    require JSON;
    my $file = File::Basename::dirname(__FILE__) . '/sla.json';
    open( my $handle, '<:raw', $file ) or die "$file: $!\\n";
    my $text = do { local $/; <$handle> };
    close $handle;
    my $sla = JSON->new->utf8->decode($text);
    my ( $hours, $agreements ) = @{$sla}{qw(ServiceBusinessHours ServiceAgreements)};
    die "$file: not service levels\\n" unless ref $hours eq 'HASH' and ref $agreements eq 'HASH';
    for my $level ( sort keys %{ $agreements->{Levels} } ) {
        my $name = $agreements->{Levels}{$level}{BusinessHours};
        die "$file: $level has unknown hours\\n" unless defined $name and ref $hours->{$name} eq 'HASH';
    }
    # Read a second time, it must be the same objects: of what is set twice, RT keeps the first.
    my $digest = substr( Digest::SHA::sha256_hex($text), 0, 16 );
    if ( $digest ne ( $AkkoordLevels // '' ) ) {
        $AkkoordLevels     = $digest;
        %AkkoordHours      = %$hours;
        %AkkoordAgreements = %$agreements;
    }
}
Set( %ServiceBusinessHours, %AkkoordHours );
Set( %ServiceAgreements,    %AkkoordAgreements );
1;
"""


@dataclass(frozen=True)
class Part:
    """What of an export is one client's.

    ``hours`` are by the ids of their calendars, ``levels`` by name as RT's configuration, but that ``BusinessHours`` is the name
    among these hours. ``default`` is the level of a new ticket.
    """

    client: str
    hours: dict[str, Hours]
    levels: dict[str, dict[str, Any]]
    default: str | None
    objects: Objects
    losses: tuple[Loss, ...]


def part(bundle: Bundle, *, overlay: bool = False) -> Part:
    """A client's part. Raises ``ValueError`` for what RT would take and silently replace: an unknown calendar or time zone."""
    found, lost = rt_levels.of(bundle, overlay=overlay)
    default = list(found)[-1] if found else None  # the least urgent of the priorities that have a level
    titles = {key: " + ".join(sorted(level.calendars)) for key, level in found.items()}
    return Part(
        client=bundle.client.id,
        hours={titles[key]: level.hours for key, level in found.items()},
        levels={level.name: level.data(titles[key], overlay=overlay) for key, level in found.items()},
        default=found[default].name if default else None,
        objects=rt_initialdata.of(bundle, with_levels=bool(found)),
        losses=(*lost, *rt_lacking.of(bundle, found, default)),
    )


def together(parts: Iterable[Part], *, overlay: bool = False) -> Iterator[File | Loss]:
    """``sla.json``, ``60-sla.pm`` and ``initialdata.json`` for these clients.

    With ``overlay`` also the module that makes RT count as promised, what it needs in ``sla.json``, and only the losses that are
    left with it.
    """
    data, shared, queues = InitialData(), _Shared(), set[str]()
    for one in parts:
        yield from one.losses
        yield from data.add(one.objects)
        shared.add(one.client, one.hours)
        if one.objects.queue["Name"] in queues:
            raise ValueError("two clients' queues have the same name")
        queues.add(one.objects.queue["Name"])
    yield File("60-sla.pm", (LOADER.encode(),))
    yield File("initialdata.json", data.pieces())
    yield File("sla.json", _sla(parts, shared, overlay=overlay))
    if overlay:
        yield File(rt_overlay.FILE, (rt_overlay.MODULE.encode(),))


export = InParts(part, Part, together)
with_overlay = InParts(partial(part, overlay=True), Part, partial(together, overlay=True))


class _Shared:
    """The distinct business hours of many clients.

    Their name is the calendars' ids, with the first client's id where several clients mean other hours by them.
    """

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[str, Hours]]] = {}
        self._places: dict[tuple[str, Hours], int] = {}

    def add(self, client: str, hours: Mapping[str, Hours]) -> None:
        """Adds a client's hours by the ids of their calendars."""
        for title, one in hours.items():
            if (title, one) in self._places:
                continue
            known = self._known.setdefault(title, [])
            for number, (first, other) in enumerate(known):
                if joined := business_hours.joined(other, one):
                    known[number] = (first, joined)
                    break
            else:
                number = len(known)
                known.append((client, one))
            self._places[title, one] = number

    def name(self, title: str, hours: Hours) -> str:
        """The name of hours that were added."""
        return self._name(title, self._places[title, hours])

    def all(self) -> dict[str, Hours]:
        """The hours by their names' order."""
        named = {self._name(title, n): one for title, known in self._known.items() for n, (_, one) in enumerate(known)}
        return dict(sorted(named.items()))

    def _name(self, title: str, number: int) -> str:
        known = self._known[title]
        return rt_names.name(title if len(known) == 1 else f"{title} ({known[number][0]})", "calendar")


def _sla(parts: Iterable[Part], shared: _Shared, *, overlay: bool) -> Iterator[bytes]:
    def levels(one: Part) -> dict[str, dict[str, Any]]:
        names = {title: shared.name(title, hours) for title, hours in one.hours.items()}
        return {name: data | {"BusinessHours": names[data["BusinessHours"]]} for name, data in one.levels.items()}

    hours = around([inside({name: one.data(overlay=overlay) for name, one in shared.all().items()}, 2)], b"{}", 2)
    defaults = ({one.objects.queue["Name"]: {"Level": one.default}} for one in parts if one.default)
    agreements = {
        "AssumeOutsideActor": [b"1"],
        "Levels": around((inside(levels(one), 3) for one in parts), b"{}", 3),
        "QueueDefault": around((inside(one, 3) for one in defaults), b"{}", 3),
    }
    yield from members({"ServiceBusinessHours": hours, "ServiceAgreements": members(agreements, 2)})
    yield b"\n"
