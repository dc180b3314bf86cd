/*
 * The scenario language as a JSON Schema, made from the tables that the language itself is read by:
 * keys, constants, kinds, fields, calls, properties, rules.
 *
 * Draft 7, which is the newest draft that the YAML language server of editors knows. The schema
 * speaks of scenarios as YAML 1.2 reads them: true is a boolean, 0x10 a number, NULL a null.
 *
 * Definitions are made when something refers to them first.
 */
#ifndef NTSRM_TOOLS_NTSRM_SCHEMA_SCHEMA_H
#define NTSRM_TOOLS_NTSRM_SCHEMA_SCHEMA_H

#include "scenario/calls.h"
#include "scenario/dictionary.h"
#include "scenario/fields.h"
#include "scenario/keys.h"
#include "scenario/kinds.h"

#include <jansson.h>
#include <stdbool.h>

struct schema {
    json_t *definitions;
    struct dictionary dictionary;
    bool twin; /* of what ntsrm export makes: expanded cases, in which no $name is left */
};

/* Where a value stands, which decides what it may be. */
enum schema_use {
    SCHEMA_GIVEN, /* a fixture, or what a call takes */
    SCHEMA_SEEN,  /* what is compared */
};

/* ---- parts.c ---- */

/* A list of its arguments, the last of which is NULL. Takes them. */
json_t *schema_list(json_t *first, ...);
/* {anyOf: ...}; takes the list. A $name can stand there too. */
json_t *schema_any(struct schema *schema, json_t *alternatives);
/* The same without the $name. */
json_t *schema_either(json_t *alternatives);
/* {$ref: ...} to a definition that is there already. */
json_t *schema_reference(const char *definition);
/* Adds what to say of a value where it stands; a text of "" says nothing. */
json_t *schema_describe(json_t *value, const char *description);
/* An object of these properties and no others; takes them. */
json_t *schema_object(json_t *properties);
/* Has it a definition of that name? If not, `make` has to be added by schema_define. */
bool schema_has(const struct schema *schema, const char *definition);
/* Takes the value; returns the reference to it. */
json_t *schema_define(struct schema *schema, const char *definition, json_t *value);

json_t *schema_text(void);    /* any scalar */
json_t *schema_string(void);  /* a word */
json_t *schema_integer(void); /* of any width */
json_t *schema_number(void);  /* of 32 bits */
json_t *schema_const(const char *word);
json_t *schema_pattern(const char *pattern);
json_t *schema_array(json_t *elements);
json_t *schema_null(void);
/* A name that something new gets; one of something that is there, or of a member: client.token. */
json_t *schema_new_name(void);
json_t *schema_name(void);
/* The words of a space, as an enumeration with what each of them means. */
json_t *schema_words(struct schema *schema, enum word_space space);
/* "STATUS": what definitions call a space. */
const char *schema_space_id(enum word_space space);
/* A mapping from words of that space, from $names, and from what the pattern (NULL: nothing)
 * says. */
json_t *schema_by_word(struct schema *schema, enum word_space space, const char *pattern,
                       json_t *value);

/* ---- kinds.c ---- */

/* A reference to the definition of a kind. */
json_t *schema_kind(struct schema *schema, enum kind kind, enum schema_use use);
/* The mapping that is a structure: a new object, and a reference to the definition of it. */
json_t *schema_fields(struct schema *schema, enum word_space structure, enum schema_use use);
json_t *schema_structure(struct schema *schema, enum word_space structure, enum schema_use use);

/* ---- fixtures.c ---- */

/* A mapping by its keys (keys.def). */
json_t *schema_keys(struct schema *schema, enum word_space space, enum schema_use use);
json_t *schema_fixture_token(struct schema *schema);

/* ---- steps.c, checks.c ---- */

json_t *schema_steps(struct schema *schema);
json_t *schema_because(struct schema *schema);
json_t *schema_check(struct schema *schema);

/* ---- document.c, twin.c ---- */

json_t *schema_document_value(struct schema *schema, enum key_id key);
/* A twin, as scenarios/INTERPRETING.md tells it. */
json_t *schema_twin(struct schema *schema);

/* The whole; the caller gives it back with json_decref. */
json_t *schema_make(bool twin);

#endif
