#include "ntsrm/run/selection.h"

#include "ntsrm/options.h"
#include "ntsrm/run/failed_ids.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FILTER_LIMIT 1000
#define SHARDS_LIMIT 1000000UL

/* ---- options ---- */

bool selection_filter(struct selection *selection, const struct command *command, const char *name,
                      const char *expression, bool as_id)
{
    regex_t *filter = &selection->filters[selection->filter_count];
    /* The C library's parser calls itself for every bracket, as deep as there is stack. */
    if (strlen(expression) > FILTER_LIMIT) {
        usage_error(command, "%s is longer than %d characters", name, FILTER_LIMIT);
        return false;
    }
    int problem = regcomp(filter, expression, REG_EXTENDED | REG_NOSUB);
    if (problem != 0) {
        char message[200];
        regerror(problem, filter, message, sizeof message);
        usage_error(command, "%s=%s: %s", name, expression, message);
        return false;
    }
    selection->exact[selection->filter_count++] = as_id ? expression : NULL;
    return true;
}

/* A number from 1 on; *end: what follows it. 0 if there is none. */
static unsigned long count_read(const char *text, const char **end)
{
    char *after;
    *end = text;
    if (*text < '0' || *text > '9') {
        return 0;
    }
    unsigned long count = strtoul(text, &after, 10);
    *end = after;
    return count <= SHARDS_LIMIT ? count : 0;
}

bool selection_shard(struct selection *selection, const struct command *command, const char *name,
                     const char *text)
{
    const char *at;
    unsigned long shard = count_read(text, &at);
    unsigned long count = *at == '/' ? count_read(at + 1, &at) : 0;
    if (shard == 0 || count == 0 || *at != '\0' || shard > count) {
        usage_error(command, "%s is I/N, shard I of N from 1/N to N/N, not '%s'", name, text);
        return false;
    }
    selection->shard = (unsigned)shard;
    selection->shard_count = (unsigned)count;
    return true;
}

/* ---- parts of files ---- */

/* The lines of a scenario go on until the next one begins. */
static bool scenario_has_line(const struct runner *runner, size_t scenario, unsigned long line)
{
    const struct scenario_info *info = runner_scenario(runner, scenario);
    bool first = scenario == 0;
    bool last = scenario + 1 == runner_scenario_count(runner);
    return (first || line >= info->place.line) &&
           (last || line < runner_scenario(runner, scenario + 1)->place.line);
}

/* Lines count from 1, and there are as many as the text has. */
static bool file_has_line(const struct runner *runner, unsigned long line)
{
    const struct diagnostics *file = runner_diagnostics(runner, 0);
    const char *end = file->source + file->source_length;
    unsigned long last = 0;
    for (const char *at = file->source; at < end && last < line; last++) {
        const char *break_at = memchr(at, '\n', (size_t)(end - at));
        at = break_at != NULL ? break_at + 1 : end;
    }
    return line > 0 && last == line;
}

/* A line inside a row means its cases, any other line of a scenario all of its cases. */
static bool case_has_line(const struct runner *runner, size_t index, unsigned long line)
{
    const struct case_info info = runner_case(runner, index);
    if (!scenario_has_line(runner, info.scenario, line) || !file_has_line(runner, line)) {
        return false;
    }
    return !runner_row_has_line(runner, info.scenario, line) ||
           (line >= info.place.line && line <= info.end_line);
}

static bool is_id(struct runner *runner, size_t index, const char *part, const char *profile)
{
    struct text scratch = {0};
    bool is = strcmp(part, runner_case_id(runner, index)) == 0 ||
              strcmp(part, selection_case_id(&scratch, runner, index, profile)) == 0;
    text_free(&scratch);
    return is;
}

static bool part_has(struct runner *runner, size_t index, const char *part, const char *profile)
{
    if (part == NULL) {
        return true;
    }
    if (part[strspn(part, "0123456789")] == '\0') {
        return case_has_line(runner, index, strtoul(part, NULL, 10));
    }
    const struct case_info info = runner_case(runner, index);
    return strcmp(part, runner_scenario(runner, info.scenario)->id) == 0 ||
           is_id(runner, index, part, profile);
}

bool selection_names(struct targets *targets, struct target *target, struct runner *runner,
                     size_t index, const char *profile)
{
    bool names = false;
    size_t next;
    do {
        bool has = part_has(runner, index, target->part, profile);
        target->met |= has;
        names |= has;
        next = target->next_part;
        target = &targets->list[next];
    } while (next != 0);
    return names;
}

/* ---- cases ---- */

const char *selection_case_id(struct text *scratch, struct runner *runner, size_t index,
                              const char *profile)
{
    const char *id = runner_case_id(runner, index);
    if (profile == NULL || runner_case(runner, index).names_profile) {
        return id;
    }
    size_t length = strcspn(id, "[");
    text_reset(scratch);
    text_append(scratch, id, length);
    text_append_format(scratch, "[profile=%s%s", profile, id[length] == '[' ? "," : "]");
    text_append_string(scratch, id + length + (id[length] == '['));
    return scratch->bytes;
}

static bool has_tag(const struct runner *runner, size_t index, const regex_t *filter)
{
    size_t scenario = runner_case(runner, index).scenario;
    const char *tag;
    for (size_t i = 0; (tag = runner_scenario_tag(runner, scenario, i)) != NULL; i++) {
        if (regexec(filter, tag, 0, NULL, 0) == 0) {
            return true;
        }
    }
    return false;
}

bool selection_matches(const struct selection *selection, struct runner *runner, size_t index,
                       const char *id)
{
    for (size_t i = 0; i < selection->filter_count; i++) {
        const regex_t *filter = &selection->filters[i];
        const char *exact = selection->exact[i];
        if (regexec(filter, id, 0, NULL, 0) != 0 && (exact == NULL || strcmp(exact, id) != 0) &&
            regexec(filter, runner_case_title(runner, index), 0, NULL, 0) != 0 &&
            !has_tag(runner, index, filter)) {
            return false;
        }
    }
    return selection->failed == NULL || failed_ids_has(selection->failed, id);
}

/* FNV-1a and the last step of MurmurHash3: published, and the same on every machine. */
static uint64_t id_hash(const char *id)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (const char *at = id; *at != '\0'; at++) {
        hash = (hash ^ (unsigned char)*at) * UINT64_C(0x100000001B3);
    }
    hash = (hash ^ hash >> 33) * UINT64_C(0xFF51AFD7ED558CCD);
    hash = (hash ^ hash >> 33) * UINT64_C(0xC4CEB9FE1A85EC53);
    return hash ^ hash >> 33;
}

bool selection_has_part(const struct selection *selection, const char *id)
{
    return selection->shard_count <= 1 ||
           id_hash(id) % selection->shard_count == selection->shard - 1;
}

void selection_free(struct selection *selection)
{
    for (size_t i = 0; i < selection->filter_count; i++) {
        regfree(&selection->filters[i]);
    }
    selection->filter_count = 0;
}
