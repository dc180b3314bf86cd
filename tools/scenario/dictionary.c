#include "scenario/dictionary.h"

#include "scenario/calls.h"
#include "scenario/fields.h"
#include "scenario/keys.h"
#include "scenario/kinds.h"
#include "scenario/lint/lint.h"
#include "scenario/properties.h"
#include "scenario/text.h"
#include "scenario/words.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "ntsrm/fileapi.h"
#include "ntsrm/namedpipeapi.h"
#include "ntsrm/iads.h"
#include "ntsrm/ntifs.h"
#include "ntsrm/ntlpcapi.h"
#include "ntsrm/winbase.h"
#include "ntsrm/rpc.h"
#include "ntsrm/winsvc.h"
#include "rtl/mapping.h"
#include "rtl/sid.h"
#include "rtl/status.h"
#include "se/design.h"
#include "se/templates.h"
#include "se/logon.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static uint32_t mixed(uint32_t hash, unsigned space)
{
    return hash + space * UINT32_C(0x9E3779B1);
}

static void slot_fill(struct dictionary *dictionary, uint32_t index)
{
    const struct word *word = &dictionary->words[index];
    uint32_t slot = mixed(word->hash, word->space) & dictionary->slot_mask;
    while (dictionary->slots[slot] != 0) {
        slot = (slot + 1) & dictionary->slot_mask;
    }
    dictionary->slots[slot] = (uint16_t)(index + 1);
}

static void grow(struct dictionary *dictionary)
{
    dictionary->capacity = dictionary->capacity ? dictionary->capacity * 2 : 1024;
    dictionary->words =
        memory_resize(dictionary->words, dictionary->capacity * sizeof *dictionary->words);
    size_t slot_count = (size_t)dictionary->capacity * 2;
    assert(slot_count <= UINT16_MAX + (size_t)1);
    dictionary->slots = memory_resize(dictionary->slots, slot_count * sizeof *dictionary->slots);
    memset(dictionary->slots, 0, slot_count * sizeof *dictionary->slots);
    dictionary->slot_mask = (uint32_t)slot_count - 1;
    for (uint32_t i = 0; i < dictionary->count; i++) {
        slot_fill(dictionary, i);
    }
}

void dictionary_add(struct dictionary *dictionary, unsigned space, const char *text, uint32_t value)
{
    if (dictionary->count == dictionary->capacity) {
        grow(dictionary);
    }
    size_t length = strlen(text);
    dictionary->words[dictionary->count] = (struct word){
        .text = text,
        .hash = word_hash(text, length),
        .length = (uint32_t)length,
        .value = value,
        .space = (uint16_t)space,
    };
    slot_fill(dictionary, dictionary->count++);
}

const struct word *dictionary_find(const struct dictionary *dictionary, unsigned space,
                                   const char *text, size_t length, uint32_t hash)
{
    uint32_t slot = mixed(hash, space) & dictionary->slot_mask;
    for (; dictionary->slots[slot] != 0; slot = (slot + 1) & dictionary->slot_mask) {
        const struct word *word = &dictionary->words[dictionary->slots[slot] - 1];
        if (word->hash == hash && word->space == space && word->length == length &&
            memcmp(word->text, text, length) == 0) {
            return word;
        }
    }
    return NULL;
}

const char *dictionary_text(const struct dictionary *dictionary, unsigned space, uint32_t value)
{
    for (uint32_t i = 0; i < dictionary->count; i++) {
        if (dictionary->words[i].space == space && dictionary->words[i].value == value) {
            return dictionary->words[i].text;
        }
    }
    return NULL;
}

const char *dictionary_nearest(const struct dictionary *dictionary, unsigned space,
                               const char *text, size_t length)
{
    const char **candidates = memory_resize(NULL, dictionary->count * sizeof *candidates);
    size_t count = 0;
    for (uint32_t i = 0; i < dictionary->count; i++) {
        if (dictionary->words[i].space == space) {
            candidates[count++] = dictionary->words[i].text;
        }
    }
    const char *nearest = words_nearest(text, length, candidates, count);
    if (!nearest) {
        nearest = words_completing(text, length, candidates, count);
    }
    free((void *)candidates);
    return nearest;
}

const char *dictionary_noun(unsigned space)
{
    static const char *const nouns[] = {
        [SPACE_NONE] = "word",
#define KEYS(space, noun) [SPACE_##space] = (noun),
#include "scenario/keys.def"
#define SPACE(id, noun) [SPACE_##id] = (noun),
#include "scenario/constants.def"
#define STRUCTURE(id, noun, type) [SPACE_##id] = (noun),
#include "scenario/fields.def"
    };
    return space < SPACE_PARAMETERS ? nouns[space] : "parameter";
}

