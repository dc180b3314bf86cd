# What Perl's TAP::Parser, which prove is made of, understands of a report: a line for each test,
# then one for the whole. Reads TAP from stdin.
use strict;
use warnings;
use TAP::Parser;

binmode STDIN;
binmode STDOUT;
local $/;
my $parser = TAP::Parser->new({tap => scalar <STDIN>});
while (my $result = $parser->next) {
    if ($result->is_test) {
        my $state = $result->has_todo ? 'todo' : $result->has_skip ? 'skip' : 'plain';
        printf "test\t%s\t%s\t%s\t%s\n", $result->number, $result->is_actual_ok ? 'ok' : 'not ok',
          $state, $result->description;
    } elsif ($result->is_yaml) {
        my $message = $result->data->{message};
        printf "message\t%s\n", defined $message ? $message : '';
    } elsif ($result->is_bailout) {
        printf "bailout\t%s\n", $result->explanation;
    } elsif ($result->is_unknown) {
        printf "unknown\t%s\n", $result->raw;
    }
}
printf "plan\t%s\n", $parser->plan;
printf "trouble\t%s\n", $_ for $parser->parse_errors;
