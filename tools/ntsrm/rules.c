/* ntsrm rules: the rule book. */
#include "rules.h"

#include "command.h"
#include "lookup.h"
#include "options.h"
#include "page.h"

#include <stdio.h>
#include <string.h>

#define CONFIDENCE_COLUMN 38
#define VERSION_COLUMN    54
#define DETAIL_COLUMN     14

/* What a confidence rests on. */
static const char *const grounds[] = {
    [RULE_DOCUMENTED] = "Microsoft's pages say so",
    [RULE_OBSERVED] = "tests and tools that run on Windows show it",
    [RULE_REIMPLEMENTED] = "only other implementations show it",
    [RULE_INFERRED] = "it follows from what is known",
    [RULE_CONTESTED] = "sources disagree",
    [RULE_UNSUPPORTED] = "NT has it, the model has not, and says so",
};

const char *rule_ground(enum ex_confidence confidence)
{
    return grounds[confidence];
}

void rule_print_versions(const struct ex_rule_row *row, struct text *text)
{
    const char *from = ex_profile_name(row->from);
    const char *to = ex_profile_name(row->to);
    bool first = row->from == SRM_PROFILE_FIRST;
    bool last = row->to == SRM_PROFILE_LAST;
    if (first && last) {
        text_append_string(text, "all");
    } else if (row->from == row->to) {
        text_append_format(text, "only %s", from);
    } else if (first) {
        text_append_format(text, "up to %s", to);
    } else if (last) {
        text_append_format(text, "from %s", from);
    } else {
        text_append_format(text, "%s to %s", from, to);
    }
}

const char *rule_policy_word(enum ex_rule_id id, bool answer)
{
    const struct ex_rule_row *row = ex_rule_row(id);
    return answer ? row->yes : row->no;
}

/* ---- the table ---- */

static void print_rule_row(struct page *page, enum ex_rule_id id)
{
    const struct ex_rule_row *row = ex_rule_row(id);
    bool contested = row->confidence == RULE_CONTESTED;
    struct text versions = {0};
    rule_print_versions(row, &versions);
    page_put(page, STYLE_NAME, "  %s", row->id);
    page_to(page, CONFIDENCE_COLUMN);
    page_put_string(page, contested ? STYLE_DOUBT : STYLE_FAINT,
                    ex_confidence_name(row->confidence));
    if (row->from != SRM_PROFILE_FIRST || row->to != SRM_PROFILE_LAST) {
        page_to(page, VERSION_COLUMN);
        page_put_string(page, STYLE_FAINT, versions.bytes);
    }
    page_end(page);
    page_to(page, 4);
    page_words(page, STYLE_PLAIN, row->sentence);
    page_end(page);
    text_free(&versions);
}

static void print_policy_row(struct page *page, enum ex_rule_id id)
{
    const struct ex_rule_row *row = ex_rule_row(id);
    char name[64];
    page_put(page, STYLE_NAME, "  %s", ex_policy_name(id, name, sizeof name));
    page_to(page, CONFIDENCE_COLUMN);
    page_put_string(page, STYLE_PLAIN, rule_policy_word(id, row->standard));
    page_put(page, STYLE_FAINT, " (or %s)", rule_policy_word(id, !row->standard));
    page_end(page);
    page_to(page, 4);
    page_words(page, STYLE_PLAIN, row->sentence);
    page_end(page);
}

static void print_all(struct page *page)
{
    const char *group = "";
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)i);
        if (strcmp(group, row->group) != 0) {
            page_put(page, STYLE_HEADING, "%s%s", i > 0 ? "\n" : "", row->group);
            page_put(page, STYLE_PLAIN, ": %s\n", ex_rule_group_title(row));
            group = row->group;
        }
        if (row->yes != NULL) {
            print_policy_row(page, (enum ex_rule_id)i);
        } else {
            print_rule_row(page, (enum ex_rule_id)i);
        }
    }
}

/* ---- one rule with everything ---- */

static void put_detail(struct page *page, const char *label)
{
    page_put(page, STYLE_FAINT, "  %s", label);
    page_to(page, DETAIL_COLUMN);
}

static void print_versions(struct page *page, const struct ex_rule_row *row)
{
    struct text versions = {0};
    rule_print_versions(row, &versions);
    put_detail(page, "versions");
    page_put_string(page, STYLE_PLAIN, versions.bytes);
    if (row->from != SRM_PROFILE_FIRST || row->to != SRM_PROFILE_LAST) {
        page_put(page, STYLE_PLAIN, "; elsewhere it answers %s", row->missing ? "true" : "false");
    }
    page_end(page);
    text_free(&versions);
}

