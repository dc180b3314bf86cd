/*
 * What a runner remembers. Internal to this folder; the world outside uses scenario.h.
 */
#ifndef NTSRM_TOOLS_SCENARIO_RUNNER_H
#define NTSRM_TOOLS_SCENARIO_RUNNER_H

#include "scenario/arena.h"
#include "scenario/calls.h"
#include "scenario/dictionary.h"
#include "scenario/keys.h"
#include "scenario/kinds.h"
#include "scenario/names.h"
#include "scenario/nodes.h"
#include "scenario/problems.h"
#include "scenario/scenario.h"

#include "se/design.h"

/* A file that was read: the one that runs, or one with fixtures, which is kept for the next. */
struct source {
    struct nodes nodes;
    struct diagnostics diagnostics;
    const char *name;
    char *directory, *use; /* of fixtures: from where it was used, and how it was called there */
    char *path, *real;     /* of fixtures: owned */
    struct keyed keys;     /* of fixtures */
    enum read_result result;
    bool visiting;     /* while what it uses itself is read */
    uint64_t used_for; /* the document that used it last: as often as run->use_number said */
    bool usable;       /* by that document */
};

/* One scenario of the file. */
struct document {
    struct scenario_info info;
    const struct node *root;
    struct keyed keys;
    size_t first_source, source_count; /* in use_order: the fixtures that it uses */
    bool incomplete;                   /* fixtures of it could not be read */
    bool is_twin;                      /* a case of a twin, with an id of its own */
    struct budget budget;              /* its own */
    struct keyed budget_keys;          /* where it says so */
    uint64_t spent;                    /* nanoseconds, by its cases so far */
    bool overdue;                      /* a case has said that they are too many */
};

/* A value for a $name. */
struct row_value {
    const struct node *key;
    const struct node *value;
    bool used;
};

#define ROW_LIMIT 32

/* The row of the case that runs: its $names and its values for the document's keys. */
struct row {
    const struct node *node; /* NULL: the scenario has no rows */
    struct row_value values[ROW_LIMIT];
    size_t count;
    const struct node *policy;
};

/* A key of a row that was read. */
struct row_key {
    const struct node *key, *value;
    const struct node **entries; /* of a list whose values are not all scalars; else NULL */
    uint32_t count;              /* how many values it stands for */
    uint32_t stride;             /* of the row's products between one of them and the next */
    bool about_case;             /* it speaks of the case and is no $name */
    struct case_result *told; /* of `skip` and `xfail`: a result with the reason, for each value */
};

/*
 * The cases of one row as one version, which are numbered one after the other; none of them is
 * written down. A scenario without rows has one for each version.
 */
struct case_range {
    size_t first, count;
    struct case_info info;  /* what they have in common, where the row does not say it of each */
    const struct node *row; /* NULL: there are no rows */
    const struct row_key *keys;
    uint32_t key_count;
    bool asks_row; /* the row says of each case what differs from info */
    bool row_names_profile;
    const struct case_result *skipped; /* the result if info.skip is there */
};

/* One case, made from its range when it is wanted. */
struct case_entry {
    struct case_info info;
    const struct case_range *range;
    size_t index;
    uint32_t combination; /* which of the row's products */
    const struct case_result *skipped;
};

/* The result of a case that neither passed nor was skipped. */
struct kept_result {
    size_t index;
    struct case_result result;
};

/* A reference that a call gave and that has to be given back. */
struct debt {
    void *object;
    struct name *name; /* NULL if nothing was bound */
    bool in_context;   /* that nobody named: only the runner can give it back */
    bool pool;         /* no object but memory */
};

/* A handle that was opened for one step. */
struct temporary {
    HANDLE handle;
    void *object;
    PEPROCESS process;
    const char *text; /* what the step says for it */
};

#define TEMPORARIES_LIMIT 16

struct step_state {
    size_t index;
    const struct node *node;
    struct name *thread; /* who makes the call */
    PETHREAD caller;
    bool user_mode;             /* pointers are probed, not believed */
    uint64_t information_class; /* of the information that is being read */
    PEPROCESS handle_process;   /* in which handles are opened; NULL: the caller's */
    struct temporary temporaries[TEMPORARIES_LIMIT];
    size_t temporary_count; /* those of the last call too, until the next step */
};

