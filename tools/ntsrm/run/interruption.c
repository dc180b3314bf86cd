#include "ntsrm/run/interruption.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>

_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "a signal may come while it is written");

/* Any thread may be the one that the signal meets. */
static atomic_int seen;

static void note(int number)
{
    atomic_store(&seen, number);
}

static void answer_with(void (*handler)(int))
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction before;
        struct sigaction after = {.sa_handler = handler, .sa_flags = (int)SA_RESETHAND};
        sigemptyset(&after.sa_mask);
        /* What was to be ignored, like the end of a terminal under nohup, still is. */
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
            sigaction(numbers[i], &after, NULL);
        }
    }
}

void interruption_await(void)
{
    answer_with(note);
}

void interruption_await_no_more(void)
{
    answer_with(SIG_DFL);
}

int interruption_signal(void)
{
    return atomic_load_explicit(&seen, memory_order_relaxed);
}

void interruption_end(void)
{
    if (interruption_signal() != 0) {
        fflush(stdout);
        raise(interruption_signal());
    }
}
