/* Groups, privileges, claims, lists of entries, descriptors. */
#include "ntsrm/schema/shapes.h"

/* ---- groups and privileges ---- */

static json_t *state(struct schema *schema, const char *name, enum word_space words,
                     enum kind attributes)
{
    if (schema_has(schema, name)) {
        return schema_reference(name);
    }
    json_t *list = shape_mask(schema, attributes, SCHEMA_GIVEN);
    json_array_insert_new(list, 0, schema_words(schema, words));
    return schema_define(schema, name, schema_any(schema, list));
}

static json_t *group_state(struct schema *schema)
{
    return state(schema, "state-of-a-group", SPACE_GROUP_STATE, KIND_GROUP_ATTRIBUTES);
}

static json_t *privilege_state(struct schema *schema)
{
    return state(schema, "state-of-a-privilege", SPACE_PRIVILEGE_STATE, KIND_PRIVILEGE_ATTRIBUTES);
}

static json_t *groups_by_sid(struct schema *schema)
{
    return json_pack("{s:s, s:o}", "type", "object", "additionalProperties", group_state(schema));
}

json_t *shape_groups(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *sids = schema_array(schema_kind(schema, KIND_SID, SCHEMA_SEEN)); /* NULL is one */
    (void)kind;
    return shape_exactly_too(schema, schema_list(sids, groups_by_sid(schema), NULL), use);
}

/* Those that calls take can come back, and have a name then. */
json_t *shape_token_groups(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *list = shape_groups(schema, kind, use);
    json_array_append_new(list, schema_name());
    return list;
}

json_t *shape_privileges(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *mapping = schema_by_word(schema, SPACE_PRIVILEGE, NULL, privilege_state(schema));
    (void)kind;
    return shape_exactly_too(schema, schema_list(mapping, NULL), use);
}

json_t *shape_privilege(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)kind;
    (void)use;
    return schema_list(schema_words(schema, SPACE_PRIVILEGE), schema_reference("integer"),
                       schema_name(), NULL);
}

/* A number, or the name of one that came back, stands for a privilege too. */
json_t *shape_privilege_list(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *mapping = schema_by_word(schema, SPACE_PRIVILEGE, "^(0x[0-9A-Fa-f]+|[0-9]+|[a-z].*)$",
                                     privilege_state(schema));
    json_t *list = schema_list(mapping, NULL);
    if (use == SCHEMA_SEEN) {
        return shape_exactly_too(schema, list, use);
    }
    if (kind != KIND_NEW_STATE) {
        json_array_append_new(list,
                              schema_array(schema_kind(schema, KIND_PRIVILEGE, SCHEMA_GIVEN)));
    }
    return list;
}

json_t *shape_token_privileges(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *list = shape_privilege_list(schema, kind, use);
    json_array_append_new(list, schema_name());
    return list;
}

json_t *shape_privilege_set(struct schema *schema, enum kind kind, enum schema_use use)
{
    if (use == SCHEMA_SEEN) {
        return shape_privilege_list(schema, kind, use);
    }
    return schema_list(schema_array(schema_kind(schema, KIND_PRIVILEGE, SCHEMA_GIVEN)),
                       schema_keys(schema, SPACE_PRIVILEGE_SET, use), schema_name(), NULL);
}

json_t *shape_claims(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *typed = schema_keys(schema, SPACE_CLAIM, SCHEMA_GIVEN);
    json_object_set_new(typed, "minProperties", json_integer(1));
    json_object_set_new(typed, "maxProperties", json_integer(1));
    json_t *value = schema_any(schema, schema_list(schema_text(), typed, NULL));
    json_t *values = schema_either(schema_list(value, schema_array(value), NULL));
    json_incref(value); /* it stands there twice */
    json_t *claims = json_pack("{s:s, s:o, s:o}", "type", "object", "propertyNames",
                               schema_string(), "additionalProperties", values);
    (void)kind;
    return shape_exactly_too(schema, schema_list(claims, NULL), use);
}

/* ---- lists of entries, descriptors ---- */

json_t *shape_acl(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *entry = schema_keys(schema, SPACE_ACE, SCHEMA_GIVEN);
    json_t *whose = kind == KIND_SACL
                        ? json_pack("[{s:[s]}]", "required", "audit")
                        : json_pack("[{s:[s]},{s:[s]}]", "required", "allow", "required", "deny");
    (void)use;
    json_object_set_new(entry, "anyOf", whose);
    return schema_list(schema_array(schema_any(schema, schema_list(entry, NULL))), schema_null(),
                       NULL);
}

#define SDDL_PATTERN "^\\(|:"

json_t *shape_descriptor(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *parts = schema_keys(schema, SPACE_DESCRIPTOR, use);
    (void)kind;
    for (const char *const *at = (const char *const[]){"sacl", "form", "hex", NULL}; *at; at++) {
        json_object_del(json_object_get(parts, "properties"), *at);
    }
    return schema_list(parts, schema_pattern(SDDL_PATTERN), schema_const("none"), NULL);
}

/* A part that a call is given may be a bad pointer; one that came back may be missing. */
static json_t *part_of_call(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *list = schema_list(schema_kind(schema, kind, use), schema_null(), NULL);
    if (use == SCHEMA_SEEN) {
        json_array_append_new(list, schema_const("none"));
    } else {
        json_array_append_new(list, schema_const("UNREADABLE"));
        json_array_append_new(list, schema_const("MALFORMED"));
    }
    return schema_either(list);
}

json_t *shape_security_descriptor(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *parts = schema_keys(schema, SPACE_DESCRIPTOR, use);
    json_t *properties = json_object_get(parts, "properties");
    json_t *label = schema_kind(schema, KIND_LABEL, SCHEMA_GIVEN);
    (void)kind;
    json_object_set_new(properties, "owner", part_of_call(schema, KIND_SID, use));
    json_object_set_new(properties, "group", part_of_call(schema, KIND_SID, use));
    json_object_set_new(properties, "dacl", part_of_call(schema, KIND_DACL, use));
    json_object_set_new(properties, "sacl", part_of_call(schema, KIND_SACL, use));
    json_object_set_new(
        properties, "label",
        schema_either(schema_list(label, schema_keys(schema, SPACE_LABEL, SCHEMA_GIVEN), NULL)));
    json_t *list = schema_list(parts, schema_pattern(SDDL_PATTERN), schema_name(), NULL);
    if (use == SCHEMA_GIVEN) {
        json_array_append_new(list, schema_const("MALFORMED"));
    }
    return list;
}
