#include "settings.h"

#include "options.h"

#include "ex/rules.h"

#include <stdio.h>
#include <string.h>

#define POLICY_SIZE 64 /* more than any switch is long */

/* One that was given before counts where it stands now. */
static void profile_add(struct settings *settings, enum srm_profile profile)
{
    size_t count = 0;
    for (size_t i = 0; i < settings->profile_count; i++) {
        if (settings->profiles[i] != profile) {
            settings->profiles[count++] = settings->profiles[i];
        }
    }
    settings->profiles[count++] = profile;
    settings->profile_count = count;
}

static bool unknown_profile(const struct settings *settings, const char *word)
{
    usage_error(settings->command, "unknown version '%s'", word);
    fprintf(stderr, "help: the versions are");
    for (size_t i = 0; i < SRM_PROFILE_COUNT; i++) {
        fprintf(stderr, "%s %s", i > 0 ? "," : "", ex_profile_name((enum srm_profile)i));
    }
    fprintf(stderr, "\n");
    return false;
}

static bool profile_read(struct settings *settings, const char *word)
{
    enum srm_profile profile = ex_profile_by_name(word);
    if (profile == SRM_PROFILE_COUNT) {
        return unknown_profile(settings, word);
    }
    profile_add(settings, profile);
    return true;
}

static bool unknown_policy(const struct settings *settings, const char *name)
{
    char names[RULE_COUNT][POLICY_SIZE];
    const char *known[RULE_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (ex_rule_row((enum ex_rule_id)i)->yes != NULL) {
            known[count++] = ex_policy_name((enum ex_rule_id)i, names[i], sizeof names[i]);
        }
    }
    usage_error(settings->command, "unknown policy '%s'", name);
    print_nearest("", name, known, count);
    return false;
}

/* The last answer to a point counts. */
static void policy_set(struct settings *settings, enum ex_rule_id id, bool answer)
{
    size_t at = 0;
    while (at < settings->policy_count && settings->policies[at].policy != id) {
        at++;
    }
    settings->policies[at] = (struct run_policy){.policy = id, .answer = answer};
    settings->policy_count += at == settings->policy_count;
}

/* "dynamic-remote=reference". */
static bool policy_read(struct settings *settings, const char *text)
{
    char name[POLICY_SIZE];
    size_t length = strcspn(text, "=");
    if (text[length] == '\0' || length >= sizeof name) {
        usage_error(settings->command, "--policy is SWITCH=WORD, not '%s'", text);
        return false;
    }
    memcpy(name, text, length);
    name[length] = '\0';
    const char *word = text + length + 1;
    enum ex_rule_id id = ex_policy_by_name(name);
    if (id == RULE_COUNT) {
        return unknown_policy(settings, name);
    }
    const struct ex_rule_row *row = ex_rule_row(id);
    if (strcmp(word, row->yes) != 0 && strcmp(word, row->no) != 0) {
        usage_error(settings->command, "policy %s is '%s' or '%s', not '%s'", name, row->yes,
                    row->no, word);
        return false;
    }
    policy_set(settings, id, strcmp(word, row->yes) == 0);
    return true;
}

/* "memory=64MiB". */
static bool budget_setting_read(struct settings *settings, const char *text)
{
    const char *words[BUDGET_KIND_COUNT];
    char given[16]; /* more than any kind is long */
    size_t length = strcspn(text, "="), kind = 0;
    if (text[length] == '\0') {
        usage_error(settings->command, "--budget is KIND=LIMIT, not '%s'", text);
        return false;
    }
    for (size_t i = 0; i < BUDGET_KIND_COUNT; i++) {
        words[i] = budget_kind_word((enum budget_kind)i);
    }
    snprintf(given, sizeof given, "%.*s", (int)(length < sizeof given ? length : sizeof given),
             text);
    while (kind < BUDGET_KIND_COUNT && strcmp(words[kind], given) != 0) {
        kind++;
    }
    if (kind == BUDGET_KIND_COUNT) {
        usage_error(settings->command, "unknown kind of budget '%.*s'", (int)length, text);
        print_nearest("", given, words, BUDGET_KIND_COUNT);
        return false;
    }
    if (!budget_read((enum budget_kind)kind, text + length + 1, &settings->budget.limits[kind])) {
        usage_error(settings->command, "--budget %s is %s, not '%s'", words[kind],
                    budget_kind_noun((enum budget_kind)kind), text + length + 1);
        return false;
    }
    return true;
}

static bool filter_add(struct settings *settings, const char *value)
{
    if (settings->filter_count == SETTING_FILTERS) {
        usage_error(settings->command, "there are more than %d --filter", SETTING_FILTERS);
        return false;
    }
    settings->filters[settings->filter_count++] = value;
    return true;
}

bool setting_read(struct settings *settings, enum setting setting, const char *value)
{
    switch (setting) {
    case SETTING_FILTER:
        return filter_add(settings, value);
    case SETTING_PROFILE:
        return profile_read(settings, value);
    case SETTING_POLICY:
        return policy_read(settings, value);
    case SETTING_ROOT:
        settings->root = value;
        return true;
    case SETTING_BUDGET:
        return budget_setting_read(settings, value);
    case SETTING_COUNT:
    default:
        return false;
    }
}

bool settings_filter(const struct settings *settings, struct selection *selection)
{
    size_t i = 0;
    while (i < settings->filter_count && selection_filter(selection, settings->command, "--filter",
                                                          settings->filters[i], false)) {
        i++;
    }
    return i == settings->filter_count;
}

bool settings_apply(const struct settings *settings, const struct invocation *invocation,
                    struct suite *suite, struct run_options *options)
{
    if (!settings_filter(settings, &suite->selection)) {
        return false;
    }
    options->has_profile = suite->has_profile = settings->profile_count > 0;
    options->profile = suite->profile = settings_profile(settings);
    suite->profile_name = suite->has_profile ? ex_profile_name(suite->profile) : NULL;
    settings_options(settings, options);
    suite_open(suite, settings->command, invocation, settings->root);
    return true;
}

void settings_options(const struct settings *settings, struct run_options *options)
{
    options->policies = settings->policies;
    options->policy_count = settings->policy_count;
    options->budget = &settings->budget;
}
