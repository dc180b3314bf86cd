/* The mappings that have keys of ours (keys.def): what stands behind each of their keys. */
#include "ntsrm/schema/schema.h"

#include "scenario/budget.h"
#include "scenario/properties.h"

#include "ob/named.h"
#include "rtl/mapping.h"

#include <string.h>

static json_t *make_threads(struct schema *schema)
{
    json_t *thread =
        schema_any(schema, schema_list(schema_keys(schema, SPACE_THREAD, SCHEMA_GIVEN), NULL));
    json_t *mapping = json_pack("{s:s, s:o, s:o}", "type", "object", "propertyNames",
                                schema_new_name(), "additionalProperties", thread);
    return schema_any(schema, schema_list(schema_array(schema_new_name()), mapping, NULL));
}

static json_t *make_name(struct schema *schema)
{
    return schema_any(schema, schema_list(schema_name(), NULL));
}

static json_t *make_new_name(struct schema *schema)
{
    return schema_any(schema, schema_list(schema_new_name(), NULL));
}

static json_t *make_text(struct schema *schema)
{
    (void)schema;
    return schema_reference("text");
}

/* What is not below 0. */
static json_t *make_unsigned(struct schema *schema)
{
    json_t *number = schema_integer();
    json_object_set_new(number, "minimum", json_integer(0));
    json_t *list = schema_list(number, NULL);
    if (schema->twin) {
        json_array_append_new(list, schema_pattern("^0x[0-9A-F]+$"));
    }
    return schema_any(schema, list);
}

/* Requests are counted from 1. */
static json_t *make_count(struct schema *schema)
{
    json_t *number = schema_number();
    json_object_set_new(number, "minimum", json_integer(1));
    return schema_any(schema, schema_list(number, NULL));
}

/* Digits alone are a number as editors see it. */
static json_t *make_hex(struct schema *schema)
{
    json_t *list = schema_list(schema_pattern("^([0-9A-Fa-f]{2})*$"), schema_integer(), NULL);
    return schema_any(schema, list);
}

static json_t *make_path(struct schema *schema)
{
    return schema_any(schema, schema_list(schema_pattern("^\\\\[^\\\\]"), NULL));
}

/* Tokens, processes and the like are declared where their state can be said. */
static json_t *make_object_type(struct schema *schema)
{
    json_t *names = json_array();
    for (unsigned i = 0; i < RTL_MAPPED_COUNT; i++) {
        if (ob_named_type((enum rtl_mapped_type)i) != NULL) {
            json_array_append_new(names, json_string(rtl_mapped_name((enum rtl_mapped_type)i)));
        }
    }
    return schema_any(schema, schema_list(json_pack("{s:o}", "enum", names), NULL));
}

static json_t *make_allocation(struct schema *schema)
{
    return schema_any(
        schema, schema_list(schema_words(schema, SPACE_ALLOCATION), schema_const("none"), NULL));
}

static json_t *make_privileges(struct schema *schema)
{
    json_t *list = schema_array(schema_kind(schema, KIND_PRIVILEGE, SCHEMA_GIVEN));
    return schema_any(schema, schema_list(list, NULL));
}

/* A number, or one with a unit, which makes it a text. */
static json_t *make_budget(enum budget_kind kind)
{
    struct text pattern = {0};
    const char *unit;
    for (size_t i = 0; (unit = budget_unit(kind, i)) != NULL; i++) {
        text_append_format(&pattern, "%s%s", i == 0 ? "^[1-9][0-9]*(" : "|", unit);
    }
    text_append_string(&pattern, ")$");
    json_t *limit = schema_pattern(pattern.bytes);
    if (*budget_unit(kind, 0) == '\0') {
        json_decref(limit);
        limit = schema_integer();
        json_object_set_new(limit, "minimum", json_integer(1));
    }
    text_free(&pattern);
    return limit;
}

