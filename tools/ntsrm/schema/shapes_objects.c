/* Structures, objects and handles. */
#include "ntsrm/schema/shapes.h"

/* ---- structures ---- */

json_t *shape_structure(struct schema *schema, enum kind kind, enum schema_use use)
{
    return schema_list(schema_structure(schema, kind_row(kind)->words, use), NULL);
}

json_t *shape_pointed(struct schema *schema, enum kind kind, enum schema_use use)
{
    return schema_list(schema_kind(schema, structure_fields(kind_row(kind)->words)->kind, use),
                       schema_const("UNREADABLE"), schema_const("MALFORMED"), schema_null(), NULL);
}

/* Information of any class: its fields are those of one structure. */
json_t *shape_token_information(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *list = json_array();
    (void)kind;
    for (uint64_t class = 0; class < 64; class ++) {
        const enum word_space structure = information_structure(class);
        if (structure != SPACE_NONE) {
            json_array_append_new(list, schema_structure(schema, structure, use));
        }
    }
    json_array_append_new(list, json_pack("{s:s, s:i}", "type", "object", "maxProperties", 0));
    return list;
}

json_t *shape_port_message(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *message = schema_fields(schema, kind_row(kind)->words, use);
    json_t *properties = json_object_get(message, "properties");
    json_object_set_new(properties, "Data", schema_reference("text"));
    if (use == SCHEMA_GIVEN) {
        json_object_set_new(properties, "copy-of", schema_name());
    }
    return schema_list(message, schema_name(), NULL);
}

json_t *shape_generic_mapping(struct schema *schema, enum kind kind, enum schema_use use)
{
    return schema_list(schema_words(schema, SPACE_OBJECT_TYPE),
                       schema_structure(schema, kind_row(kind)->words, use), NULL);
}

json_t *shape_object_types(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)kind;
    return schema_list(schema_array(schema_structure(schema, SPACE_TYPE_ENTRY, use)), NULL);
}

json_t *shape_results(struct schema *schema, enum kind kind, enum schema_use use)
{
    const enum kind element = kind == KIND_ACCESS_LIST   ? KIND_ACCESS
                              : kind == KIND_STATUS_LIST ? KIND_STATUS
                                                         : KIND_ERROR;
    return schema_list(schema_array(schema_kind(schema, element, use)), NULL);
}

/* ---- objects ---- */

/* By name; NULL and none stand for nothing. */
json_t *shape_named(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)schema;
    (void)kind;
    json_t *list = schema_list(schema_name(), schema_null(), NULL);
    return shape_seen_too(list, use, schema_const("none"));
}

json_t *shape_token(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *copy = schema_object(json_pack("{s:o}", "copy-of", schema_name()));
    return shape_seen_too(shape_named(schema, kind, use), use, copy);
}

json_t *shape_token_id(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *object =
        schema_object(json_pack("{s:o, s:o}", "same-as", schema_name(), "not", schema_name()));
    (void)schema;
    (void)kind;
    (void)use;
    json_object_set_new(object, "minProperties", json_integer(1));
    json_object_set_new(object, "maxProperties", json_integer(1));
    return schema_list(object, NULL);
}

json_t *shape_object_id(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)schema;
    (void)kind;
    (void)use;
    return schema_list(schema_reference("integer"), schema_name(), NULL);
}

json_t *shape_handle(struct schema *schema, enum kind kind, enum schema_use use)
{
    json_t *list = schema_list(schema_name(), schema_words(schema, kind_row(kind)->words),
                               schema_reference("integer"), schema_null(), NULL);
    if (use == SCHEMA_GIVEN) {
        json_array_append_new(list, schema_keys(schema, SPACE_HANDLE, use));
    }
    return list;
}

json_t *shape_new_handle(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)use;
    return schema_list(schema_const("HANDLE"), schema_null(),
                       schema_words(schema, kind_row(kind)->words), schema_reference("integer"),
                       NULL);
}

json_t *shape_handles(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)kind;
    return schema_list(schema_array(schema_kind(schema, KIND_HANDLE, use)), NULL);
}

/* Parts of it are bound under names; as a whole it is never written. */
json_t *shape_unwritten(struct schema *schema, enum kind kind, enum schema_use use)
{
    (void)schema;
    (void)kind;
    (void)use;
    return schema_list(schema_null(), NULL);
}
