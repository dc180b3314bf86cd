/* What every part of the schema is put together from. */
#include "ntsrm/schema/schema.h"

#include "ex/rules.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A $name stands for a value of the case. */
#define CASE_VALUE "^\\$."

json_t *schema_list(json_t *first, ...)
{
    json_t *list = json_array();
    va_list more;
    va_start(more, first);
    for (json_t *at = first; at != NULL; at = va_arg(more, json_t *)) {
        json_array_append_new(list, at);
    }
    va_end(more);
    return list;
}

json_t *schema_either(json_t *alternatives)
{
    return json_pack("{s:o}", "anyOf", alternatives);
}

json_t *schema_any(struct schema *schema, json_t *alternatives)
{
    if (!schema->twin) {
        json_array_append_new(alternatives, schema_reference("$name"));
    }
    return schema_either(alternatives);
}

json_t *schema_reference(const char *definition)
{
    return json_pack("{s:s++}", "$ref", "#/definitions/", definition, "");
}

json_t *schema_describe(json_t *value, const char *description)
{
    if (description[0] != '\0') {
        json_object_set_new(value, "description", json_string(description));
    }
    return value;
}

json_t *schema_object(json_t *properties)
{
    return json_pack("{s:s, s:o, s:b}", "type", "object", "properties", properties,
                     "additionalProperties", 0);
}

bool schema_has(const struct schema *schema, const char *definition)
{
    return json_object_get(schema->definitions, definition) != NULL;
}

json_t *schema_define(struct schema *schema, const char *definition, json_t *value)
{
    json_object_set_new(schema->definitions, definition, value);
    return schema_reference(definition);
}

/* ---- scalars ---- */

json_t *schema_text(void)
{
    return json_pack("{s:[s,s,s,s]}", "type", "string", "number", "boolean", "null");
}

json_t *schema_string(void)
{
    return json_pack("{s:s, s:i}", "type", "string", "minLength", 1);
}

json_t *schema_integer(void)
{
    return json_pack("{s:s}", "type", "integer");
}

json_t *schema_number(void)
{
    return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", (json_int_t)INT32_MIN,
                     "maximum", (json_int_t)UINT32_MAX);
}

json_t *schema_const(const char *word)
{
    return json_pack("{s:s}", "const", word);
}

json_t *schema_pattern(const char *pattern)
{
    return json_pack("{s:s, s:s}", "type", "string", "pattern", pattern);
}

json_t *schema_array(json_t *elements)
{
    return json_pack("{s:s, s:o}", "type", "array", "items", elements);
}

json_t *schema_null(void)
{
    return json_pack("{s:s}", "type", "null");
}

json_t *schema_new_name(void)
{
    return schema_reference("new-name");
}

json_t *schema_name(void)
{
    return schema_reference("name");
}

/* ---- words ---- */

static const char *const space_ids[] = {
#define KEYS(space, noun) [SPACE_##space] = #space,
#include "scenario/keys.def"
#define SPACE(id, noun) [SPACE_##id] = #id,
#include "scenario/constants.def"
#define STRUCTURE(id, noun, type) [SPACE_##id] = #id,
#include "scenario/fields.def"
};

static const char *const privilege_meanings[] = {
#define PRIVILEGE(number, name, meaning) [number] = (meaning),
#include "se/privileges.def"
};

const char *schema_space_id(enum word_space space)
{
    return space_ids[space];
}

/* What editors show beside a word; "" if the tables say nothing of it. */
static const char *word_meaning(const struct word *word)
{
    if (word->space == SPACE_RULE) {
        return ex_rule_row((enum ex_rule_id)word->value)->sentence;
    }
    if (word->space == SPACE_CALL) {
        return call_at(word->value)->source;
    }
    return word->space == SPACE_PRIVILEGE ? privilege_meanings[word->value] : "";
}

static json_t *word_value(const struct word *word)
{
    if (word->space == SPACE_BOOLEAN) {
        return json_boolean(word->value != 0);
    }
    return json_string(word->text);
}

json_t *schema_words(struct schema *schema, enum word_space space)
{
    char name[80];
    snprintf(name, sizeof name, "words.%s", space_ids[space]);
    if (schema_has(schema, name)) {
        return schema_reference(name);
    }
    json_t *words = json_array(), *meanings = json_array();
    bool says_more = false;
    for (uint32_t i = 0; i < schema->dictionary.count; i++) {
        const struct word *word = &schema->dictionary.words[i];
        const bool again = space == SPACE_BOOLEAN && json_array_size(words) == 2;
        if (word->space == space && !again) {
            const char *meaning = word_meaning(word);
            json_array_append_new(words, word_value(word));
            json_array_append_new(meanings, json_string(meaning));
            says_more = says_more || meaning[0] != '\0';
        }
    }
    json_t *value = json_pack("{s:s, s:o}", "description", dictionary_noun(space), "enum", words);
    if (says_more) {
        json_object_set(value, "enumDescriptions", meanings);
    }
    json_decref(meanings);
    return schema_define(schema, name, value);
}

json_t *schema_by_word(struct schema *schema, enum word_space space, const char *pattern,
                       json_t *value)
{
    json_t *properties = json_object(), *patterns = json_object();
    for (uint32_t i = 0; i < schema->dictionary.count; i++) {
        const struct word *word = &schema->dictionary.words[i];
        if (word->space == space) {
            json_object_set_new(properties, word->text,
                                schema_describe(json_copy(value), word_meaning(word)));
        }
    }
    if (pattern != NULL) {
        json_object_set(patterns, pattern, value);
    }
    if (!schema->twin) {
        json_object_set(patterns, CASE_VALUE, value);
    }
    json_decref(value);
    json_t *object = schema_object(properties);
    json_object_set_new(object, "patternProperties", patterns);
    return object;
}
