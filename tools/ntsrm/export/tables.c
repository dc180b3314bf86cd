/* What the words of twins mean, for those who have no headers of NT. */
#include "ntsrm/export/twin.h"

#include "scenario/calls.h"
#include "scenario/dictionary.h"
#include "scenario/keys.h"
#include "scenario/kinds.h"

#include "ex/rules.h"
#include "rtl/mapping.h"
#include "rtl/sid.h"
#include "se/names.h"
#include "se/templates.h"

#include <stdio.h>
#include <string.h>

/* ---- constants by space ---- */

static const struct {
    enum word_space space;
    const char *name;
} spaces[] = {
#define SPACE(id, noun) {SPACE_##id, #id},
#include "scenario/constants.def"
};

/* What has numbers of its own: not rules, calls and the like. */
static bool has_numbers(enum word_space space)
{
    static const enum word_space others[] = {
        SPACE_CALL,
        SPACE_RULE,
        SPACE_POLICY,
        SPACE_PROFILE,
        SPACE_SID,
        SPACE_TEMPLATE,
        SPACE_ALLOCATION,
        SPACE_OBJECT_TYPE,
        SPACE_TOKEN_PROPERTY,
        SPACE_THREAD_PROPERTY,
        SPACE_PROCESS_PROPERTY,
        SPACE_PORT_PROPERTY,
        SPACE_OBJECT_PROPERTY,
        SPACE_CLIENT_PROPERTY,
        SPACE_SUBJECT_PROPERTY,
        SPACE_STATE_PROPERTY,
        SPACE_HANDLE_PROPERTY,
        SPACE_PIPE_END_PROPERTY,
        SPACE_GROUP_STATE,
        SPACE_PRIVILEGE_STATE,
        SPACE_DESCRIPTOR_FORM,
        SPACE_SETTING,
        SPACE_FINDING,
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (others[i] == space) {
            return false;
        }
    }
    return true;
}

static json_t *constants(const struct dictionary *dictionary)
{
    json_t *all = json_object();
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        if (!has_numbers(spaces[i].space)) {
            continue;
        }
        json_t *words = json_object();
        for (uint32_t j = 0; j < dictionary->count; j++) {
            const struct word *word = &dictionary->words[j];
            if (word->space == spaces[i].space) {
                json_object_set_new(words, word->text, json_integer((json_int_t)word->value));
            }
        }
        json_object_set_new(all, spaces[i].name, words);
    }
    return all;
}

/* ---- SIDs, types of objects ---- */

static json_t *known_sids(void)
{
    json_t *sids = json_object();
    for (size_t i = 0; i < rtl_known_sid_count(); i++) {
        const struct rtl_known_sid *row = rtl_known_sid_at(i);
        json_object_set_new(sids, row->name, json_string(row->text));
        if (row->alias[0] != '\0') {
            json_object_set_new(sids, row->alias, json_string(row->text));
        }
    }
    return sids;
}

static json_t *mappings(void)
{
    json_t *types = json_object();
    for (unsigned i = 0; i < RTL_MAPPED_COUNT; i++) {
        const GENERIC_MAPPING *mapping = rtl_mapping(SRM_PROFILE_LAST, (enum rtl_mapped_type)i);
        json_object_set_new(types, rtl_mapped_name((enum rtl_mapped_type)i),
                            json_pack("{s:I,s:I,s:I,s:I}", "GenericRead",
                                      (json_int_t)mapping->GenericRead, "GenericWrite",
                                      (json_int_t)mapping->GenericWrite, "GenericExecute",
                                      (json_int_t)mapping->GenericExecute, "GenericAll",
                                      (json_int_t)mapping->GenericAll));
    }
    return types;
}

/* ---- templates ---- */

static json_t *privileges_of(uint64_t set)
{
    json_t *list = json_array();
    for (LONG i = SE_PRIVILEGE_FIRST; i <= SE_PRIVILEGE_LAST; i++) {
        if (set & SE_PRIVILEGE_BIT(i)) {
            json_array_append_new(list, json_string(se_privilege_name(i)));
        }
    }
    return list;
}

