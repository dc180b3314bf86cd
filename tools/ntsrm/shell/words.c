#include "ntsrm/shell/words.h"

#include "ntsrm/command.h"
#include "ntsrm/report/format.h"

#include "scenario/calls.h"

#include "ex/rules.h"
#include "rtl/mapping.h"
#include "rtl/status.h"

#include <string.h>

/* What stands in help for a value or an operand, without brackets and dots. */
static const struct {
    const char *word;
    struct words words;
} known[] = {
    {"WHEN", {WORDS_CHOICES, "auto always never"}},
    {"SHELL", {WORDS_CHOICES, "bash zsh fish"}},
    {"VERSION", {WORDS_LIST, "profiles"}},
    {"SWITCH=WORD", {WORDS_LIST, "policies"}},
    {"ID", {WORDS_LIST, "rules"}},
    {"NAME", {WORDS_LIST, "calls"}},
    {"CALL", {WORDS_LIST, "calls"}},
    {"NAME|NUMBER", {WORDS_LIST, "statuses"}},
    {"TYPE", {WORDS_LIST, "types"}},
    {"FORMAT", {WORDS_LIST, "formats"}},
    {"FORMAT:FILE", {WORDS_LIST, "formats"}},
    {"COMMAND", {WORDS_LIST, "commands"}},
    {"PATH", {WORDS_SCENARIOS, NULL}},
    {"PATH|WORD", {WORDS_SCENARIOS, NULL}},
    {"FILE", {WORDS_FILES, NULL}},
    {"FILE:NAME", {WORDS_FILES, NULL}},
    {"FOLDER", {WORDS_FOLDERS, NULL}},
};

/* The first word of "[ID]", "PATH...", "CALL [FILE]". */
static void first_word(const char *text, struct text *word)
{
    text_append_string(word, "");
    text += strspn(text, "[");
    text_append(word, text, strcspn(text, " ]."));
}

/* "auto|always": words as one would type them, so in lower case. */
static bool is_choice(const char *word)
{
    return *word != '\0' && strchr(word, '|') != NULL &&
           word[strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-|")] == '\0';
}

struct words words_of(const char *word, struct text *choices)
{
    struct words words = {.kind = WORDS_FREE};
    text_reset(choices);
    first_word(word, choices);
    if (is_choice(choices->bytes)) {
        for (char *at = choices->bytes; (at = strchr(at, '|')) != NULL;) {
            *at = ' ';
        }
        return (struct words){.kind = WORDS_CHOICES, .text = choices->bytes};
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i].word, choices->bytes) == 0) {
            words = known[i].words;
        }
    }
    return words;
}

/* ---- the lists ---- */

static void put(struct text *out, const char *name, const char *meaning)
{
    text_append_format(out, "%s\t%s\n", name, meaning);
}

static void print_profiles(struct text *out)
{
    for (int i = SRM_PROFILE_FIRST; i <= SRM_PROFILE_LAST; i++) {
        put(out, ex_profile_name((enum srm_profile)i), "version of NT");
    }
}

static void print_policies(struct text *out)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)i);
        char name[64];
        if (row->yes != NULL) {
            ex_policy_name((enum ex_rule_id)i, name, sizeof name);
            text_append_format(out, "%s=%s\t%s\n%s=%s\tor else\n", name, row->yes, row->sentence,
                               name, row->no);
        }
    }
}

static void print_rules(struct text *out)
{
    const char *group = "";
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)i);
        char name[64];
        if (strcmp(group, row->group) != 0) {
            put(out, row->group, ex_rule_group_title(row));
            group = row->group;
        }
        put(out, row->id, row->sentence);
        if (row->yes != NULL) {
            put(out, ex_policy_name((enum ex_rule_id)i, name, sizeof name), row->sentence);
        }
    }
}

static void print_calls(struct text *out)
{
    for (size_t i = 0; call_at(i) != NULL; i++) {
        put(out, call_at(i)->name, call_at(i)->header);
    }
}

static void print_statuses(struct text *out)
{
    for (size_t i = 0; i < rtl_status_count(); i++) {
        put(out, rtl_status_at(i)->name, rtl_status_at(i)->meaning);
    }
    for (size_t i = 0; i < rtl_error_count(); i++) {
        put(out, rtl_error_at(i)->name, rtl_error_at(i)->meaning);
    }
}

static void print_commands(struct text *out)
{
    for (size_t i = 0; command_at(i) != NULL; i++) {
        put(out, command_at(i)->name, command_at(i)->summary);
    }
}

static void print_types(struct text *out)
{
    for (int i = 0; i < RTL_MAPPED_COUNT; i++) {
        put(out, rtl_mapped_name((enum rtl_mapped_type)i), "type of object");
    }
}

static void print_formats(struct text *out)
{
    for (size_t i = 0; report_format_at(i) != NULL; i++) {
        put(out, report_format_at(i)->name, report_format_at(i)->summary);
    }
}

bool words_print(struct text *out, const char *list)
{
    static const struct {
        const char *name;
        void (*print)(struct text *out);
    } lists[] = {
        {"calls", print_calls},       {"commands", print_commands}, {"formats", print_formats},
        {"policies", print_policies}, {"profiles", print_profiles}, {"rules", print_rules},
        {"statuses", print_statuses}, {"types", print_types},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (strcmp(lists[i].name, list) == 0) {
            lists[i].print(out);
            return true;
        }
    }
    return false;
}
