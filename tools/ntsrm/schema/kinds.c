/* The kinds by the behaviours that read them, and the structures by their fields. */
#include "ntsrm/schema/shapes.h"

#include "scenario/kinds_private.h"

#include <assert.h>
#include <stdio.h>

static const char *const kind_ids[] = {
#define KIND(id, ...) [KIND_##id] = #id,
#include "scenario/kinds.def"
};

/* ---- all of them ---- */

static const struct {
    const struct kind_behaviour *behaviour;
    shape *shape;
} shapes[] = {
    {&kind_nothing, shape_nothing},
    {&kind_word, shape_word},
    {&kind_level, shape_level},
    {&kind_mask, shape_mask},
    {&kind_number, shape_number},
    {&kind_status, shape_word},
    {&kind_error, shape_word},
    {&kind_source, shape_source},
    {&kind_expiration, shape_expiration},
    {&kind_flag, shape_flag},
    {&kind_luid, shape_integer},
    {&kind_string, shape_text},
    {&kind_unicode_string, shape_text},
    {&kind_data, shape_text},
    {&kind_label, shape_label},
    {&kind_trust, shape_trust},
    {&kind_sid, shape_sid},
    {&kind_user, shape_user},
    {&kind_sids, shape_sids},
    {&kind_session, shape_session},
    {&kind_claims, shape_claims},
    {&kind_groups, shape_groups},
    {&kind_device_groups, shape_groups},
    {&kind_token_groups, shape_token_groups},
    {&kind_group_list, shape_groups},
    {&kind_privileges, shape_privileges},
    {&kind_privilege, shape_privilege},
    {&kind_token_privileges, shape_token_privileges},
    {&kind_privilege_list, shape_privilege_list},
    {&kind_privilege_set, shape_privilege_set},
    {&kind_dacl, shape_acl},
    {&kind_sacl, shape_acl},
    {&kind_descriptor, shape_descriptor},
    {&kind_descriptor_text, shape_descriptor},
    {&kind_security_descriptor, shape_security_descriptor},
    {&kind_generic_mapping, shape_generic_mapping},
    {&kind_guid, shape_guid},
    {&kind_object_types, shape_object_types},
    {&kind_results, shape_results},
    {&kind_port_message, shape_port_message},
    {&kind_structure, shape_structure},
    {&kind_attribute_list, shape_structure},
    {&kind_pointed, shape_pointed},
    {&kind_token_information, shape_token_information},
    {&kind_process_information, shape_unwritten},
    {&kind_token, shape_token},
    {&kind_copy_of, shape_named},
    {&kind_is_token, shape_token},
    {&kind_token_id, shape_token_id},
    {&kind_thread, shape_named},
    {&kind_process, shape_named},
    {&kind_object, shape_token},
    {&kind_pipe_end, shape_named},
    {&kind_client_context, shape_named},
    {&kind_subject_context, shape_named},
    {&kind_state, shape_named},
    {&kind_handle, shape_handle},
    {&kind_new_handle, shape_new_handle},
    {&kind_handles, shape_handles},
    {&kind_object_id, shape_object_id},
};

static shape *shape_of(enum kind kind)
{
    size_t i = 0;
    while (shapes[i].behaviour != kind_row(kind)->behaviour) {
        i++;
        assert(i < sizeof shapes / sizeof *shapes);
    }
    return shapes[i].shape;
}

json_t *schema_kind(struct schema *schema, enum kind kind, enum schema_use use)
{
    char name[80];
    snprintf(name, sizeof name, "%skind.%s", use == SCHEMA_SEEN ? "seen." : "", kind_ids[kind]);
    if (schema_has(schema, name)) {
        return schema_reference(name);
    }
    json_t *value = schema_any(schema, shape_of(kind)(schema, kind, use));
    return schema_define(schema, name, schema_describe(value, kind_row(kind)->description));
}

/* ---- structures by their fields ---- */

static bool is_pointer(const struct field *field)
{
    return field->form == FIELD_POINTER || field->form == FIELD_SID_AND_ATTRIBUTES;
}

static json_t *field_value(struct schema *schema, const struct field *field, enum schema_use use)
{
    json_t *value = schema_kind(schema, field->kind, use);
    if (is_pointer(field)) {
        value = schema_either(schema_list(value, schema_null(), schema_const("UNREADABLE"),
                                          schema_const("MALFORMED"), NULL));
    }
    return schema_describe(value, kind_row(field->kind)->description);
}

json_t *schema_fields(struct schema *schema, enum word_space structure, enum schema_use use)
{
    json_t *properties = json_object(), *needed = json_array();
    for (const struct field *field = structure_fields(structure); field->structure == structure;
         field++) {
        if (use == SCHEMA_GIVEN && field->use == FIELD_READ) {
            continue;
        }
        json_object_set_new(properties, field->name, field_value(schema, field, use));
        if (use == SCHEMA_GIVEN && field->use == FIELD_NEEDED) {
            json_array_append_new(needed, json_string(field->name));
        }
    }
    json_t *object = schema_object(properties);
    json_object_set_new(object, "required", needed);
    return object;
}

json_t *schema_structure(struct schema *schema, enum word_space structure, enum schema_use use)
{
    char name[80];
    snprintf(name, sizeof name, "%sstructure.%s", use == SCHEMA_SEEN ? "seen." : "",
             schema_space_id(structure));
    if (schema_has(schema, name)) {
        return schema_reference(name);
    }
    json_t *object = schema_fields(schema, structure, use);
    return schema_define(schema, name, schema_any(schema, schema_list(object, NULL)));
}