/* What a key holds: a value of a kind, a word of a space, or else what `make` says. */
static const struct key_place {
    enum key_id key;
    enum kind kind;
    enum word_space words;
    json_t *(*make)(struct schema *schema);
} places[] = {
#define OF_KIND(space, id, what)                       \
    {                                                  \
        .key = KEY_##space##_##id, .kind = KIND_##what \
    }
#define OF_WORDS(space, id, what)                        \
    {                                                    \
        .key = KEY_##space##_##id, .words = SPACE_##what \
    }
#define MADE(space, id, function)                     \
    {                                                 \
        .key = KEY_##space##_##id, .make = (function) \
    }
    OF_WORDS(TOKEN, like, TEMPLATE),
    MADE(TOKEN, copy_of, schema_fixture_token),
    MADE(TOKEN, linked, make_name),
    OF_KIND(CLAIM, sid, SID),
    MADE(CLAIM, octets, make_hex),
    MADE(CLAIM, uint64, make_unsigned),
    OF_KIND(ACCOUNT, sid, SID),
    MADE(ACCOUNT, password, make_text),
    OF_WORDS(ACCOUNT, like, TEMPLATE),
    OF_KIND(ACCOUNT, groups, GROUPS),
    OF_KIND(ACCOUNT, privileges, PRIVILEGES),
    OF_KIND(SESSION, user, SID),
    OF_KIND(SESSION, by, SESSION),
    OF_WORDS(SESSION, type, LOGON_TYPE),
    OF_KIND(SESSION, luid, NUMBER),
    OF_KIND(JOB, limits, JOB_LIMITS),
    MADE(JOB, token, schema_fixture_token),
    MADE(OBJECT, type, make_object_type),
    MADE(OBJECT, path, make_path),
    OF_KIND(OBJECT, descriptor, DESCRIPTOR),
    OF_KIND(OBJECT, container, BOOLEAN),
    MADE(PROCESS, token, schema_fixture_token),
    MADE(PROCESS, job, make_name),
    OF_KIND(PROCESS, security, DESCRIPTOR),
    MADE(PROCESS, threads, make_threads),
    MADE(THREAD, impersonates, schema_fixture_token),
    OF_KIND(THREAD, level, LEVEL),
    OF_KIND(THREAD, effective_only, BOOLEAN),
    OF_KIND(THREAD, copy_on_open, BOOLEAN),
    OF_KIND(THREAD, security, DESCRIPTOR),
    OF_KIND(DESCRIPTOR, owner, SID),
    OF_KIND(DESCRIPTOR, group, SID),
    OF_KIND(DESCRIPTOR, dacl, DACL),
    OF_KIND(DESCRIPTOR, sacl, SACL),
    OF_KIND(DESCRIPTOR, label, INTEGRITY),
    OF_WORDS(DESCRIPTOR, form, DESCRIPTOR_FORM),
    MADE(DESCRIPTOR, sddl, make_text),
    MADE(DESCRIPTOR, hex, make_hex),
    OF_KIND(LABEL, level, LABEL),
    OF_KIND(LABEL, access, LABEL_POLICY),
    OF_KIND(ACE, allow, SID),
    OF_KIND(ACE, deny, SID),
    OF_KIND(ACE, audit, SID),
    OF_KIND(ACE, access, ACCESS),
    OF_KIND(ACE, flags, ACE_FLAGS),
    OF_KIND(PRIVILEGE_SET, Control, PRIVILEGE_CONTROL),
    MADE(PRIVILEGE_SET, Privileges, make_privileges),
    MADE(PROCESS_INFORMATION, hProcess, make_new_name),
    MADE(PROCESS_INFORMATION, hThread, make_new_name),
    MADE(PROCESS_INFORMATION, process, make_new_name),
    MADE(PROCESS_INFORMATION, thread, make_new_name),
    MADE(NEW_HANDLE, handle, make_new_name),
    MADE(NEW_HANDLE, object, make_new_name),
    MADE(HANDLE, object, make_name),
    OF_KIND(HANDLE, access, ACCESS),
    MADE(POOL, fail, make_allocation),
    MADE(POOL, at, make_count),
    MADE(POOL, from, make_count),
    OF_KIND(EXPECT, error, ERROR),
};

