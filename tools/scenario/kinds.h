/*
 * Kinds of values: how each is read from a node, compared with what a node expects, and printed as
 * the language would write it. The rows are in kinds.def; parameters of calls and properties of
 * objects name a kind and get all of that.
 */
#ifndef NTSRM_TOOLS_SCENARIO_KINDS_H
#define NTSRM_TOOLS_SCENARIO_KINDS_H

#include "scenario/dictionary.h"
#include "scenario/nodes.h"
#include "scenario/text.h"

#include <stdbool.h>
#include <stdint.h>

struct runner;

enum kind {
#define KIND(id, ...) KIND_##id,
#include "scenario/kinds.def"
    KIND_COUNT
};

/* States of groups and privileges, as words of the language. */
enum group_state {
    GROUP_ENABLED,
    GROUP_DISABLED,
    GROUP_DENY_ONLY,
    GROUP_OWNER,
    GROUP_ABSENT,
};

enum privilege_state {
    PRIVILEGE_ENABLED,
    PRIVILEGE_DISABLED,
    PRIVILEGE_ENABLED_BY_DEFAULT,
    PRIVILEGE_ABSENT,
    PRIVILEGE_REMOVED,
};

/* How a descriptor that a call takes lies in memory. */
enum descriptor_form {
    FORM_ABSOLUTE,
    FORM_SELF_RELATIVE,
    FORM_MISPLACED, /* self-relative; its offsets lead into its own header */
};

/* A value of any kind; its kind is known from where it stands. */
struct value {
    uint64_t number;     /* numbers, constants, masks, LUIDs, handles */
    const void *pointer; /* SIDs, lists, objects, structures; NULL where there is none */
};

/* What a comparison says. */
enum match {
    MATCH_SAME,
    MATCH_DIFFERENT,
    MATCH_BROKEN, /* what is expected cannot be compared; that has been reported */
};

/*
 * How the values of a kind behave. Parsing reports what is wrong and returns false; in a dry run
 * pointers stay NULL. Matching against NULL only looks whether the node is right.
 */
struct kind_behaviour {
    bool (*parse)(struct runner *run, const struct node *node, enum kind kind,
                  struct value *value);
    /* NULL: parse, and compare the numbers. */
    enum match (*match)(struct runner *run, const struct node *node, enum kind kind,
                        const struct value *actual);
    /* NULL: calls take such values and never give them. */
    void (*print)(struct runner *run, enum kind kind, const struct value *value,
                  struct text *text);
    /* NULL: the numbers are the same. */
    bool (*same)(const struct value *a, const struct value *b);
};

struct kind_row {
    const char *name;        /* NT's name of the type where it has one */
    const char *description; /* how such a value is written, in one line */
    enum word_space words;   /* of its constants; SPACE_NONE if it has none */
    bool pointer;            /* as a parameter: may be UNREADABLE or MISALIGNED */
    const struct kind_behaviour *behaviour;
};

const struct kind_row *kind_row(enum kind kind);

bool kind_parse(struct runner *run, const struct node *node, enum kind kind, struct value *value);
enum match kind_match(struct runner *run, const struct node *node, enum kind kind,
                      const struct value *actual);
void kind_print(struct runner *run, enum kind kind, const struct value *value, struct text *text);
bool kind_same(enum kind kind, const struct value *a, const struct value *b);

/* A decimal or hex number, not quoted; a minus is allowed. Reports nothing. */
bool number_read(const struct node *node, uint64_t *number);

#endif