static void print_policy_words(struct page *page, enum ex_rule_id id)
{
    const struct ex_rule_row *row = ex_rule_row(id);
    char name[64];
    put_detail(page, "switch");
    page_put(page, STYLE_PLAIN, "%s: %s, or %s; %s if nobody says\n",
             ex_policy_name(id, name, sizeof name), row->yes, row->no,
             rule_policy_word(id, row->standard));
    put_detail(page, "true means");
    page_put(page, STYLE_PLAIN, "%s\n", row->yes);
}

static void print_one_sided(struct page *page, enum ex_rule_id id)
{
    for (int answer = 0; answer < 2; answer++) {
        const char *reason = ex_rule_one_sided(id, answer != 0);
        if (reason != NULL) {
            put_detail(page, answer ? "never true" : "never false");
            page_words(page, STYLE_PLAIN, reason);
            page_end(page);
        }
    }
}

static void print_rule(struct page *page, enum ex_rule_id id)
{
    const struct ex_rule_row *row = ex_rule_row(id);
    bool contested = row->confidence == RULE_CONTESTED;
    page_put(page, STYLE_NAME, "%s\n", row->id);
    page_to(page, 2);
    page_words(page, STYLE_PLAIN, row->sentence);
    page_end(page);
    if (row->yes != NULL) {
        print_policy_words(page, id);
    } else {
        print_versions(page, row);
    }
    put_detail(page, "confidence");
    page_put_string(page, contested ? STYLE_DOUBT : STYLE_PLAIN,
                    ex_confidence_name(row->confidence));
    page_put(page, STYLE_PLAIN, ": %s\n", grounds[row->confidence]);
    put_detail(page, "source");
    page_words(page, STYLE_PLAIN, row->source);
    page_end(page);
    print_one_sided(page, id);
}

bool rule_is_meant(enum ex_rule_id id, const char *word)
{
    const struct ex_rule_row *row = ex_rule_row(id);
    return strcmp(word, row->id) == 0 || strcmp(word, row->group) == 0 ||
           (row->yes != NULL && ex_policy_by_name(word) == id);
}

bool rules_look_up(struct page *page, const char *word)
{
    bool found = false;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (rule_is_meant((enum ex_rule_id)i, word)) {
            if (found) {
                page_end(page);
            }
            print_rule(page, (enum ex_rule_id)i);
            found = true;
        }
    }
    return found;
}

size_t rules_words(const char **words, size_t count)
{
    static char switches[RULE_COUNT][64];
    const char *group = "";
    for (size_t i = 0; i < RULE_COUNT && count + 2 <= LOOKUP_LIMIT; i++) {
        const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)i);
        words[count++] = row->id;
        if (row->yes != NULL) {
            words[count++] = ex_policy_name((enum ex_rule_id)i, switches[i], sizeof switches[i]);
        } else if (strcmp(group, row->group) != 0) {
            words[count++] = group = row->group;
        }
    }
    return count;
}

/* ---- the command ---- */

enum rules_option {
    RULES_MARKDOWN,
    RULES_OPTION_COUNT
};

static const struct option options[] = {
    [RULES_MARKDOWN] = {"markdown", NULL, "the whole book as docs/rules.md"},
    [RULES_OPTION_COUNT] = {0},
};

static enum exit_code rules_run(const struct invocation *invocation)
{
    struct page *page = invocation->page;
    if (invocation->option_count > 0) {
        rules_print_markdown(&page->text);
        return CODE_PASSED;
    }
    if (invocation->operand_count == 0) {
        print_all(page);
        return CODE_PASSED;
    }
    const char *word = invocation->operands[0];
    if (rules_look_up(page, word)) {
        return CODE_PASSED;
    }
    const char *known[LOOKUP_LIMIT];
    usage_error(&command_rules, "unknown rule, group or policy '%s'", word);
    print_nearest("", word, known, rules_words(known, 0));
    return CODE_NOTHING;
}

const struct command command_rules = {
    .name = "rules",
    .operands = "[ID]",
    .most = 1,
    .summary = "the rule book: every condition that decides a status or a level",
    .details = "ID is a rule (gate.same_user), a group of rules (gate) or a policy "
               "(dynamic-remote), and shows everything that is known about it: where it comes "
               "from, which versions of NT have it, what it answers in the others. Without it, all "
               "rules in the order in which they are asked. Exit code 5 if there is no such rule.",
    .options = options,
    .run = rules_run,
};
