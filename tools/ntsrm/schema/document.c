/* Whole files: scenarios, and files with fixtures for others. */
#include "ntsrm/schema/schema.h"

#include "ex/rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- values of the document's keys ---- */

static json_t *by_name(json_t *names, json_t *value)
{
    return json_pack("{s:s, s:o, s:o}", "type", "object", "propertyNames", names,
                     "additionalProperties", value);
}

/* Objects by name, each of which the keys of a space describe. */
static json_t *named(struct schema *schema, enum word_space space)
{
    json_t *object = schema_keys(schema, space, SCHEMA_GIVEN);
    return by_name(schema_new_name(), schema_any(schema, schema_list(object, NULL)));
}

static json_t *accounts(struct schema *schema)
{
    json_t *account = schema_keys(schema, SPACE_ACCOUNT, SCHEMA_GIVEN);
    json_t *list = schema_list(schema_kind(schema, KIND_SID, SCHEMA_GIVEN), account, NULL);
    json_t *name = schema_string(); /* which no well-known SID has */
    json_object_set_new(name, "not", schema_words(schema, SPACE_SID));
    return by_name(name, schema_either(list));
}

static json_t *settings(struct schema *schema)
{
    json_t *number = schema_kind(schema, KIND_NUMBER, SCHEMA_GIVEN);
    json_t *object = schema_by_word(schema, SPACE_SETTING, NULL, number);
    json_object_del(object, "patternProperties");
    return object;
}

/* Each contested point, with its two words. */
static json_t *policies(struct schema *schema)
{
    json_t *properties = json_object();
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)i);
        char name[64];
        if (row->yes != NULL) {
            json_t *words = json_pack("{s:[s,s]}", "enum", row->yes, row->no);
            json_t *value = schema_any(schema, schema_list(words, NULL));
            json_object_set_new(properties, ex_policy_name((enum ex_rule_id)i, name, sizeof name),
                                schema_describe(value, row->sentence));
        }
    }
    return schema_any(schema, schema_list(schema_object(properties), NULL));
}

static json_t *one_or_list(json_t *value)
{
    json_t *list = schema_array(json_incref(value));
    json_object_set_new(list, "minItems", json_integer(1));
    return schema_either(schema_list(value, list, NULL));
}

static json_t *profiles(struct schema *schema)
{
    return one_or_list(schema_words(schema, SPACE_PROFILE));
}

/* Rows of values, of which some have a meaning of their own. */
static json_t *cases(struct schema *schema)
{
    json_t *row = json_pack("{s:s, s:i, s:{s:o, s:o, s:o, s:o}}", "type", "object", "maxProperties",
                            32, "properties", "profile", profiles(schema), "policy",
                            one_or_list(policies(schema)), "skip", schema_reference("reason"),
                            "xfail", schema_reference("reason"));
    json_object_set_new(row, "additionalProperties", json_pack("{s:i}", "minItems", 1));
    json_t *rows = schema_array(row);
    json_object_set_new(rows, "minItems", json_integer(1));
    return rows;
}

/* What is meant, with reasons. */
static json_t *lint(void)
{
    json_t *properties = json_object();
#define FINDING(id, name, meaning) \
    json_object_set_new(properties, name, schema_describe(schema_reference("reason"), meaning));
#include "scenario/lint/findings.def"
    return schema_object(properties);
}

static json_t *id(void)
{
    return schema_pattern("^[a-z0-9-]+$");
}

json_t *schema_document_value(struct schema *schema, enum key_id key)
{
    switch ((int)key) {
    case KEY_DOCUMENT_scenario:
        return id();
    case KEY_DOCUMENT_tags:
        return schema_array(schema_reference("text"));
    case KEY_DOCUMENT_profile:
        return profiles(schema);
    case KEY_DOCUMENT_policy:
        return policies(schema);
    case KEY_DOCUMENT_rules:
        return schema_array(schema_words(schema, SPACE_RULE));
    case KEY_DOCUMENT_use:
        return one_or_list(schema_string());
    case KEY_DOCUMENT_accounts:
        return accounts(schema);
    case KEY_DOCUMENT_settings:
        return settings(schema);
    case KEY_DOCUMENT_logon_sessions:
        return by_name(schema_string(), schema_keys(schema, SPACE_SESSION, SCHEMA_GIVEN));
    case KEY_DOCUMENT_tokens:
        return by_name(schema_new_name(), schema_fixture_token(schema));
    case KEY_DOCUMENT_jobs:
        return named(schema, SPACE_JOB);
    case KEY_DOCUMENT_objects:
        return named(schema, SPACE_OBJECT);
    case KEY_DOCUMENT_processes:
        return named(schema, SPACE_PROCESS);
    case KEY_DOCUMENT_steps:
        return schema_steps(schema);
    case KEY_DOCUMENT_cases:
        return cases(schema);
    case KEY_DOCUMENT_lint:
        return lint();
    case KEY_DOCUMENT_budget:
        return schema_keys(schema, SPACE_BUDGET, SCHEMA_GIVEN);
    case KEY_DOCUMENT_skip:
    case KEY_DOCUMENT_xfail:
        return schema_reference("reason");
    default:
        return schema_reference("text");
    }
}

