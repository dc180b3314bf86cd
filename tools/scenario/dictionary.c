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

#define WORDS_LIMIT    8192U
#define SLOTS_BEGIN    4096U /* a power of 2 */
#define SEARCHES_LIMIT (SINGLES_SLOTS / 2)

static uint32_t mixed(uint32_t hash, unsigned space)
{
    return hash + space * UINT32_C(0x9E3779B1);
}

static void slot_fill(struct dictionary *dictionary, uint32_t index)
{
    const struct word *word = &dictionary->words[index];
    uint32_t slot = mixed(word->hash, word->space) & (dictionary->slot_count - 1);
    while (dictionary->slots[slot] != 0) {
        slot = (slot + 1) & (dictionary->slot_count - 1);
    }
    dictionary->slots[slot] = (uint16_t)(index + 1);
}

/* At most half of the slots are taken. */
static void slots_grow(struct dictionary *dictionary)
{
    uint32_t count = dictionary->slot_count > 0 ? dictionary->slot_count * 2 : SLOTS_BEGIN;
    free(dictionary->slots);
    dictionary->slots = memory_zeroed(count, sizeof *dictionary->slots);
    dictionary->slot_count = count;
    for (uint32_t i = 0; i < dictionary->count; i++) {
        slot_fill(dictionary, i);
    }
}

/*
 * Room for all words, so that those that were found stay where they are. Memory that nobody writes
 * to is not there: few spaces take few pages of it. Slots lie anywhere, so there are as many as
 * needed.
 */
static void begin(struct dictionary *dictionary)
{
    dictionary->words = memory_zeroed(WORDS_LIMIT, sizeof *dictionary->words);
    slots_grow(dictionary);
}

