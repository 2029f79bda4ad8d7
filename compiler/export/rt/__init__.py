"""Bundles to Request Tracker 5: service levels, the objects of its database, and the losses.

What a client typed goes out as JSON only. The one piece of Perl is a constant that reads ``sla.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from compiler.bundle import Bundle
from compiler.export import business_hours
from compiler.export.business_hours import Hours
from compiler.export.result import Export
from compiler.export.rt import initialdata as rt_initialdata
from compiler.export.rt import lacking as rt_lacking
from compiler.export.rt import levels as rt_levels
from compiler.export.rt import names as rt_names
from compiler.export.rt import overlay as rt_overlay
from compiler.export.rt.initialdata import Objects
from compiler.export.rt.levels import Level
from compiler.loss import Loss

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


def export(bundles: Iterable[Bundle], *, overlay: bool = False) -> Export:
    """``sla.json``, ``60-sla.pm``, ``initialdata.json`` and ``losses.json`` for these clients.

    With ``overlay`` also the module that makes RT count as promised, what it needs in ``sla.json``, and only the losses that are
    left with it.

    Raises ``ValueError`` for what RT would take and silently replace: an unknown calendar or time zone; and for a client twice.
    """
    levels: dict[str, Mapping[str, Level]] = {}
    objects: dict[str, Objects] = {}
    losses: dict[str, list[Loss]] = {}
    defaults: dict[str, str] = {}
    same: dict[Hours, Hours] = {}
    for bundle in bundles:
        client = bundle.client.id
        if client in levels:
            raise ValueError(f"more than one bundle of {client}")
        found, losses[client] = rt_levels.of(bundle, overlay=overlay)
        # Of many clients with the same hours, these are kept once.
        levels[client] = {key: replace(level, hours=same.setdefault(level.hours, level.hours)) for key, level in found.items()}
        if found:
            # The least urgent of the priorities that have a level.
            defaults[client] = list(found)[-1]
        losses[client] += rt_lacking.of(bundle, found, defaults.get(client))
        objects[client] = rt_initialdata.of(bundle, with_levels=bool(found))
    clients = sorted(levels)
    if len({rt_names.queue_name(client) for client in clients}) != len(clients):
        raise ValueError("two clients' queues have the same name")
    data, lost = rt_initialdata.together([objects[client] for client in clients])
    for loss in lost:
        losses[loss.client].append(loss)
    every = tuple(loss for client in clients for loss in losses[client])
    files = {
        "60-sla.pm": LOADER.encode(),
        "initialdata.json": _json(data),
        "losses.json": _json([asdict(loss) for loss in every]),
        "sla.json": _json(_sla({client: levels[client] for client in clients}, defaults, overlay=overlay)),
    }
    if overlay:
        files[rt_overlay.FILE] = rt_overlay.MODULE.encode()
    return Export(files, every)


def _sla(levels: Mapping[str, Mapping[str, Level]], defaults: Mapping[str, str], *, overlay: bool) -> dict[str, Any]:
    every = [(client, level) for client, owned in levels.items() for level in owned.values()]
    shared, place = _shared(every)
    return {
        "ServiceBusinessHours": {name: hours.data(overlay=overlay) for name, hours in sorted(shared.items())},
        "ServiceAgreements": {
            "AssumeOutsideActor": 1,
            "Levels": {level.name: level.data(place[level.name], overlay=overlay) for _, level in every},
            "QueueDefault": {
                rt_names.queue_name(client): {"Level": owned[defaults[client]].name}
                for client, owned in levels.items()
                if client in defaults
            },
        },
    }


def _shared(levels: Sequence[tuple[str, Level]]) -> tuple[dict[str, Hours], dict[str, str]]:
    """The distinct business hours by name, and the name of each level's.

    The name is the calendars' ids, with the first client's id where several clients mean other hours by them.
    """
    sets: dict[str, list[tuple[str, Hours]]] = {}
    found: dict[str, tuple[str, int]] = {}
    for client, level in levels:
        title = " + ".join(sorted(level.calendars))
        known = sets.setdefault(title, [])
        for number, (first, hours) in enumerate(known):
            joined = hours if hours is level.hours else business_hours.joined(hours, level.hours)
            if joined:
                known[number] = (first, joined)
                found[level.name] = (title, number)
                break
        else:
            known.append((client, level.hours))
            found[level.name] = (title, len(known) - 1)
    names = {
        (title, number): rt_names.name(title if len(known) == 1 else f"{title} ({first})", "calendar")
        for title, known in sets.items()
        for number, (first, _) in enumerate(known)
    }
    shared = {names[title, number]: hours for title, known in sets.items() for number, (_, hours) in enumerate(known)}
    return shared, {level: names[where] for level, where in found.items()}


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
