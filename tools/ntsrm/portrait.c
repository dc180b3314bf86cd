#include "portrait.h"

#include "entries.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define VALUE_COLUMN 20
#define FIELD_COLUMN 6

/* ---- which properties matter ---- */

/* And the value that goes without saying. */
static const struct {
    const char *property;
    const char *usual;
} interesting[] = {
    {"token", NULL},
    {"user", NULL},
    {"path", ""},
    {"owner", "none"},
    {"sddl", NULL},
    {"type", "TokenPrimary"},
    {"level", "none"},
    {"integrity", NULL},
    {"groups", "{}"},
    {"privileges", "{}"},
    {"restricting-sids", "[]"},
    {"package", "none"},
    {"elevated", "false"},
    {"origin", "0x0"},
    {"impersonates", NULL},
    {"effective-only", "false"},
    {"copy-on-open", "false"},
};

bool is_worth_telling(const char *property, const char *value)
{
    for (size_t i = 0; i < sizeof interesting / sizeof *interesting; i++) {
        if (strcmp(interesting[i].property, property) == 0) {
            return interesting[i].usual == NULL || strcmp(interesting[i].usual, value) != 0;
        }
    }
    return false;
}

/* Fields of NT's structures are written as NT does; all other properties begin in lower case. */
static bool is_field(const char *property)
{
    return isupper((unsigned char)property[0]) != 0;
}

/* ---- taking ---- */

static void tell_value(struct page *page, const char *label, const char *value)
{
    page_to(page, VALUE_COLUMN);
    page_put(page, STYLE_FAINT, "%s ", label);
    page_words(page, STYLE_PLAIN, value);
    page_end(page);
}

/* All keys with that state: "groups Everyone, Users", "groups, deny-only: Administrators". */
static void tell_state(struct page *page, const char *property, const char *text,
                       const struct entry *state)
{
    struct text keys = {0};
    struct text label = {0};
    struct entry entry;
    text_append_string(&label, property);
    if (!entry_value_is(state, "enabled", strlen("enabled"))) {
        text_append_format(&label, ", %.*s:", (int)state->value_length, state->value);
    }
    while (entry_next(&text, &entry)) {
        if (entry_value_is(&entry, state->value, state->value_length)) {
            text_append_format(&keys, "%s%.*s", keys.length > 0 ? ", " : "", (int)entry.key_length,
                               entry.key);
        }
    }
    tell_value(page, label.bytes, keys.bytes);
    text_free(&keys);
    text_free(&label);
}

/* Has an entry before this one the same state? */
static bool is_repeated(const char *text, const struct entry *entry)
{
    struct entry before;
    while (entry_next(&text, &before) && before.key < entry->key) {
        if (entry_value_is(&before, entry->value, entry->value_length)) {
            return true;
        }
    }
    return false;
}

/* A mapping from names to states, one line for each state, what is enabled first. */
static void tell_states(struct page *page, const char *property, const char *text)
{
    struct entry entry;
    for (int others = 0; others < 2; others++) {
        for (const char *at = text; entry_next(&at, &entry);) {
            bool enabled = entry_value_is(&entry, "enabled", strlen("enabled"));
            if (enabled != (others != 0) && !is_repeated(text, &entry)) {
                tell_state(page, property, text, &entry);
            }
        }
    }
}

static const struct portrait_object *object_find(const struct portrait *portrait, const char *name)
{
    for (size_t i = 0; i < portrait->count; i++) {
        if (strcmp(portrait->names.bytes + portrait->objects[i].name, name) == 0) {
            return &portrait->objects[i];
        }
    }
    return NULL;
}

static void object_add(struct portrait *portrait, const char *name)
{
    if (portrait->count == portrait->capacity) {
        portrait->capacity = portrait->capacity == 0 ? 32 : 2 * portrait->capacity;
        portrait->objects =
            memory_resize(portrait->objects, portrait->capacity * sizeof *portrait->objects);
    }
    size_t end = portrait->page.text.length;
    portrait->objects[portrait->count++] =
        (struct portrait_object){.name = portrait->names.length, .begin = end, .end = end};
    text_append(&portrait->names, name, strlen(name) + 1);
}

