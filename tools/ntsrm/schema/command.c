/* ntsrm schema: what a scenario looks like, for editors and validators. */
#include "ntsrm/command.h"
#include "ntsrm/json.h"
#include "ntsrm/page.h"
#include "ntsrm/schema/schema.h"

#include <stdlib.h>

enum schema_option { SCHEMA_TWIN, SCHEMA_OPTION_COUNT };

static const struct option options[] = {
    [SCHEMA_TWIN] = {"twin", NULL, "of what 'ntsrm export' writes"},
    [SCHEMA_OPTION_COUNT] = {0},
};

static enum exit_code schema_run(const struct invocation *invocation)
{
    json_memory_begin();
    json_t *schema = schema_make(invocation->option_count > 0);
    char *text = json_dumps(schema, JSON_INDENT(1));
    text_append_string(&invocation->page->text, text);
    text_append_string(&invocation->page->text, "\n");
    free(text);
    json_decref(schema);
    return CODE_PASSED;
}

const struct command command_schema = {
    .name = "schema",
    .operands = "",
    .least = 0,
    .most = 0,
    .summary = "the JSON Schema of scenarios, for editors and validators",
    .details =
        "The schema (draft 7) knows every key, call, parameter, status and constant, and what each "
        "of them means, so that an editor can complete and explain them. It holds for files of "
        "scenarios and of fixtures, document by document, as YAML 1.2 reads them.\n"
        "An editor that uses the YAML language server finds it by this line at the head of a "
        "file, if the schema has been written beside it:\n"
        "# yaml-language-server: $schema=ntsrm.schema.json",
    .options = options,
    .run = schema_run,
};
