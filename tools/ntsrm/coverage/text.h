/*
 * A record as people read it: everything at once, or one rule, call or scenario with all that is
 * known about it.
 */
#ifndef NTSRM_TOOLS_NTSRM_COVERAGE_TEXT_H
#define NTSRM_TOOLS_NTSRM_COVERAGE_TEXT_H

#include "ntsrm/coverage/record.h"
#include "ntsrm/page.h"

void coverage_print_all(struct page *page, const struct record *record);

/* One of them, with every scenario, or everything that the scenario covers. */
void coverage_print_rule(struct page *page, const struct record *record, enum ex_rule_id id);
void coverage_print_call(struct page *page, const struct record *record, size_t call);
void coverage_print_scenario(struct page *page, const struct record *record, size_t scenario);

/* What is missing or wrong, and the totals; the end of coverage_print_all. */
void coverage_print_gaps(struct page *page, const struct record *record);
void coverage_print_totals(struct page *page, const struct record *record);

#endif
