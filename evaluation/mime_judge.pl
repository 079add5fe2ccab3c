# What Email::MIME reads in mails: their paths on standard input, one JSON object a line on standard output.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use Email::Address::XS;
use Email::MIME;
use JSON::PP;

my $json = JSON::PP->new->utf8->canonical;
$Email::MIME::ContentType::STRICT_PARAMS = 0;
local $SIG{__WARN__} = sub { };
$| = 1;

while (my $path = <STDIN>) {
    chomp $path;
    my %found = (path => $path, texts => [], pages => [], files => [], messages => 0, error => '');
    eval {
        open my $file, '<:raw', $path or die "cannot be opened";
        local $/;
        my $mail = Email::MIME->new(with_heads(scalar <$file>));
        $found{$_} = $mail->header_str($_) // '' for qw(Subject Date);
        $found{$_} = $mail->header_raw($_) // '' for qw(Message-ID);
        $found{$_} = addresses($mail, $_) for qw(From To Cc);
        walk($mail, \%found);
    };
    $found{error} = "$@" if $@;
    print $json->encode(\%found), "\n";
}

# Of a part without any header Email::MIME takes the first lines for headers, so each gets one.
sub with_heads {
    my ($raw) = @_;
    for my $boundary ($raw =~ /\bboundary\s*=\s*"?([^"\s;]+)/gi) {
        $raw =~ s/^(--\Q$boundary\E[ \t]*(\r?\n))(?=\r?\n)/$1X-Head: none$2/mg;
    }
    return $raw;
}

sub addresses {
    my ($mail, $field) = @_;
    my @fields = $mail->header_raw($field);
    return [map { lc($_->address) } grep { $_->is_valid } map { Email::Address::XS->parse($_) } @fields];
}

sub walk {
    my ($part, $found, $default) = @_;
    my $type = lc((split /;/, $part->header_raw('Content-Type') || $default || 'text/plain')[0]);
    $type =~ s/\s+//g;
    if ($type =~ m{^multipart/}) {
        my $inside = $type eq 'multipart/digest' ? 'message/rfc822' : 'text/plain';    # RFC 2046, 5.1.5
        walk($_, $found, $inside) for $part->subparts;
        return;
    }
    my $how = lc((split /;/, $part->header('Content-Disposition') // '')[0] // '');
    my $name = $part->filename // '';
    if ($type eq 'message/rfc822') {
        $found->{messages}++;
    }
    elsif ($type =~ m{^text/(?!calendar|enriched|richtext|rfc822-headers)} and $how !~ /attachment/ and $name eq '') {
        # An unknown kind of text is text (RFC 2046, 4.1.4).
        my $text = $type =~ m{/(?:plain|html)$} ? $part->body_str : $part->body;
        $text =~ s/^X-Head: none\r?\n//mg;    # with_heads also finds boundaries that a text quotes
        push @{ $found->{ $type eq 'text/html' ? 'pages' : 'texts' } }, $text;
    }
    else {
        push @{ $found->{files} }, { name => $name, type => $type, how => $how, sha256 => sha256_hex($part->body) };
    }
}
