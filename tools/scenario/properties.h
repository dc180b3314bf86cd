/*
 * THE property table: what can be seen of each kind of object. `check`, `unchanged`, explaining and
 * dumps read through it; the keys of a token under `tokens:` have the same names.
 */
#ifndef NTSRM_TOOLS_SCENARIO_PROPERTIES_H
#define NTSRM_TOOLS_SCENARIO_PROPERTIES_H

#include "scenario/dictionary.h"
#include "scenario/kinds.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct property {
    enum word_space space; /* SPACE_TOKEN_PROPERTY ...: the kind of object */
    const char *name;
    enum kind kind;
    bool state; /* part of what `unchanged` compares and dumps show; else only for `check` */
    void (*read)(const void *object, struct value *value);
};

/* All properties, those of one kind of object together; NULL past the last. */
const struct property *property_at(size_t index);

/* The level of a thread that does not impersonate. */
#define NO_LEVEL UINT32_MAX

/* The first property of a kind of object; the others follow. */
const struct property *properties_of(enum word_space space);

#endif
