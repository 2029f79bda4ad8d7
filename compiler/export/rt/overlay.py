"""What makes Request Tracker count as promised: a fixed module of its kind, to be loaded by choice since it is code.

RT looks for ``RT/SLA_Local.pm`` when it has loaded its own ``RT/SLA.pm``. The module finds in ``sla.json`` what RT passes over:
the hours of single dates (``dates`` of business hours) and times in days (``Days`` of a level's time).
"""

from __future__ import annotations

FILE = "RT/SLA_Local.pm"

MADE_UP = frozenset({"RT101", "RT102", "RT104", "RT105", "RT106", "RT117"})
"""The codes of the losses that are none with the module: what RT counts otherwise by itself, though it holds all it needs."""

# Times are seconds since the epoch, in the zone that RT has set; windows are pairs of minutes on the clock of a date.
MODULE = r"""# This file is the same for everyone. It belongs in RT's local lib, as RT/SLA_Local.pm.
# It counts business hours that have "dates" by all that was agreed. Others, such as your own, RT counts as before.
use strict;
use warnings;

package Akkoord::Hours;

use List::Util qw(max min);
use Time::Local qw(timelocal_nocheck);

# So many days are looked at before a time counts as never reached.
my $FAR = 3660;

sub new {
    my ( $class, $hours ) = @_;
    my %dates = map { $_ => [] } @{ $hours->{holidays} || [] };
    $dates{$_} = _windows( map { @$_ } @{ $hours->{dates}{$_} } ) for keys %{ $hours->{dates} };
    my @week = map { [] } 0 .. 6;
    for my $weekday ( grep { $hours->{$_} } 0 .. 6 ) {
        my $day = $hours->{$weekday};
        my @breaks = map { @{$_}{qw(Start End)} } @{ $day->{Breaks} || [] };
        $week[$weekday] = _windows( $day->{Start}, @breaks, $day->{End} );
    }
    return bless { week => \@week, dates => \%dates }, $class;
}

# The moment itself while open, else the next opening.
sub first_after {
    my ( $self, $time ) = @_;
    return $self->_find( $time, sub { $_[0] < $_[1] ? $_[0] : undef } );
}

# When so many open seconds have passed. What ends at a closing stays there.
sub add_seconds {
    my ( $self, $time, $seconds ) = @_;
    return $self->_add_days( $time, $RT::SLA::Days ) if $RT::SLA::Days;
    return $self->_find(
        $time,
        sub {
            my ( $from, $until ) = @_;
            return $from + $seconds if $seconds <= $until - $from;
            $seconds -= $until - $from;
            return undef;
        }
    );
}

# The open seconds between two moments.
sub between {
    my ( $self, $start, $end ) = @_;
    my $passed = 0;
    $self->_find(
        $start,
        sub {
            my ( $from, $until ) = @_;
            $passed += max( 0, min( $until, $end ) - $from );
            return $until < $end ? undef : $until;
        }
    );
    return $passed;
}

# The same clock time on the n-th next open day, no earlier than it opens and no later than it closes.
sub _add_days {
    my ( $self, $time, $days ) = @_;
    my $from = $self->first_after($time);
    my ( $second, $minute, $hour ) = localtime $from;
    for my $later ( 1 .. $FAR ) {
        my $date = _midnight( $from, $later );
        my @windows = @{ $self->_open_on($date) } or next;
        next if --$days;
        my $clock = max( min( $second + 60 * ( $minute + 60 * $hour ), 60 * $windows[-1][1] ), 60 * $windows[0][0] );
        my ( $day, $month, $year ) = ( localtime $date )[ 3, 4, 5 ];
        return timelocal_nocheck( $clock % 60, int( $clock / 60 ) % 60, int( $clock / 3600 ), $day, $month, $year + 1900 );
    }
    return -1;
}

# Asks a function about the open stretches from a moment on, one by one, until it answers.
sub _find {
    my ( $self, $time, $answer ) = @_;
    for my $later ( 0 .. $FAR ) {
        for my $stretch ( $self->_stretches( $time, $later ) ) {
            my ( $from, $until ) = @$stretch;
            next if $until < $time;
            my $found = $answer->( max( $from, $time ), $until );
            return $found if defined $found;
        }
    }
    return -1;
}

# When it is open on the date that lies so many days after a moment. On a date on which the clock changes, each minute is asked.
sub _stretches {
    my ( $self, $time, $later ) = @_;
    my ( $date, $next ) = ( _midnight( $time, $later ), _midnight( $time, $later + 1 ) );
    my @windows = @{ $self->_open_on($date) };
    return map { [ $date + 60 * $_->[0], $date + 60 * $_->[1] ] } @windows if $next - $date == 86400;
    my @stretches;
    for ( my $now = $date; $now < $next; $now += 60 ) {
        my ( $minute, $hour ) = ( localtime $now )[ 1, 2 ];
        my $clock = $minute + 60 * $hour;
        next unless grep { $_->[0] <= $clock && $clock < $_->[1] } @windows;
        push @stretches, [ $now, $now ] unless @stretches && $stretches[-1][1] == $now;
        $stretches[-1][1] = $now + 60;
    }
    return @stretches;
}

sub _open_on {
    my ( $self, $date ) = @_;
    my ( $day, $month, $year, $weekday ) = ( localtime $date )[ 3 .. 6 ];
    return $self->{dates}{ sprintf '%04d-%02d-%02d', $year + 1900, $month + 1, $day } || $self->{week}[$weekday];
}

# The first moment of the date that lies so many days after a moment.
sub _midnight {
    my ( $time, $later ) = @_;
    my ( $day, $month, $year ) = ( localtime $time )[ 3, 4, 5 ];
    return timelocal_nocheck( 0, 0, 0, $day + $later, $month, $year + 1900 );
}

# Windows of clock times that open and close in turn. A closing at 00:00 is midnight at the end of the day.
sub _windows {
    my @clock = map { my ( $hour, $minute ) = split /:/; $minute + 60 * $hour } @_;
    $clock[-1] ||= 1440 if @clock;
    return [ map { [ @clock[ 2 * $_, 2 * $_ + 1 ] ] } 0 .. @clock / 2 - 1 ];
}

package RT::SLA;

# The days of the time that is being counted, where it was promised in days.
our $Days;

{
    no warnings 'redefine';
    my ( $hours, $calculate ) = ( \&BusinessHours, \&CalculateTime );

    *BusinessHours = sub {
        my ( $self, $name ) = @_;
        my %known = RT->Config->Get('ServiceBusinessHours');
        my $ours = $known{ $name || 'Default' };
        return $ours && $ours->{dates} ? Akkoord::Hours->new($ours) : $self->$hours($name);
    };

    *CalculateTime = sub {
        my ( $self, %given ) = @_;
        my $agreement = $given{Agreement} || $self->Agreement(%given) or return undef;
        local $Days = $agreement->{Days};
        return $self->$calculate( %given, Agreement => $agreement );
    };
}

1;
"""