/* Which objects there were before a step, and how; see shadow.h. */
struct shadow_table {
    struct shadow *shadows;
    size_t count, capacity;
    bool wanted;
    bool named; /* with the names of tokens, for an observer */
};

/* The name that was known for a traced id; see labels.h. */
struct label_table {
    struct label *labels;
    size_t count, capacity;
};

struct runner {
    /* for ever */
    struct dictionary *dictionary;
    const struct call *calls[CALLS_LIMIT]; /* see runner_call */
    SE_SID *known_sids;
    struct srm_world *world;
    struct srm_world *scratch; /* for reading texts, so that rules asked then are no news */
    struct se_design design;
    struct ex_answers *coverage; /* NULL until it is counted */
    struct source **fixtures; /* every file that was used so far */
    size_t fixture_count, fixture_capacity;

    /* the file */
    struct source main;
    const char *root_given;
    struct source **used; /* by this file */
    size_t used_count, used_capacity;
    struct source **use_order; /* by its documents, one after the other */
    size_t use_order_count, use_order_capacity;
    uint64_t use_number;                  /* of the document that uses files now */
    uint32_t uses_of_document, use_depth; /* entries of `use` so far, and how deep they are */
    struct document *documents;
    size_t document_count, document_capacity;
    struct case_range *ranges;
    size_t range_count, range_capacity;
    uint8_t *states; /* enum case_state of each case */
    size_t case_count, state_capacity;
    struct kept_result *kept; /* in the order of the cases once they have run */
    size_t kept_count, kept_capacity;
    struct finding *findings;
    size_t finding_count, finding_capacity;
    struct arena file_arena; /* texts of findings */

    /* the case */
    const struct run_options *options;
    const struct document *document;
    struct case_entry entry;
    const struct nodes *nodes; /* the ones that are being read */
    enum srm_profile profile;  /* that the case runs as */
    uint64_t walked_nodes;     /* to find what is wrong */
    bool validated;            /* before all cases had run */
    bool dry;                  /* only looks: nothing is made and nothing called */
    bool exactly;              /* lists are compared as a whole, not only for what is named */
    bool broken;               /* a problem was found */
    size_t problem_count;      /* of the case */
    size_t no_value_count;     /* and how many of them are $names without a value */
    bool incomplete;           /* a problem may have cost names, so that none is missed */
    bool stopped;              /* the case is over */
    enum case_trouble trouble;
    uint64_t memory_limit, time_limit, time_begin; /* bytes, and nanoseconds */
    bool has_time_limit;
    size_t case_first_finding;
    struct diagnostics *last_diagnostics; /* of the last problem; NULL if it was known already */
    struct row row;
    struct arena arena;
    struct name_table names;
    struct account *accounts;
    size_t account_count, account_capacity;
    struct named_session *sessions;
    size_t session_count, session_capacity;
    struct debt *debts;
    size_t debt_count, debt_capacity;
    struct step_state step;
    struct shadow_table shadows;
    struct label_table labels;
    struct change *changes;
    size_t change_count, change_capacity;
    size_t first_event; /* of the trace, in this step */
    struct lint *lint;  /* NULL unless somebody looks for what is not meant; see lint/lint.h */
    void *visitor;      /* what a function given to shadow_each_object works on */
    struct text id, title, print; /* scratch of the functions that return texts */
};

/* The value behind a $name; any other node is itself. */
const struct node *row_value(struct runner *run, const struct node *node);

static inline const struct node *resolved(struct runner *run, const struct node *node)
{
    return node->kind == NODE_SCALAR && node->text[0] == '$' ? row_value(run, node) : node;
}

/* By number, as the dictionary has them. */
const SID *runner_known_sid(struct runner *run, size_t number);
const struct call *runner_call(struct runner *run, size_t number);
struct srm_world *runner_scratch(struct runner *run);

/* Would the case run with the options that count now? */
bool runner_selects(struct runner *run, const struct case_entry *entry);

/* Makes room for one more element of an array. */
void *array_grow(void *array, size_t count, size_t *capacity, size_t element_size);

/* The next node on the same level, and the end of a collection. */
static inline const struct node *after(const struct runner *run, const struct node *node)
{
    return node_next(run->nodes, node);
}

#define word_of(run, space, node) \
    dictionary_find((run)->dictionary, (space), (node)->text, (node)->length, (node)->hash)

#endif