static void word_add(struct dictionary *dictionary, unsigned space, const char *text,
                     uint32_t value)
{
    assert(dictionary->count < WORDS_LIMIT);
    if (dictionary->count >= dictionary->slot_count / 2) {
        slots_grow(dictionary);
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

/* In the order of the spaces. */
static const struct word_row {
    const char *text;
    uint32_t value;
    uint16_t space, length;
} rows[] = {
#define ROW(word_space, word, number) \
    {.text = (word),                  \
     .value = (uint32_t)(number),     \
     .space = SPACE_##word_space,     \
     .length = sizeof(word) - 1},
#define KEY(key_space, id, word, meaning) \
    ROW(key_space, word, KEY_##key_space##_##id - KEY_BEGIN_##key_space)
#include "scenario/keys.def"
#define PRIVILEGE(number, name, meaning) ROW(PRIVILEGE, #name, number)
#include "se/privileges.def"
#define ALLOCATION(name, caller) ROW(ALLOCATION, #name, EX_ALLOCATION_##name)
#include "ex/allocations.def"
    ROW(ALLOCATION, "any", EX_ALLOCATION_ANY)
#define FINDING(id, name, meaning) ROW(FINDING, name, LINT_##id)
#include "scenario/lint/findings.def"
#define CONSTANT(word_space, name)     ROW(word_space, #name, name)
#define WORD(word_space, word, number) ROW(word_space, word, number)
#include "scenario/constants.def"
#undef ROW
};

/* ---- the words of a space ---- */

/* Whoever goes through a space: all of its words are added, or one is looked for. */
struct intake {
    struct dictionary *dictionary; /* NULL: one is looked for */
    const char *text;
    size_t length;
    const char *found; /* NULL: not yet */
    uint32_t value;
};

static void word_take(struct intake *intake, unsigned space, const char *text, uint32_t value)
{
    if (intake->dictionary) {
        word_add(intake->dictionary, space, text, value);
    } else if (!intake->found && text[0] == intake->text[0] && strlen(text) == intake->length &&
               memcmp(text, intake->text, intake->length) == 0) {
        intake->found = text;
        intake->value = value;
    }
}

static void take_sids(struct intake *intake)
{
    size_t i = intake->dictionary ? 0 : rtl_known_sid_find(intake->text, intake->length);
    for (; i < rtl_known_sid_count() && !intake->found; i++) {
        const struct rtl_known_sid *row = rtl_known_sid_at(i);
        word_take(intake, SPACE_SID, row->name, (uint32_t)i);
        if (row->alias[0] != '\0') {
            word_take(intake, SPACE_SID, row->alias, (uint32_t)i);
        }
    }
}

static void take_statuses(struct intake *intake)
{
    for (uint32_t i = 0; i < rtl_status_count() && !intake->found; i++) {
        const struct rtl_status *row = rtl_status_at(i);
        word_take(intake, SPACE_STATUS, row->name, (uint32_t)row->value);
    }
}

static void take_errors(struct intake *intake)
{
    for (uint32_t i = 0; i < rtl_error_count() && !intake->found; i++) {
        const struct rtl_error *row = rtl_error_at(i);
        word_take(intake, SPACE_ERROR, row->name, row->value);
    }
}

static void take_rules(struct intake *intake)
{
    for (uint32_t i = 0; i < RULE_COUNT && !intake->found; i++) {
        word_take(intake, SPACE_RULE, ex_rule_row((enum ex_rule_id)i)->id, i);
    }
}

static void take_profiles(struct intake *intake)
{
    for (uint32_t i = 0; i < SRM_PROFILE_COUNT; i++) {
        word_take(intake, SPACE_PROFILE, ex_profile_name((enum srm_profile)i), i);
    }
}

static void take_object_types(struct intake *intake)
{
    for (uint32_t i = 0; i < RTL_MAPPED_COUNT; i++) {
        word_take(intake, SPACE_OBJECT_TYPE, rtl_mapped_name((enum rtl_mapped_type)i), i);
    }
}

static void take_templates(struct intake *intake)
{
    for (uint32_t i = 0; se_template_name(i) != NULL; i++) {
        word_take(intake, SPACE_TEMPLATE, se_template_name(i), i);
    }
}

static void take_calls(struct intake *intake)
{
    uint32_t number = 0;
    for (size_t i = 0; call_tables[i] && !intake->found; i++) {
        for (const struct call *call = call_tables[i]; call->name && !intake->found; call++) {
            word_take(intake, SPACE_CALL, call->name, number++);
        }
    }
}

static void take_parameters(struct intake *intake, unsigned number)
{
    const struct call *call = call_at(number);
    for (uint32_t i = 0; call && i < CALL_PARAMETERS_LIMIT && call->parameters[i].name; i++) {
        word_take(intake, SPACE_PARAMETERS + number, call->parameters[i].name, i);
    }
}

/* What the simulation's own tables name, and the calls. */
static void take_table(struct intake *intake, unsigned space)
{
    static void (*const tables[])(struct intake *) = {
        [SPACE_RULE] = take_rules,         [SPACE_PROFILE] = take_profiles,
        [SPACE_STATUS] = take_statuses,    [SPACE_ERROR] = take_errors,
        [SPACE_TEMPLATE] = take_templates, [SPACE_OBJECT_TYPE] = take_object_types,
        [SPACE_SID] = take_sids,           [SPACE_CALL] = take_calls,
    };
    if (space >= SPACE_PARAMETERS) {
        take_parameters(intake, space - SPACE_PARAMETERS);
    } else if (space < sizeof tables / sizeof tables[0] && tables[space]) {
        tables[space](intake);
    }
}

/* The first row of a space, or where it would stand. */
static const struct word_row *rows_of(unsigned space)
{
    size_t low = 0, high = sizeof rows / sizeof rows[0];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].space < space) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return &rows[low];
}

static void take_rows(struct intake *intake, unsigned space)
{
    const struct word_row *end = rows + sizeof rows / sizeof rows[0];
    const struct word_row *row = rows_of(space);
    for (; row < end && row->space == space && !intake->found; row++) {
        /* A word of another length need not be read. */
        if (intake->dictionary || row->length == intake->length) {
            word_take(intake, space, row->text, row->value);
        }
    }
}

static void take_properties(struct intake *intake, unsigned space)
{
    const struct property *property = properties_of((enum word_space)space);
    for (; property->name && property->space == space; property++) {
        word_take(intake, space, property->name, (uint32_t)(property - property_at(0)));
    }
}

static void take_fields(struct intake *intake, unsigned space)
{
    const struct field *field = structure_fields((enum word_space)space);
    for (; field->structure == space; field++) {
        word_take(intake, space, field->name, (uint32_t)(field - field_at(0)));
    }
}

static void take_space(struct intake *intake, unsigned space)
{
    take_rows(intake, space);
    take_table(intake, space);
    if (space >= SPACE_TOKEN_PROPERTY && space <= SPACE_HANDLE_PROPERTY) {
        take_properties(intake, space);
    }
    if (space >= SPACE_STRUCTURES && space < SPACE_PARAMETERS) {
        take_fields(intake, space);
    }
}

static void space_add(struct dictionary *dictionary, unsigned space)
{
    struct intake intake = {.dictionary = dictionary};
    dictionary->known[space] = true;
    if (!dictionary->words) {
        begin(dictionary);
    }
    take_space(&intake, space);
}

void dictionary_init(struct dictionary *dictionary)
{
    const size_t end = SPACE_PARAMETERS + calls_count();
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

static bool is_word(const struct word *word, unsigned space, const char *text, size_t length,
                    uint32_t hash)
{
    return word->hash == hash && word->space == space && word->length == length &&
           memcmp(word->text, text, length) == 0;
}

/* A place for a word among those that were found one by one. */
static struct word *single_place(struct dictionary *dictionary, unsigned space, const char *text,
                                 size_t length, uint32_t hash)
{
    uint32_t slot = mixed(hash, space) & (SINGLES_SLOTS - 1);
    while (dictionary->singles[slot].text &&
           !is_word(&dictionary->singles[slot], space, text, length, hash)) {
        slot = (slot + 1) & (SINGLES_SLOTS - 1);
    }
    return &dictionary->singles[slot];
}

/* Looks for one word without learning its space. */
static const struct word *single_find(struct dictionary *dictionary, unsigned space,
                                      const char *text, size_t length, uint32_t hash)
{
    struct word *place = single_place(dictionary, space, text, length, hash);
    if (place->text) {
        return place;
    }
    struct intake intake = {.text = text, .length = length};
    dictionary->searches++;
    if (length > 0) {
        take_space(&intake, space);
    }
    if (!intake.found) {
        return NULL;
    }
    *place = (struct word){
        .text = intake.found,
        .hash = hash,
        .length = (uint32_t)length,
        .value = intake.value,
        .space = (uint16_t)space,
    };
    return place;
}

const struct word *dictionary_find(struct dictionary *dictionary, unsigned space, const char *text,
                                   size_t length, uint32_t hash)
{
    if (!dictionary->known[space] && dictionary->searches < SEARCHES_LIMIT) {
        return single_find(dictionary, space, text, length, hash);
    }
    dictionary_learn(dictionary, space);
    uint32_t slot = mixed(hash, space) & (dictionary->slot_count - 1);
    for (; dictionary->slots[slot] != 0; slot = (slot + 1) & (dictionary->slot_count - 1)) {
        const struct word *word = &dictionary->words[dictionary->slots[slot] - 1];
        if (is_word(word, space, text, length, hash)) {
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
