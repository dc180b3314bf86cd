/* The calls of a driver: internal to random_world.c and the files with the calls. */
#ifndef TESTS_SUPPORT_RANDOM_CALLS_H
#define TESTS_SUPPORT_RANDOM_CALLS_H

#include "support/random_world.h"

/* Makes one call as driver->caller. */
void random_call(struct driver *driver);

/* A call, and how often it comes compared with the others. */
struct random_call_row {
    const char *name;
    unsigned weight;
    void (*make)(struct driver *driver);
};

extern const struct random_call_row kernel_calls[];
extern const size_t kernel_call_count;
extern const struct random_call_row native_calls[];
extern const size_t native_call_count;

/* Arguments. */
PETHREAD random_thread(struct driver *driver);
PEPROCESS random_process(struct driver *driver);
struct se_token *any_token(struct driver *driver);
/* Open or not, of that type more often than not. */
HANDLE random_handle(struct driver *driver, const struct ob_type *type);
SECURITY_IMPERSONATION_LEVEL random_level(struct driver *driver, uint32_t limit);
BOOLEAN random_flag(struct driver *driver);

#endif
