/*
 * How much a file can hold. Nothing that people write comes near; what is larger is refused before
 * it costs seconds, since the places that these count are looked through more than once. Sizes of
 * the text itself are limited in nodes.h, cases in budgets.h.
 */
#ifndef NTSRM_TOOLS_SCENARIO_LIMITS_H
#define NTSRM_TOOLS_SCENARIO_LIMITS_H

#define DOCUMENTS_LIMIT 10000U /* of a file */
#define NAMES_LIMIT     10000U /* of a mapping of fixtures, and of a case */
#define GROUPS_LIMIT    4096U  /* of a token; NT has the same limit */
#define USES_LIMIT      1000U  /* entries of `use`, with those of the files that are used */
#define USE_DEPTH_LIMIT 64U

/* Of a file: who has so many to look at needs no more of them. */
#define FAILURES_LIMIT 10000U

/* What is wrong with files of more cases is looked for before those after the first bad one run. */
#define CASES_LARGE 10000U

/* Looking for all that is wrong ends after this many nodes, each time that they are read. */
#define WALKED_NODES_LIMIT 5000000U

#endif