/*
 * The level of a primary token means nothing; objects have their integrity in the descriptor, and
 * who owns what a token makes is seldom of interest.
 */
static bool is_for_such(const struct portrait *portrait, const char *property)
{
    return !(portrait->primary && strcmp(property, "level") == 0) &&
           strcmp(property, portrait->described ? "integrity" : "owner") != 0;
}

/* Properties of one object come together; an object may come again, by a second of its names. */
static void take_property(void *context, const char *name, const char *property, const char *value)
{
    struct portrait *portrait = context;
    struct page *page = &portrait->page;
    const struct portrait_object *known = object_find(portrait, name);
    bool current = known != NULL && known + 1 == portrait->objects + portrait->count;
    if (known == NULL) {
        object_add(portrait, name);
        page_put(page, STYLE_NAME, "  %s", name);
        portrait->primary = portrait->described = false;
    } else if (!current) {
        return;
    }
    portrait->primary = portrait->primary || strcmp(value, "TokenPrimary") == 0;
    portrait->described = portrait->described || strcmp(property, "path") == 0;
    if (!is_worth_telling(property, value) || !is_for_such(portrait, property)) {
        return;
    }
    if (entries_are(value)) {
        tell_states(page, property, value);
    } else {
        tell_value(page, property, value);
    }
    portrait->objects[portrait->count - 1].end = page->text.length;
}

void portrait_take(struct portrait *portrait, struct runner *runner)
{
    runner_dump(runner, portrait, take_property);
}

/* ---- telling ---- */

void portrait_mention(struct portrait *portrait, const char *word)
{
    text_append_format(&portrait->mentions, " %s ", word);
}

static bool is_mentioned(const struct portrait *portrait, const char *name)
{
    size_t length = strlen(name);
    const char *at = portrait->mentions.bytes;
    while (at != NULL && (at = strstr(at, name)) != NULL) {
        if (at[-1] == ' ' && strchr(" .,", at[length]) != NULL) {
            return true;
        }
        at += length;
    }
    return false;
}

void portrait_print(const struct portrait *portrait, struct page *page)
{
    size_t left_out = 0;
    for (size_t i = 0; i < portrait->count; i++) {
        const struct portrait_object *object = &portrait->objects[i];
        if (object->end == object->begin) {
            continue;
        }
        if (is_mentioned(portrait, portrait->names.bytes + object->name)) {
            text_append(&page->text, portrait->page.text.bytes + object->begin,
                        object->end - object->begin);
        } else {
            left_out++;
        }
    }
    if (left_out > 0) {
        page_put(page, STYLE_FAINT, "  (and %zu more, which the case does not touch)\n", left_out);
    }
}

/* ---- contexts ---- */

struct newcomers {
    struct portrait *portrait;
    struct page *page;
};

static void tell_field(void *context, const char *name, const char *property, const char *value)
{
    struct newcomers *newcomers = context;
    struct portrait *portrait = newcomers->portrait;
    struct page *page = newcomers->page;
    const struct portrait_object *known = object_find(portrait, name);
    bool current = known != NULL && known + 1 == portrait->objects + portrait->count;
    if (!is_field(property) || (known != NULL && !current)) {
        return;
    }
    if (known == NULL) {
        object_add(portrait, name);
        portrait->known = false;
        page_put(page, STYLE_PLAIN, "%s    %s is made\n", page->column > 0 ? "\n" : "", name);
        page_to(page, FIELD_COLUMN);
    } else if (portrait->known) {
        return;
    }
    struct text item = {0};
    page_put_string(page, STYLE_PLAIN, page->column > FIELD_COLUMN ? "," : "");
    text_append_format(&item, "%s: %s", property, value);
    page_item(page, STYLE_PLAIN, item.bytes, FIELD_COLUMN);
    text_free(&item);
}

void portrait_print_new(struct portrait *portrait, struct runner *runner, struct page *page)
{
    struct newcomers newcomers = {.portrait = portrait, .page = page};
    portrait->known = true;
    runner_dump(runner, &newcomers, tell_field);
    if (page->column > 0) {
        page_end(page);
    }
}

void portrait_free(struct portrait *portrait)
{
    page_free(&portrait->page);
    text_free(&portrait->names);
    text_free(&portrait->mentions);
    free(portrait->objects);
}