static json_t *template_value(const struct se_template *template)
{
    json_t *groups = json_object(), *value = json_object();
    for (size_t i = 0; i < template->group_count; i++) {
        json_object_set_new(groups, template->groups[i].sid,
                            json_integer((json_int_t) template->groups[i].attributes));
    }
    if (template->user != NULL) {
        json_object_set_new(value, "user", json_string(template->user));
    }
    if (template->owner != NULL) {
        json_object_set_new(value, "owner", json_string(template->owner));
    }
    json_object_set_new(value, "groups", groups);
    json_object_set_new(value, "privileges-enabled", privileges_of(template->on));
    json_object_set_new(value, "privileges-disabled", privileges_of(template->off));
    json_object_set_new(value, "integrity", json_integer((json_int_t) template->integrity));
    json_object_set_new(value, "session", json_integer((json_int_t) template->session));
    json_object_set_new(value, "type", json_integer(template->type));
    json_object_set_new(value, "level", json_integer(template->level));
    json_object_set_new(value, "elevation", json_integer(template->elevation));
    json_object_set_new(value, "elevated", json_boolean(template->elevated));
    json_object_set_new(value, "filtered", json_boolean(template->filtered));
    json_object_set_new(value, "system-default-dacl", json_boolean(template->system_dacl));
    return value;
}

static json_t *templates(void)
{
    json_t *all = json_object();
    const char *name;
    for (size_t i = 0; (name = se_template_name(i)) != NULL; i++) {
        json_object_set_new(all, name, template_value(se_template_by_name(name)));
    }
    return all;
}

/* ---- versions and contested points ---- */

static json_t *profiles(void)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < SRM_PROFILE_COUNT; i++) {
        json_array_append_new(list, json_string(ex_profile_name((enum srm_profile)i)));
    }
    return list;
}

static json_t *policies(void)
{
    json_t *all = json_object();
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)i);
        char name[64];
        if (row->yes != NULL) {
            json_object_set_new(all, ex_policy_name((enum ex_rule_id)i, name, sizeof name),
                                json_pack("{s:[s,s], s:s, s:s}", "words", row->yes, row->no,
                                          "default", row->standard ? row->yes : row->no, "meaning",
                                          row->sentence));
        }
    }
    return all;
}

/* ---- calls ---- */

static json_t *parameter_value(const struct call_parameter *parameter)
{
    static const char *const uses[] = {
        [PARAMETER_IN] = "in",
        [PARAMETER_OUT] = "out",
        [PARAMETER_IN_OUT] = "in-out",
        [PARAMETER_CONSUMED] = "used-up",
        [PARAMETER_GIVEN_BACK] = "given-back",
    };
    const struct kind_row *kind = kind_row(parameter->kind);
    return json_pack("{s:s, s:s, s:s, s:b, s:s}", "name", parameter->name, "type", kind->name,
                     "use", uses[parameter->use], "optional", (int)parameter->optional, "written",
                     kind->description);
}

static json_t *call_value(const struct call *call)
{
    static const char *const modes[] = {
        [CALL_KERNEL] = "KernelMode",
        [CALL_NT] = "of the step",
        [CALL_ZW] = "KernelMode",
        [CALL_WIN32] = "UserMode",
    };
    json_t *parameters = json_array(), *results = json_object();
    for (const struct call_parameter *at = call->parameters; at->name != NULL; at++) {
        json_array_append_new(parameters, parameter_value(at));
    }
    for (const struct call_result *at = call->results; at->name != NULL; at++) {
        json_object_set_new(results, at->name, json_string(at->when));
    }
    return json_pack("{s:s, s:s, s:s, s:b, s:o, s:s, s:o}", "header", call->header, "source",
                     call->source, "previous-mode", modes[call->family], "sets-last-error",
                     call->family == CALL_WIN32, "parameters", parameters, "returns",
                     kind_row(call->returns)->name, "results", results);
}

static json_t *calls(void)
{
    json_t *all = json_object();
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        json_object_set_new(all, call->name, call_value(call));
    }
    return all;
}

json_t *twin_tables(void)
{
    struct dictionary dictionary = {0};
    dictionary_init(&dictionary);
    json_t *tables = json_object();
    json_object_set_new(tables, "twin", json_integer(TWIN_VERSION));
    json_object_set_new(tables, "profiles", profiles());
    json_object_set_new(tables, "policies", policies());
    json_object_set_new(tables, "sids", known_sids());
    json_object_set_new(tables, "templates", templates());
    json_object_set_new(tables, "generic-mappings", mappings());
    json_object_set_new(tables, "constants", constants(&dictionary));
    json_object_set_new(tables, "calls", calls());
    dictionary_free(&dictionary);
    return tables;
}
