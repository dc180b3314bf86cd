/* check: what must be true of the world after a step. */
#include "ntsrm/schema/schema.h"

#include "scenario/properties.h"
#include "scenario/text.h"

/* A property of one name may belong to several kinds of objects. */
static void add_alternative(json_t *properties, const char *name, json_t *value)
{
    json_t *known = json_object_get(properties, name);
    if (known == NULL) {
        json_object_set_new(properties, name, schema_either(schema_list(value, NULL)));
        return;
    }
    json_t *list = json_object_get(known, "anyOf");
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (json_equal(json_array_get(list, i), value)) {
            json_decref(value);
            return;
        }
    }
    json_array_append_new(list, value);
}

/*
 * Of which kind an object is its name does not say, so that it may have all properties that any
 * has, and the fields of all structures that come back.
 */
static json_t *all_properties(struct schema *schema)
{
    json_t *properties = json_object();
    const struct property *property;
    const struct field *field;
    for (size_t i = 0; (property = property_at(i)) != NULL; i++) {
        add_alternative(properties, property->name,
                        schema_kind(schema, property->kind, SCHEMA_SEEN));
    }
    for (size_t i = 0; (field = field_at(i)) != NULL; i++) {
        add_alternative(properties, field->name, schema_kind(schema, field->kind, SCHEMA_SEEN));
    }
    /* Of messages and of descriptors that come back. */
    add_alternative(properties, "Data", schema_reference("text"));
    for (unsigned i = KEY_BEGIN_DESCRIPTOR; key_at((enum key_id)i)->space == SPACE_DESCRIPTOR;
         i++) {
        const char *key = key_at((enum key_id)i)->text;
        json_t *descriptor = json_object_get(schema->definitions, "seen.kind.SECURITY_DESCRIPTOR");
        json_t *parts = json_array_get(json_object_get(descriptor, "anyOf"), 0);
        json_t *value = json_object_get(json_object_get(parts, "properties"), key);
        if (value != NULL) {
            add_alternative(properties, key, json_incref(value));
        }
    }
    return properties;
}

/*
 * Groups that came back. Their names may be anything, so that a number for their attributes would
 * let every misspelt property pass.
 */
static json_t *groups(struct schema *schema)
{
    json_t *states = schema_words(schema, SPACE_GROUP_STATE);
    json_t *constants = schema_array(
        schema_any(schema, schema_list(schema_words(schema, SPACE_GROUP_ATTRIBUTES), NULL)));
    json_t *state = schema_any(schema, schema_list(states, constants, NULL));
    json_t *mapping = json_pack("{s:s, s:O}", "type", "object", "additionalProperties", state);
    json_t *whole = schema_object(json_pack("{s:O}", "exactly", mapping));
    json_decref(state);
    return schema_either(schema_list(mapping, whole, NULL));
}

/* What a name is compared with: its properties, or a value that came back as a whole. */
static json_t *checked(struct schema *schema)
{
    json_decref(schema_kind(schema, KIND_SECURITY_DESCRIPTOR, SCHEMA_SEEN));
    json_t *properties = all_properties(schema);
    json_t *exactly = schema_object(json_copy(properties));
    json_object_set_new(properties, "exactly",
                        schema_describe(exactly, "every list in it is a whole one"));
    json_t *list = schema_list(schema_object(properties), schema_reference("text"),
                               schema_kind(schema, KIND_ACCESS_LIST, SCHEMA_SEEN),
                               schema_kind(schema, KIND_STATUS_LIST, SCHEMA_SEEN),
                               schema_kind(schema, KIND_ERROR_LIST, SCHEMA_SEEN), groups(schema),
                               schema_kind(schema, KIND_PRIVILEGE_SET, SCHEMA_SEEN), NULL);
    return schema_any(schema, list);
}

static json_t *counts(struct schema *schema)
{
    json_t *number = schema_kind(schema, KIND_NUMBER, SCHEMA_GIVEN);
    return schema_any(schema, schema_list(json_pack("{s:s, s:o}", "type", "object",
                                                    "additionalProperties", number),
                                          NULL));
}

static json_t *reserved_value(struct schema *schema, enum key_id key)
{
    switch ((int)key) {
    case KEY_RESERVED_unchanged:
        return schema_any(schema, schema_list(json_pack("{s:b}", "const", 1), NULL));
    case KEY_RESERVED_tokens:
        return schema_kind(schema, KIND_NUMBER, SCHEMA_GIVEN);
    default:
        return counts(schema);
    }
}

json_t *schema_check(struct schema *schema)
{
    json_t *properties = json_object();
    struct text pattern = {0}; /* of all names but the reserved words */
    text_append_string(&pattern, "^(?!(");
    for (unsigned i = KEY_BEGIN_RESERVED; i < KEY_COUNT; i++) {
        const struct key *key = key_at((enum key_id)i);
        if (key->space == SPACE_RESERVED) {
            text_append_format(&pattern, "%s%s", i > KEY_BEGIN_RESERVED ? "|" : "", key->text);
            json_object_set_new(
                properties, key->text,
                schema_describe(reserved_value(schema, (enum key_id)i), key->meaning));
        }
    }
    text_append_string(&pattern, ")$)([a-z][a-z0-9-]*(\\.[A-Za-z]+)?$|\\$.)");
    json_t *names = json_object(), *check = schema_object(properties);
    json_object_set_new(names, pattern.bytes, schema_define(schema, "checked", checked(schema)));
    json_object_set_new(check, "patternProperties", names);
    text_free(&pattern);
    return schema_define(schema, "check", schema_any(schema, schema_list(check, NULL)));
}
