"""What tells by which levels a running Request Tracker counts: a fixed module that is loaded with it and answers over REST 2.

RT finds modules of this kind by their folder. Whoever may log in over REST may ask; the answer holds digests and nothing else.
"""

from __future__ import annotations

FILE = "RT/REST2/Resource/Akkoord.pm"

MODULE = r"""# This file is the same for everyone. It belongs in RT's local lib, as RT/REST2/Resource/Akkoord.pm.
# It answers over REST 2 which levels and which overlay this process was started with, each by a digest.
package RT::REST2::Resource::Akkoord;
use strict;
use warnings;

use Digest::SHA ();
use JSON ();
use Moose;
use RT::SLA ();
use namespace::autoclean;

extends 'RT::REST2::Resource';

# As it was when RT was started: the overlay is loaded then, and so is this.
my $overlay = _digest( $INC{'RT/SLA_Local.pm'} );

sub dispatch_rules         { return Path::Dispatcher::Rule::Regex->new( regex => qr{^/akkoord$} ) }
sub content_types_provided { return [ { 'application/json' => 'to_json' } ] }

sub to_json {
    my $self = shift;
    # Pages see what was changed in the database meanwhile. REST 2 by itself doesn't look.
    RT->Config->RefreshConfigFromDatabase;
    my $counts = _in_use( 'ServiceAgreements', \%RT::AkkoordAgreements ) && _in_use( 'ServiceBusinessHours', \%RT::AkkoordHours );
    $self->response->header( 'Cache-Control' => 'no-store' );
    return JSON->new->canonical->encode(
        { levels => $RT::AkkoordLevels, counts => $counts ? JSON::true : JSON::false, overlay => $overlay } );
}

# Whether RT counts by these settings of ours. Of several files that set one, the first is heard, and the database before all.
sub _in_use {
    my ( $name, $ours ) = @_;
    my $used = RT->Config->Get($name) || {};
    return !grep { ( $used->{$_} // '' ) ne $ours->{$_} } keys %$ours;
}

sub _digest {
    my ($file) = @_;
    return undef unless $file and open( my $handle, '<:raw', $file );
    local $/;
    return substr( Digest::SHA::sha256_hex( scalar <$handle> ), 0, 16 );
}

__PACKAGE__->meta->make_immutable;

1;
"""
