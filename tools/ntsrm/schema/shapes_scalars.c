/* Words, numbers, texts and SIDs. */
#include "ntsrm/schema/shapes.h"

/* One more alternative where values are only compared. */
json_t *shape_seen_too(json_t *alternatives, enum schema_use use, json_t *value)
{
    if (use == SCHEMA_SEEN) {
        json_array_append(alternatives, value);
    }
    json_decref(value);
    return alternatives;
}

/* {exactly: list} */
static json_t *exactly(json_t *list)
{
    json_t *object = schema_object(json_pack("{s:o}", "exactly", list));
    json_object_set_new(object, "minProperties", json_integer(1));
    return object;
}

json_t *shape_exactly_too(struct schema *schema, json_t *alternatives, enum schema_use use)
{
    json_t *list = json_deep_copy(alternatives);
    return shape_seen_too(alternatives, use, exactly(schema_any(schema, list)));
}

/* ---- words and numbers ---- */

json_t *shape_nothing(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)schema;
    (void)kind;
    (void)use;
    return schema_list(schema_const("VOID"), NULL);
}

json_t *shape_word(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)use;
    json_t *list = schema_list(schema_words(schema, kind_row(kind)->words), NULL);
    if (kind_row(kind)->words != SPACE_BOOLEAN) {
        json_array_append_new(list, schema_number());
    }
    return list;
}

json_t *shape_level(struct schema *schema, enum kind kind, enum schema_use use)
{
    return shape_seen_too(shape_word(schema, kind, use), use, schema_const("none"));
}

json_t *shape_mask(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *element = schema_any(schema, shape_word(schema, kind, use));
    json_t *list = shape_word(schema, kind, use);
    json_array_append_new(list, schema_array(element));
    return list;
}

json_t *shape_number(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)schema;
    (void)kind;
    (void)use;
    return schema_list(schema_number(), schema_name(), NULL);
}

json_t *shape_integer(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)schema;
    (void)kind;
    (void)use;
    return schema_list(schema_reference("integer"), NULL);
}

json_t *shape_expiration(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *list = shape_integer(schema, kind, use);
    json_array_append_new(list, schema_const("never"));
    return list;
}

json_t *shape_flag(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *list = shape_integer(schema, kind, use);
    json_array_append_new(list, schema_words(schema, kind_row(kind)->words));
    return list;
}

/* ---- texts ---- */

json_t *shape_text(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)schema;
    (void)kind;
    (void)use;
    return schema_list(schema_reference("text"), NULL);
}

json_t *shape_source(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *text = schema_text();
    (void)schema;
    (void)kind;
    (void)use;
    json_object_set_new(text, "maxLength", json_integer(8));
    return schema_list(text, NULL);
}

json_t *shape_guid(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)schema;
    (void)kind;
    (void)use;
    return schema_list(schema_pattern("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"),
                       NULL);
}

/* ---- SIDs ---- */

/* An account may have any name, so that the well-known ones are only proposed. */
json_t *shape_sid(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *other = schema_pattern("^(?!S-1-).|^S-1-(0x[0-9A-Fa-f]+|[0-9]+)(-[0-9]+){1,15}$");
    json_t *list = schema_list(schema_words(schema, SPACE_SID), other, NULL);
    (void)kind;
    return shape_seen_too(list, use, schema_null());
}

json_t *shape_label(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *list = shape_word(schema, kind, use);
    json_array_append_new(list, schema_kind(schema, KIND_SID, SCHEMA_GIVEN));
    return list;
}

json_t *shape_trust(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)schema;
    (void)kind;
    (void)use;
    return schema_list(schema_pattern("^(S-1-19-|[^S])"), schema_null(), NULL);
}

json_t *shape_user(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *deny_only =
        json_pack("{s:s, s:o, s:i, s:i}", "type", "object", "additionalProperties",
                  schema_const("deny-only"), "minProperties", 1, "maxProperties", 1);
    (void)kind;
    return schema_list(schema_kind(schema, KIND_SID, use), deny_only, NULL);
}

json_t *shape_sids(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *sids = schema_array(schema_kind(schema, KIND_SID, SCHEMA_GIVEN));
    (void)kind;
    return shape_exactly_too(schema, schema_list(sids, NULL), use);
}

json_t *shape_session(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)use;
    return schema_list(schema_words(schema, kind_row(kind)->words), schema_reference("integer"),
                       schema_string(), NULL);
}