static const struct word_row {
    const char *text;
    uint32_t value;
    uint16_t space;
} rows[] = {
#define KEY(key_space, id, word, meaning)                     \
    {.text = (word),                                          \
     .value = KEY_##key_space##_##id - KEY_BEGIN_##key_space, \
     .space = SPACE_##key_space},
#include "scenario/keys.def"
#define CONSTANT(word_space, name) \
    {.text = #name, .value = (uint32_t)(name), .space = SPACE_##word_space},
#define WORD(word_space, word, number) \
    {.text = (word), .value = (uint32_t)(number), .space = SPACE_##word_space},
#include "scenario/constants.def"
#define ALLOCATION(name, caller) \
    {.text = #name, .value = EX_ALLOCATION_##name, .space = SPACE_ALLOCATION},
#include "ex/allocations.def"
    {.text = "any", .value = EX_ALLOCATION_ANY, .space = SPACE_ALLOCATION},
#define FINDING(id, name, meaning) {.text = (name), .value = LINT_##id, .space = SPACE_FINDING},
#include "scenario/lint/findings.def"
#define PRIVILEGE(number, name, meaning) \
    {.text = #name, .value = (number), .space = SPACE_PRIVILEGE},
#include "se/privileges.def"
};

/* What the simulation's own tables name. */
static void add_tables(struct dictionary *dictionary)
{
    for (uint32_t i = 0; i < RULE_COUNT; i++) {
        dictionary_add(dictionary, SPACE_RULE, ex_rule_row((enum ex_rule_id)i)->id, i);
    }
    for (uint32_t i = 0; i < SRM_PROFILE_COUNT; i++) {
        dictionary_add(dictionary, SPACE_PROFILE, ex_profile_name((enum srm_profile)i), i);
    }
    for (uint32_t i = 0; i < rtl_status_count(); i++) {
        const struct rtl_status *row = rtl_status_at(i);
        dictionary_add(dictionary, SPACE_STATUS, row->name, (uint32_t)row->value);
    }
    for (uint32_t i = 0; i < rtl_error_count(); i++) {
        const struct rtl_error *row = rtl_error_at(i);
        dictionary_add(dictionary, SPACE_ERROR, row->name, row->value);
    }
    for (uint32_t i = 0; i < RTL_MAPPED_COUNT; i++) {
        dictionary_add(dictionary, SPACE_OBJECT_TYPE, rtl_mapped_name((enum rtl_mapped_type)i), i);
    }
    for (uint32_t i = 0; se_template_name(i) != NULL; i++) {
        dictionary_add(dictionary, SPACE_TEMPLATE, se_template_name(i), i);
    }
    for (uint32_t i = 0; i < rtl_known_sid_count(); i++) {
        const struct rtl_known_sid *row = rtl_known_sid_at(i);
        dictionary_add(dictionary, SPACE_SID, row->name, i);
        if (row->alias[0] != '\0') {
            dictionary_add(dictionary, SPACE_SID, row->alias, i);
        }
    }
}

static void add_calls(struct dictionary *dictionary)
{
    const struct call *call;
    for (uint32_t i = 0; (call = call_at(i)) != NULL; i++) {
        dictionary_add(dictionary, SPACE_CALL, call->name, i);
        for (uint32_t j = 0; j < CALL_PARAMETERS_LIMIT && call->parameters[j].name; j++) {
            dictionary_add(dictionary, SPACE_PARAMETERS + i, call->parameters[j].name, j);
        }
    }
}

static void add_fields(struct dictionary *dictionary)
{
    const struct field *field;
    for (uint32_t i = 0; (field = field_at(i)) != NULL; i++) {
        dictionary_add(dictionary, field->structure, field->name, i);
    }
}

static void add_properties(struct dictionary *dictionary)
{
    const struct property *property;
    for (uint32_t i = 0; (property = property_at(i)) != NULL; i++) {
        dictionary_add(dictionary, property->space, property->name, i);
    }
}

void dictionary_init(struct dictionary *dictionary)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        dictionary_add(dictionary, rows[i].space, rows[i].text, rows[i].value);
    }
    add_tables(dictionary);
    add_calls(dictionary);
    add_properties(dictionary);
    add_fields(dictionary);
}

void dictionary_free(struct dictionary *dictionary)
{
    free(dictionary->words);
    free(dictionary->slots);
    *dictionary = (struct dictionary){.words = NULL};
}
