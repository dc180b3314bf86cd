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

#define WORDS_LIMIT 8192U
#define SLOT_COUNT  (2 * WORDS_LIMIT)

static uint32_t mixed(uint32_t hash, unsigned space)
{
    return hash + space * UINT32_C(0x9E3779B1);
}

static void slot_fill(struct dictionary *dictionary, uint32_t index)
{
    const struct word *word = &dictionary->words[index];
    uint32_t slot = mixed(word->hash, word->space) & (SLOT_COUNT - 1);
    while (dictionary->slots[slot] != 0) {
        slot = (slot + 1) & (SLOT_COUNT - 1);
    }
    dictionary->slots[slot] = (uint16_t)(index + 1);
}

/*
 * Room for all words, so that those that were found stay where they are. Memory that nobody writes
 * to is not there: few spaces take few pages of it.
 */
static void begin(struct dictionary *dictionary)
{
    dictionary->words = memory_zeroed(WORDS_LIMIT, sizeof *dictionary->words);
    dictionary->slots = memory_zeroed(SLOT_COUNT, sizeof *dictionary->slots);
}

void dictionary_add(struct dictionary *dictionary, unsigned space, const char *text, uint32_t value)
{
    assert(dictionary->count < WORDS_LIMIT);
    if (!dictionary->words) {
        begin(dictionary);
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

/* ---- the words of a space ---- */

static void add_sids(struct dictionary *dictionary)
{
    for (uint32_t i = 0; i < rtl_known_sid_count(); i++) {
        const struct rtl_known_sid *row = rtl_known_sid_at(i);
        dictionary_add(dictionary, SPACE_SID, row->name, i);
        if (row->alias[0] != '\0') {
            dictionary_add(dictionary, SPACE_SID, row->alias, i);
        }
    }
}

static void add_statuses(struct dictionary *dictionary)
{
    for (uint32_t i = 0; i < rtl_status_count(); i++) {
        const struct rtl_status *row = rtl_status_at(i);
        dictionary_add(dictionary, SPACE_STATUS, row->name, (uint32_t)row->value);
    }
}

static void add_errors(struct dictionary *dictionary)
{
    for (uint32_t i = 0; i < rtl_error_count(); i++) {
        const struct rtl_error *row = rtl_error_at(i);
        dictionary_add(dictionary, SPACE_ERROR, row->name, row->value);
    }
}

static void add_rules(struct dictionary *dictionary)
{
    for (uint32_t i = 0; i < RULE_COUNT; i++) {
        dictionary_add(dictionary, SPACE_RULE, ex_rule_row((enum ex_rule_id)i)->id, i);
    }
}

static void add_profiles(struct dictionary *dictionary)
{
    for (uint32_t i = 0; i < SRM_PROFILE_COUNT; i++) {
        dictionary_add(dictionary, SPACE_PROFILE, ex_profile_name((enum srm_profile)i), i);
    }
}

static void add_object_types(struct dictionary *dictionary)
{
    for (uint32_t i = 0; i < RTL_MAPPED_COUNT; i++) {
        dictionary_add(dictionary, SPACE_OBJECT_TYPE, rtl_mapped_name((enum rtl_mapped_type)i), i);
    }
}

static void add_templates(struct dictionary *dictionary)
{
    for (uint32_t i = 0; se_template_name(i) != NULL; i++) {
        dictionary_add(dictionary, SPACE_TEMPLATE, se_template_name(i), i);
    }
}

static void add_calls(struct dictionary *dictionary)
{
    const struct call *calls[CALLS_LIMIT];
    size_t count = calls_list(calls);
    for (uint32_t i = 0; i < count; i++) {
        dictionary_add(dictionary, SPACE_CALL, calls[i]->name, i);
    }
}

static void add_parameters(struct dictionary *dictionary, unsigned number)
{
    const struct call *call = call_at(number);
    for (uint32_t i = 0; call && i < CALL_PARAMETERS_LIMIT && call->parameters[i].name; i++) {
        dictionary_add(dictionary, SPACE_PARAMETERS + number, call->parameters[i].name, i);
    }
}

/* What the simulation's own tables name, and the calls. */
static void add_table(struct dictionary *dictionary, unsigned space)
{
    static void (*const tables[])(struct dictionary *) = {
        [SPACE_RULE] = add_rules,         [SPACE_PROFILE] = add_profiles,
        [SPACE_STATUS] = add_statuses,    [SPACE_ERROR] = add_errors,
        [SPACE_TEMPLATE] = add_templates, [SPACE_OBJECT_TYPE] = add_object_types,
        [SPACE_SID] = add_sids,           [SPACE_CALL] = add_calls,
    };
    if (space >= SPACE_PARAMETERS) {
        add_parameters(dictionary, space - SPACE_PARAMETERS);
    } else if (space < sizeof tables / sizeof tables[0] && tables[space]) {
        tables[space](dictionary);
    }
}

static void space_add(struct dictionary *dictionary, unsigned space)
{
    const struct property *property;
    const struct field *field;
    dictionary->known[space] = true;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].space == space) {
            dictionary_add(dictionary, space, rows[i].text, rows[i].value);
        }
    }
    add_table(dictionary, space);
    for (uint32_t i = 0; (property = property_at(i)) != NULL; i++) {
        if (property->space == space) {
            dictionary_add(dictionary, space, property->name, i);
        }
    }
    for (uint32_t i = 0; (field = field_at(i)) != NULL; i++) {
        if (field->structure == space) {
            dictionary_add(dictionary, space, field->name, i);
        }
    }
    if (!dictionary->words) {
        begin(dictionary);
    }
}

void dictionary_init(struct dictionary *dictionary)
{
    const struct call *calls[CALLS_LIMIT];
    const size_t end = SPACE_PARAMETERS + calls_list(calls);
    for (unsigned space = 0; space < end; space++) {
        space_add(dictionary, space);
    }
}

void dictionary_learn(struct dictionary *dictionary, unsigned space)
{
    if (!dictionary->known[space]) {
        space_add(dictionary, space);
    }
}

/* ---- looking up ---- */

const struct word *dictionary_find(struct dictionary *dictionary, unsigned space, const char *text,
                                   size_t length, uint32_t hash)
{
    dictionary_learn(dictionary, space);
    uint32_t slot = mixed(hash, space) & (SLOT_COUNT - 1);
    for (; dictionary->slots[slot] != 0; slot = (slot + 1) & (SLOT_COUNT - 1)) {
        const struct word *word = &dictionary->words[dictionary->slots[slot] - 1];
        if (word->hash == hash && word->space == space && word->length == length &&
            memcmp(word->text, text, length) == 0) {
            return word;
        }
    }
    return NULL;
}

const char *dictionary_text(struct dictionary *dictionary, unsigned space, uint32_t value)
{
    dictionary_learn(dictionary, space);
    for (uint32_t i = 0; i < dictionary->count; i++) {
        if (dictionary->words[i].space == space && dictionary->words[i].value == value) {
            return dictionary->words[i].text;
        }
    }
    return NULL;
}

const char *dictionary_nearest(struct dictionary *dictionary, unsigned space, const char *text,
                               size_t length)
{
    dictionary_learn(dictionary, space);
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

void dictionary_free(struct dictionary *dictionary)
{
    free(dictionary->words);
    free(dictionary->slots);
    *dictionary = (struct dictionary){.words = NULL};
}