static json_t *scenario(struct schema *schema)
{
    json_t *properties = json_object();
    for (unsigned i = KEY_BEGIN_DOCUMENT;
         i < KEY_COUNT && key_at((enum key_id)i)->space == SPACE_DOCUMENT; i++) {
        const struct key *key = key_at((enum key_id)i);
        json_object_set_new(
            properties, key->text,
            schema_describe(schema_document_value(schema, (enum key_id)i), key->meaning));
    }
    return properties;
}

/* ---- the whole ---- */

/* Files for others say nothing of how they are run. */
static json_t *fixtures_only(void)
{
    static const enum key_id keys[] = {
        KEY_DOCUMENT_title,  KEY_DOCUMENT_source, KEY_DOCUMENT_tags,     KEY_DOCUMENT_profile,
        KEY_DOCUMENT_policy, KEY_DOCUMENT_rules,  KEY_DOCUMENT_settings, KEY_DOCUMENT_budget,
        KEY_DOCUMENT_skip,   KEY_DOCUMENT_xfail};
    json_t *properties = json_object();
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_object_set_new(properties, key_at(keys[i])->text, json_false());
    }
    return json_pack("{s:o}", "properties", properties);
}

/* What not every reader of JSON keeps exactly is a text. */
static json_t *integer_of_twin(void)
{
    return schema_either(schema_list(schema_integer(), schema_pattern("^-?0x[0-9A-F]+$"), NULL));
}

/* A text that would be something else has a mark. */
static json_t *text_of_twin(void)
{
    json_t *mark = schema_object(json_pack("{s:o}", "$text", schema_string()));
    json_object_set_new(mark, "required", json_pack("[s]", "$text"));
    return schema_either(schema_list(schema_text(), mark, NULL));
}

static void define_basics(struct schema *schema)
{
    static const char name[] = "^[a-z][a-z0-9-]*(\\.[A-Za-z]+)?$|^\\$.";
    static const char name_of_twin[] = "^[a-z][a-z0-9-]*(\\.[A-Za-z]+)?$";
    static const char new_name[] = "^(?!(unchanged|references|handles|tokens)$)[a-z][a-z0-9-]*$";
    json_t *dollar = schema_pattern("^\\$.");
    if (schema->twin) {
        json_decref(dollar);
    } else {
        json_decref(schema_define(schema, "$name",
                                  schema_describe(dollar, "$name: the value of a row of `cases`")));
    }
    json_decref(schema_define(schema, "name", schema_pattern(schema->twin ? name_of_twin : name)));
    json_decref(schema_define(schema, "new-name", schema_pattern(new_name)));
    json_decref(schema_define(schema, "text", schema->twin ? text_of_twin() : schema_text()));
    json_decref(
        schema_define(schema, "integer", schema->twin ? integer_of_twin() : schema_integer()));
    json_decref(schema_define(schema, "reason", schema_string()));
    json_decref(schema_define(
        schema, "bad-pointer",
        json_pack("{s:[n,s,s], s:s}", "enum", "UNREADABLE", "MISALIGNED", "description",
                  "NULL, a pointer that cannot be read, or one that is not aligned")));
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Which definition was made first depends on the order in which a compiler evaluates arguments. */
static json_t *sorted(json_t *definitions)
{
    const char **names = calloc(json_object_size(definitions), sizeof *names);
    json_t *result = json_object(), *value;
    const char *name;
    size_t count = 0;
    json_object_foreach(definitions, name, value)
    {
        names[count++] = name;
    }
    qsort((void *)names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count; i++) {
        json_object_set(result, names[i], json_object_get(definitions, names[i]));
    }
    free((void *)names);
    json_decref(definitions);
    return result;
}

static json_t *document(struct schema *schema)
{
    json_t *object = schema_object(scenario(schema));
    /* A file without an id, steps and cases holds fixtures for others. */
    json_object_set_new(object, "if",
                        json_pack("{s:[{s:[s]}, {s:[s]}, {s:[s]}]}", "anyOf", "required",
                                  "scenario", "required", "steps", "required", "cases"));
    json_object_set_new(object, "then", json_pack("{s:[s,s]}", "required", "scenario", "steps"));
    json_object_set_new(object, "else", fixtures_only());
    return object;
}

static json_t *begin(const char *title, const char *description)
{
    return json_pack("{s:s, s:s, s:s}", "$schema", "http://json-schema.org/draft-07/schema#",
                     "title", title, "description", description);
}

json_t *schema_make(bool twin)
{
    struct schema schema = {.definitions = json_object(), .twin = twin};
    dictionary_init(&schema.dictionary);
    define_basics(&schema);
    json_t *whole =
        twin ? begin("ntsrm twin", "A scenario of the Windows NT security reference monitor as "
                                   "'ntsrm export' writes it; scenarios/INTERPRETING.md tells how "
                                   "it is read")
             : begin("ntsrm scenario", "A scenario of the Windows NT security reference monitor, "
                                       "or fixtures for scenarios");
    json_t *object = twin ? schema_twin(&schema) : document(&schema);
    json_object_update(whole, object);
    json_decref(object);
    json_object_set_new(whole, "definitions", sorted(schema.definitions));
    dictionary_free(&schema.dictionary);
    return whole;
}
