# Answers questions of the tests about a Request Tracker instance: one JSON array a line in, one JSON value a line out.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use JSON;
use RT;

RT::LoadConfig();
RT::Init();
require RT::SLA;

my $json = JSON->new->utf8->allow_nonref->canonical;

sub loaded {
    my ( $class, @columns ) = @_;
    my $object = $class->new( RT->SystemUser );
    @columns == 1 ? $object->Load( $columns[0] ) : $object->LoadByCols(@columns);
    return $object;
}

sub all_of {
    my ( $class, $describe ) = @_;
    my $found = $class->new( RT->SystemUser );
    $found->UnLimit;
    my @found;
    while ( my $object = $found->Next ) { push @found, $describe->($object) }
    return \@found;
}

my %answers = (
    deadline => sub { RT::SLA->CalculateTime( Level => $_[0], Type => $_[1], Time => $_[2] ) },
    overlay  => sub { $INC{'RT/SLA_Local.pm'} },
    config   => sub { scalar RT->Config->Get( $_[0] ) },
    queues   => sub {
        all_of( 'RT::Queues', sub {
            my @watchers = map { $_->MemberObj->Object->Name } @{ $_[0]->Cc->MembersObj->ItemsArrayRef };
            my @mails    = map { $_->EmailAddress } grep { !$_->Disabled } @{ $_[0]->Cc->UserMembersObj->ItemsArrayRef };
            return { Name => $_[0]->Name, Description => $_[0]->Description, SLADisabled => $_[0]->SLADisabled, Cc => \@watchers, Mails => \@mails };
        } );
    },
    groups => sub {
        my $groups = RT::Groups->new( RT->SystemUser );
        $groups->LimitToUserDefinedGroups;
        return { map { $_->Name => { Description => $_->Description, Members => [ sort map { $_->Name } @{ $_->UserMembersObj->ItemsArrayRef } ] } }
                @{ $groups->ItemsArrayRef } };
    },
    users => sub {
        all_of( 'RT::Users', sub {
            return { map { $_ => $_[0]->$_ } qw(Name RealName EmailAddress Organization WorkPhone Comments Lang) };
        } );
    },
    fields => sub {
        all_of( 'RT::CustomFields', sub {
            my @values = map { { Name => $_->Name, Description => $_->Description } } @{ $_[0]->Values->ItemsArrayRef };
            my @queues = sort map { $_->Name } @{ $_[0]->AddedTo->ItemsArrayRef };
            return { Name => $_[0]->Name, Type => $_[0]->Type, Values => \@values, Queues => \@queues };
        } );
    },
    may => sub {
        my ( $user, $right, $queue ) = @_;
        return loaded( 'RT::User', $user )->PrincipalObj->HasRight( Right => $right, Object => loaded( 'RT::Queue', $queue ) ) ? 1 : 0;
    },
    rights => sub {
        my $rights = RT::ACL->new( RT->SystemUser );
        $rights->Limit( FIELD => 'ObjectType', VALUE => 'RT::Queue' );
        return [ map { my $group = $_->PrincipalObj->Object; [ $_->Object->Name, $group->Domain, $group->Name, $_->RightName ] }
                @{ $rights->ItemsArrayRef } ];
    },
    scrips => sub {
        all_of( 'RT::Scrips', sub {
            my @queues = sort map { $_->Name } @{ $_[0]->AddedTo->ItemsArrayRef };
            return { Description => $_[0]->Description, Queues => \@queues };
        } );
    },
);

$| = 1;
while ( my $line = <STDIN> ) {
    my ( $question, @arguments ) = @{ $json->decode($line) };
    print $json->encode( $answers{$question}->(@arguments) ), "\n";
}
