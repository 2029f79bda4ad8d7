"""What Request Tracker takes only from files: hours and levels, and the rights and scrips that a fixed program loads.

The program is the same for everyone and reads ``rights.json``, so that no Perl is ever written. It may be loaded any number of
times: it grants what is missing, takes back what no contract gives any more, and notes in the description of a group what it
loaded and by which levels a server would count that was started then. The note can be read over REST.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from shlex import quote

from compiler.export.result import Export
from compiler.export.rt import running
from compiler.export.rt.overlay import FILE as OVERLAY

CONFIG, LEVELS, RIGHTS, PROGRAM = "60-sla.pm", "sla.json", "rights.json", "load-rights.pl"
_LIB = "RT"
"""The folder of the modules for RT's local lib."""
_MARK = "[akkoord]"

LOADER = r"""# This file is the same for everyone. It is loaded by rt-setup-database, with rights.json beside it.
# It reads rights and scrips as data; nothing in rights.json is run. Loading it again does no harm.
use strict;
use warnings;
use Digest::SHA ();
use File::Basename ();
use JSON ();

my $here = File::Basename::dirname(__FILE__);
my $ours = qr/(?:^|\s)\[akkoord(?: [^\[\]]*)?\]\s*\z/;

sub _read {
    my ($file) = @_;
    open( my $handle, '<:raw', $file ) or die "$file: $!\n";
    local $/;
    return scalar <$handle>;
}

sub _queue {
    my ($name) = @_;
    my $queue = RT::Queue->new( RT->SystemUser );
    $queue->LoadByCols( Name => $name );
    die "there is no queue $name; run 'akkoord apply rt' first\n" unless $queue->Id;
    return $queue;
}

sub _holder {
    my ( $item, $queue ) = @_;
    my $group = RT::Group->new( RT->SystemUser );
    my $domain = $item->{GroupDomain};
    if    ( $domain eq 'UserDefined' )    { $group->LoadUserDefinedGroup( $item->{GroupId} ) }
    elsif ( $domain eq 'SystemInternal' ) { $group->LoadSystemInternalGroup( $item->{GroupType} ) }
    else                                  { $group->LoadRoleGroup( Object => $queue, Name => $item->{GroupType} ) }
    die "there is no group " . ( $item->{GroupId} || $item->{GroupType} ) . "; run 'akkoord apply rt' first\n" unless $group->Id;
    return $group;
}

# A right on a queue is ours to take back if its holder is a group of ours, or if the queue is ours and it is a right that we give
# to everyone or to those who asked for the ticket.
sub _is_ours {
    my ( $ace, $given ) = @_;
    my $group = RT::Group->new( RT->SystemUser );
    $group->Load( $ace->PrincipalId );
    return 0 unless $group->Id;
    return ( $group->Description || '' ) =~ $ours if $group->Domain eq 'UserDefined';
    my $queue = RT::Queue->new( RT->SystemUser );
    $queue->Load( $ace->ObjectId );
    return 0 unless $queue->Id and ( $queue->Description || '' ) =~ $ours;
    return $given->{ $group->Domain }{ $group->Name }{ $ace->RightName };
}

sub _grant {
    my ( $items, $given ) = @_;
    my ( %wanted, %there );
    for my $item (@$items) {
        my $queue = _queue( $item->{Queue} );
        my $group = _holder( $item, $queue );
        $wanted{ join ' ', $group->PrincipalId, $queue->Id, $_ } = [ $group, $queue, $_ ] for @{ $item->{Right} };
    }
    my $every = RT::ACL->new( RT->SystemUser );
    $every->Limit( FIELD => 'ObjectType', VALUE => 'RT::Queue' );
    while ( my $ace = $every->Next ) { $there{ join ' ', $ace->PrincipalId, $ace->ObjectId, $ace->RightName } = $ace }
    for my $key ( sort grep { not $there{$_} } keys %wanted ) {
        my ( $group, $queue, $right ) = @{ $wanted{$key} };
        my ( $done, $said ) = $group->PrincipalObj->GrantRight( Right => $right, Object => $queue );
        die "$right on " . $queue->Name . ": $said\n" unless $done;
    }
    for my $key ( sort grep { not $wanted{$_} } keys %there ) {
        next unless _is_ours( $there{$key}, $given );
        my ( $done, $said ) = $there{$key}->Delete;
        die "a right that no contract gives: $said\n" unless $done;
    }
}

sub _scrip {
    my ($item) = @_;
    my %queues = map { my $queue = _queue($_); ( $queue->Id => 1 ) } @{ $item->{Queue} };
    my $scrip = RT::Scrip->new( RT->SystemUser );
    $scrip->LoadByCols( Description => $item->{Description} );
    if ( not $scrip->Id ) {
        return unless %queues;
        my ($first) = sort { $a <=> $b } keys %queues;
        my ( $done, $said ) = $scrip->Create( %$item, Queue => $first );
        die "$item->{Description}: $said\n" unless $done;
    }
    my %there = map { $_->Id => 1 } @{ $scrip->AddedTo->ItemsArrayRef };
    my %both = ( %queues, %there );
    for my $id ( sort { $a <=> $b } keys %both ) {
        next if $queues{$id} and $there{$id};
        my ( $done, $said ) = $queues{$id} ? $scrip->AddToObject( ObjectId => $id ) : $scrip->RemoveFromObject( ObjectId => $id );
        die "$item->{Description}: $said\n" unless $done;
    }
}

sub _scrips {
    my ($items) = @_;
    my %wanted = map { $_->{Description} => $_ } @$items;
    my $every = RT::Scrips->new( RT->SystemUser );
    $every->UnLimit;
    my @ours = grep { /$ours/ } map { $_->Description || '' } @{ $every->ItemsArrayRef };
    $wanted{$_} ||= { Description => $_, Queue => [] } for @ours;
    _scrip( $wanted{$_} ) for sort keys %wanted;
}

sub _note {
    my ($text) = @_;
    my $group = RT::Group->new( RT->SystemUser );
    $group->LoadUserDefinedGroup('akkoord loaded');
    my ( $done, $said ) = ( 1, '' );
    if ( not $group->Id ) {
        ( $done, $said ) = $group->CreateUserDefinedGroup( Name => 'akkoord loaded', Description => $text );
    }
    elsif ( ( $group->Description || '' ) ne $text ) {
        ( $done, $said ) = $group->SetDescription($text);
    }
    die "the note of what was loaded: $said\n" unless $done;
}

our @Initial = (
    sub {
        my $text = _read("$here/rights.json");
        my $data = JSON->new->utf8->decode($text);
        _grant( @{$data}{qw(ACL Given)} );
        _scrips( $data->{Scrips} );
        # The levels that this process was started with, which is what a server gets that is started now.
        my $levels = $RT::AkkoordLevels || 'none';
        _note( "levels $levels rights " . substr( Digest::SHA::sha256_hex($text), 0, 16 ) );
    },
);
1;
"""


