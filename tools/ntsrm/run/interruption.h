/*
 * Signals that end a run before its time. The first one lets it come to its end, so that reports
 * say what is known and that it is not all; a second one ends the program at once.
 *
 *   interruption_await();
 *   ... while (interruption_signal() == 0) ...
 *   interruption_await_no_more();
 *   ...
 *   interruption_end();      the program ends by the signal, if there was one
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_INTERRUPTION_H
#define NTSRM_TOOLS_NTSRM_RUN_INTERRUPTION_H

void interruption_await(void);
void interruption_await_no_more(void);

/* 0 if none came. */
int interruption_signal(void);

void interruption_end(void);

#endif
