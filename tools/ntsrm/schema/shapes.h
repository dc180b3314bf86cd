/*
 * How the values of a kind can be written, one shape for each behaviour of kinds.h: a list of
 * alternatives, to which schema_kind adds that there may be a $name.
 */
#ifndef NTSRM_TOOLS_NTSRM_SCHEMA_SHAPES_H
#define NTSRM_TOOLS_NTSRM_SCHEMA_SHAPES_H

#include "ntsrm/schema/schema.h"

typedef json_t *shape(struct schema *schema, enum kind kind, enum schema_use use);

/* The alternatives with one more where values are only compared; takes both. */
json_t *shape_seen_too(json_t *alternatives, enum schema_use use, json_t *value);
/* The same with {exactly: ...} of them. */
json_t *shape_exactly_too(struct schema *schema, json_t *alternatives, enum schema_use use);

/* shapes_scalars.c */
shape shape_nothing, shape_word, shape_level, shape_mask, shape_number, shape_integer,
    shape_expiration, shape_flag, shape_text, shape_source, shape_guid, shape_sid, shape_label,
    shape_trust, shape_user, shape_sids, shape_session;
/* shapes_lists.c */
shape shape_groups, shape_token_groups, shape_privileges, shape_privilege, shape_privilege_list,
    shape_token_privileges, shape_privilege_set, shape_claims, shape_acl, shape_descriptor,
    shape_security_descriptor;
/* shapes_objects.c */
shape shape_structure, shape_pointed, shape_token_information, shape_port_message,
    shape_generic_mapping, shape_object_types, shape_results, shape_named, shape_token,
    shape_token_id, shape_object_id, shape_handle, shape_new_handle, shape_handles, shape_unwritten;

#endif