@dataclass(frozen=True)
class Beside:
    """What is loaded beside REST: the files, the version of each part, and the commands that load them from a folder.

    The versions have the names under which RT tells them: those of levels and overlay a server, that of rights the note.
    """

    files: Mapping[str, bytes]
    versions: Mapping[str, str]

    def commands(self, folder: str) -> tuple[str, str]:
        """The two commands that load them, on a machine where RT runs as Debian installs it."""

        def at(name: str) -> str:
            return quote(f"{folder}/{name}")

        copy = f"cp {at(CONFIG)} {at(LEVELS)} /etc/request-tracker5/RT_SiteConfig.d/"
        copy += f" && cp -r {at(_LIB)} /usr/local/share/request-tracker5/lib/"
        return copy, f"rt-setup-database --action insert --datafile {at(PROGRAM)}"


def beside(export: Export) -> Beside:
    """The files for what REST can't set, from those of the export to Request Tracker."""
    data = json.loads(export.files["initialdata.json"])
    given: dict[str, dict[str, dict[str, int]]] = {
        "SystemInternal": {"Everyone": {"CreateTicket": 1}},
        "RT::Queue-Role": {"Requestor": {"ShowTicket": 1, "ReplyToTicket": 1}},
    }
    scrips = [{**scrip, "Description": f"{scrip['Description']} {_MARK}"} for scrip in data["Scrips"]]
    rights = json.dumps({"ACL": data["ACL"], "Given": given, "Scrips": scrips}, ensure_ascii=False, indent=2).encode() + b"\n"
    files = {name: content for name, content in export.files.items() if name in (CONFIG, LEVELS, OVERLAY)}
    files |= {running.FILE: running.MODULE.encode(), RIGHTS: rights, PROGRAM: LOADER.encode()}
    parts = {"levels": LEVELS, "overlay": OVERLAY, "rights": RIGHTS}
    return Beside(files, {part: _digest(files[name]) for part, name in parts.items() if name in files})


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
