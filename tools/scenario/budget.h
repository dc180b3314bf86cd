/*
 * Budgets: what a scenario may take. It can say so itself (`budget:`), and whoever runs it can; the
 * smaller one counts. Cases and steps are counted before anything runs. Memory is that of a case's
 * world and of the values made for it, the same on every run; time is looked at between steps.
 */
#ifndef NTSRM_TOOLS_SCENARIO_BUDGET_H
#define NTSRM_TOOLS_SCENARIO_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In the order of the keys of `budget:`. */
enum budget_kind {
    BUDGET_CASES,
    BUDGET_STEPS,
    BUDGET_MEMORY, /* bytes */
    BUDGET_TIME,   /* milliseconds */
    BUDGET_KIND_COUNT
};

/* 0 stands for no limit of its own. */
struct budget {
    uint64_t limits[BUDGET_KIND_COUNT];
};

/* "cases", "steps" ... */
const char *budget_kind_word(enum budget_kind kind);
/* What a limit of that kind looks like: "a size such as 64MiB". */
const char *budget_kind_noun(enum budget_kind kind);
/* What may stand behind its number; "" where nothing does, NULL past the last. */
const char *budget_unit(enum budget_kind kind, size_t index);

/* Reads "1000", "64MiB", "500ms". False if it is no limit of that kind, or not more than 0. */
bool budget_read(enum budget_kind kind, const char *text, uint64_t *limit);

#endif
