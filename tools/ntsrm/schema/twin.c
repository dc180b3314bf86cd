/* What ntsrm export writes: a scenario whose cases are written out. */
#include "ntsrm/schema/schema.h"

#include "ntsrm/export/twin.h"

/* The world and the steps, which stand beside the cases or, where cases differ, in each. */
static const enum key_id shared_keys[] = {
    KEY_DOCUMENT_accounts, KEY_DOCUMENT_settings, KEY_DOCUMENT_logon_sessions, KEY_DOCUMENT_tokens,
    KEY_DOCUMENT_jobs,     KEY_DOCUMENT_objects,  KEY_DOCUMENT_processes,      KEY_DOCUMENT_steps,
};

static void add_key(struct schema *schema, json_t *properties, enum key_id id)
{
    const struct key *key = key_at(id);
    json_object_set_new(properties, key->text,
                        schema_describe(schema_document_value(schema, id), key->meaning));
}

static void add_shared(struct schema *schema, json_t *properties)
{
    for (size_t i = 0; i < sizeof shared_keys / sizeof *shared_keys; i++) {
        add_key(schema, properties, shared_keys[i]);
    }
}

static json_t *string(const char *description)
{
    return json_pack("{s:s, s:s}", "type", "string", "description", description);
}

static json_t *case_value(struct schema *schema)
{
    json_t *properties = json_object();
    json_object_set_new(properties, "id", string("of the case: unique, and never reused"));
    json_object_set_new(properties, "title", string("of the scenario, with the case's values"));
    json_object_set_new(properties, "profile", schema_words(schema, SPACE_PROFILE));
    add_key(schema, properties, KEY_DOCUMENT_policy);
    add_key(schema, properties, KEY_DOCUMENT_skip);
    add_key(schema, properties, KEY_DOCUMENT_xfail);
    add_shared(schema, properties);
    json_t *object = schema_object(properties);
    json_object_set_new(object, "required",
                        json_pack("[s,s,s,s]", "id", "title", "profile", "policy"));
    return object;
}

json_t *schema_twin(struct schema *schema)
{
    json_t *properties = json_pack("{s:{s:i, s:s}}", "twin", "const", TWIN_VERSION, "description",
                                   "the version of the format");
    json_object_set_new(properties, "suite", string("the version of the suite"));
    json_object_set_new(properties, "file", string("that the scenario stands in"));
    add_key(schema, properties, KEY_DOCUMENT_scenario);
    json_object_set_new(properties, "title", string("one sentence, with names of values of cases"));
    json_object_set_new(properties, "source", string("the page that says so"));
    add_key(schema, properties, KEY_DOCUMENT_tags);
    add_key(schema, properties, KEY_DOCUMENT_rules);
    add_shared(schema, properties);
    json_object_set_new(properties, "cases",
                        json_pack("{s:s, s:i, s:o}", "type", "array", "minItems", 1, "items",
                                  schema_define(schema, "case", case_value(schema))));
    json_t *object = schema_object(properties);
    json_object_set_new(object, "required",
                        json_pack("[s,s,s,s,s,s,s,s]", "twin", "file", "scenario", "title",
                                  "source", "tags", "rules", "cases"));
    json_object_set_new(object, "anyOf",
                        json_pack("[{s:[s]}, {s:{s:{s:{s:[s]}}}}]", "required", "steps",
                                  "properties", "cases", "items", "required", "steps"));
    return object;
}
