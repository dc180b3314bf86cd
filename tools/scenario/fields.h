/*
 * Structures of NT's as lists of fields (fields.def): reading one from a mapping, and looking at
 * the fields of one that came back.
 */
#ifndef NTSRM_TOOLS_SCENARIO_FIELDS_H
#define NTSRM_TOOLS_SCENARIO_FIELDS_H

#include "scenario/kinds.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How the value of a field lies in memory. */
enum field_form {
    FIELD_UCHAR,
    FIELD_USHORT,
    FIELD_ULONG,
    FIELD_LUID,
    FIELD_LARGE_INTEGER,
    FIELD_HANDLE,             /* as wide as a pointer, a number all the same */
    FIELD_POINTER,            /* to a SID, a list, another structure */
    FIELD_SID_AND_ATTRIBUTES, /* the value's pointer and number */
    FIELD_NAME,               /* TOKEN_SOURCE_LENGTH characters */
    FIELD_GROUPS,             /* TOKEN_GROUPS */
    FIELD_PRIVILEGES,         /* TOKEN_PRIVILEGES */
    FIELD_COUNTED,            /* how many, how many bytes, and a pointer to them */
};

enum field_use {
    FIELD_PLAIN,
    FIELD_NEEDED,
    FIELD_SIZE, /* of the structure itself; right if not written */
    FIELD_READ, /* only comes back */
};

struct field {
    enum word_space structure;
    const char *name;
    enum kind kind;
    enum field_form form;
    enum field_use use;
    size_t offset;
};

/* All fields, those of one structure together; NULL past the last. */
const struct field *field_at(size_t index);

/* The first field of a structure; the others follow, then those of another one. */
const struct field *structure_fields(enum word_space structure);

/* What TokenInformation is for this class; SPACE_NONE if the language has no fields for it. */
enum word_space information_structure(uint64_t class);
/* Of a structure in bytes; 0 for SPACE_NONE. */
size_t structure_size(enum word_space structure);

/* The structure that a mapping describes, in the arena; value->number is its size. */
bool structure_parse(struct runner *run, const struct node *node, enum word_space structure,
                     struct value *value);

/* Reads the value of a field into a structure that lies there. */
bool field_parse(struct runner *run, const struct node *node, const struct field *field,
                 char *structure);
/* A field of it by the word in `key`; an unknown one is a problem, NULL then. */
const struct field *field_find(struct runner *run, enum word_space structure,
                               const struct node *key);
/* Its value in a structure that lies there. */
void field_read(const struct field *field, const void *structure, struct value *value);

#endif