/* Keys that a mapping always has, and keys of which it has but one. */
static const enum key_id needed_keys[] = {
    KEY_ACCOUNT_sid,
    KEY_OBJECT_type,
    KEY_PROCESS_token,
    KEY_POOL_fail,
    KEY_PRIVILEGE_SET_Privileges,
    KEY_HANDLE_object,
    KEY_HANDLE_access,
    KEY_ACE_access,
    KEY_LABEL_level,
};
static const struct {
    enum key_id one, other;
} apart[] = {
    {KEY_TOKEN_like, KEY_TOKEN_copy_of},
    {KEY_POOL_at, KEY_POOL_from},
    {KEY_ACE_allow, KEY_ACE_deny},
    {KEY_DESCRIPTOR_sddl, KEY_DESCRIPTOR_hex},
    {KEY_DESCRIPTOR_sddl, KEY_DESCRIPTOR_owner},
    {KEY_DESCRIPTOR_sddl, KEY_DESCRIPTOR_group},
    {KEY_DESCRIPTOR_sddl, KEY_DESCRIPTOR_dacl},
    {KEY_DESCRIPTOR_sddl, KEY_DESCRIPTOR_sacl},
    {KEY_DESCRIPTOR_sddl, KEY_DESCRIPTOR_label},
    {KEY_DESCRIPTOR_hex, KEY_DESCRIPTOR_owner},
    {KEY_DESCRIPTOR_hex, KEY_DESCRIPTOR_group},
    {KEY_DESCRIPTOR_hex, KEY_DESCRIPTOR_dacl},
    {KEY_DESCRIPTOR_hex, KEY_DESCRIPTOR_form},
};

static void demand_keys(json_t *object, enum word_space space)
{
    json_t *needed = json_array(), *refused = json_array();
    for (size_t i = 0; i < sizeof needed_keys / sizeof *needed_keys; i++) {
        if (key_at(needed_keys[i])->space == space) {
            json_array_append_new(needed, json_string(key_at(needed_keys[i])->text));
        }
    }
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        if (key_at(apart[i].one)->space == space) {
            json_array_append_new(refused,
                                  json_pack("{s:[s,s]}", "required", key_at(apart[i].one)->text,
                                            key_at(apart[i].other)->text));
        }
    }
    if (json_array_size(needed) > 0) {
        json_object_set(object, "required", needed);
    }
    if (json_array_size(refused) > 0) {
        json_object_set_new(object, "not", json_pack("{s:O}", "anyOf", refused));
    }
    json_decref(needed);
    json_decref(refused);
}

/* Keys of a token are its properties; NULL: not this one. */
static json_t *property_value(struct schema *schema, const char *name)
{
    const struct property *property = properties_of(SPACE_TOKEN_PROPERTY);
    for (; property->space == SPACE_TOKEN_PROPERTY; property++) {
        if (strcmp(property->name, name) == 0) {
            return schema_kind(schema, property->kind, SCHEMA_GIVEN);
        }
    }
    return NULL;
}

/* NULL if the key's mapping is put together elsewhere. */
static json_t *key_value_of(struct schema *schema, enum key_id key, enum schema_use use)
{
    if (key_at(key)->space == SPACE_BUDGET) {
        return make_budget((enum budget_kind)(key - KEY_BEGIN_BUDGET));
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct key_place *place = &places[i];
        if (place->key != key) {
            continue;
        }
        if (place->make != NULL) {
            return place->make(schema);
        }
        if (place->words == SPACE_NONE) {
            return schema_kind(schema, place->kind, use);
        }
        return schema_any(schema, schema_list(schema_words(schema, place->words), NULL));
    }
    return key_at(key)->space == SPACE_TOKEN ? property_value(schema, key_at(key)->text) : NULL;
}

json_t *schema_keys(struct schema *schema, enum word_space space, enum schema_use use)
{
    json_t *properties = json_object();
    for (unsigned i = 0; i < KEY_COUNT; i++) {
        const struct key *key = key_at((enum key_id)i);
        json_t *value = key->space == space ? key_value_of(schema, (enum key_id)i, use) : NULL;
        if (value != NULL) {
            json_object_set_new(properties, key->text, schema_describe(value, key->meaning));
        }
    }
    json_t *object = schema_object(properties);
    demand_keys(object, space);
    return object;
}

json_t *schema_fixture_token(struct schema *schema)
{
    if (!schema_has(schema, "token")) {
        json_decref(schema_define(schema, "token", json_object())); /* it may be a copy of one */
        json_t *token = schema_keys(schema, SPACE_TOKEN, SCHEMA_GIVEN);
        json_t *list = schema_list(token, schema_name(), NULL);
        json_decref(schema_define(schema, "token", schema_any(schema, list)));
    }
    return schema_reference("token");
}
