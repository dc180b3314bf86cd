/*
 * How cases are run: the options that run and explain have in common.
 */
#ifndef NTSRM_TOOLS_NTSRM_SETTINGS_H
#define NTSRM_TOOLS_NTSRM_SETTINGS_H

#include "command.h"
#include "run/selection.h"
#include "suite.h"

#include "scenario/scenario.h"

#include <stdbool.h>

#define SETTING_FILTERS 8

enum setting {
    SETTING_FILTER,
    SETTING_PROFILE,
    SETTING_POLICY,
    SETTING_ROOT,
    SETTING_BUDGET,
    SETTING_COUNT
};

/* The rows of a command's table of options for them, which begins with these. */
#define SETTING_OPTIONS                                                                     \
    [SETTING_FILTER] = {"filter", "RE",                                                     \
                        "only cases whose id, title or a tag matches (POSIX extended); "    \
                        "may be repeated, all have to match"},                              \
    [SETTING_PROFILE] = {"profile", "VERSION",                                              \
                         "as this version of NT, nt5.0 to nt10.0; without cases that name " \
                         "another one; may be repeated"},                                   \
    [SETTING_POLICY] = {"policy", "SWITCH=WORD",                                            \
                        "answer a contested point where the scenario does not, see 'ntsrm " \
                        "rules policy'; may be repeated"},                                  \
    [SETTING_ROOT] = {"root", "FOLDER", "`use` reads nothing outside of this folder"},      \
    [SETTING_BUDGET] = {"budget", "KIND=LIMIT",                                             \
                        "what each scenario may take at most: cases=1000, steps=100000, "   \
                        "memory=64MiB or time=2s; may be repeated"}

struct settings {
    const struct command *command;
    const char *root;
    const char *filters[SETTING_FILTERS];
    size_t filter_count;
    enum srm_profile profiles[SRM_PROFILE_COUNT]; /* in the order in which they were given */
    size_t profile_count;
    struct run_policy policies[EX_POLICY_COUNT];
    size_t policy_count;
    struct budget budget;
};

/* Of several versions the last; the newest if none was given. */
static inline enum srm_profile settings_profile(const struct settings *settings)
{
    size_t count = settings->profile_count;
    return count > 0 ? settings->profiles[count - 1] : SRM_PROFILE_LAST;
}

/* False if the value makes no sense; said on stderr then. */
bool setting_read(struct settings *settings, enum setting setting, const char *value);

/* Adds the filters to what is selected. False if one is no expression; said on stderr. */
bool settings_filter(const struct settings *settings, struct selection *selection);

/*
 * Opens the suite of the operands and has the options say the same; they refer to the settings.
 * False if the filter is no expression. Of several versions the last one counts.
 */
bool settings_apply(const struct settings *settings, const struct invocation *invocation,
                    struct suite *suite, struct run_options *options);

/* Has the options say what is the same for every case. */
void settings_options(const struct settings *settings, struct run_options *options);

#endif
