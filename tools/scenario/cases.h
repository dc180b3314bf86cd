/*
 * The cases of a file: its documents, their rows, the versions they name; and the row's values
 * while a case runs.
 */
#ifndef NTSRM_TOOLS_SCENARIO_CASES_H
#define NTSRM_TOOLS_SCENARIO_CASES_H

#include "scenario/scenario.h"

#include <stdbool.h>

struct runner;
struct case_entry;
struct document;
struct node;
struct row_key;
struct keyed;

/* Finds documents and cases in the file that was read. False if something is wrong. */
bool cases_find(struct runner *run);

/* Adds a case of a twin, which is a document with these keys. False if something is wrong. */
bool cases_add_twin(struct runner *run, const struct node *root, const struct keyed *keys);

/* The document of a file that holds only fixtures; it has no cases. False if something is wrong. */
bool cases_find_fixtures(struct runner *run);

/* The case with that number. */
struct case_entry cases_at(const struct runner *run, size_t index);

/*
 * Where not all of so many cases can be looked at: going on by that many from one case to the next
 * (and around) looks at cases that are far from each other, and meets each once.
 */
size_t cases_spread(size_t count);

/* The values of the case's row: run->row. */
void cases_choose_row(struct runner *run, const struct case_entry *entry);

/* Values of the case's row that nothing used are problems. */
void cases_check_used(struct runner *run);

/* Cases with the same id are problems. */
void cases_check_ids(struct runner *run);

/* ---- rows.c: the keys of a row ---- */

/* How many values a row's key stands for. */
uint32_t cases_choices(const struct node *value);

/* The keys of a row that makes so many products; they live as long as the file. */
struct row_key *cases_read_keys(struct runner *run, const struct node *row, uint32_t products);

/* One of the values of a key, and the number of the one that a combination has. */
const struct node *cases_choice(const struct row_key *key, uint32_t number);
uint32_t cases_choice_number(const struct row_key *key, uint32_t combination);

#endif
