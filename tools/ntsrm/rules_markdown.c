/* docs/rules.md: the rule book as a document. A test compares it with what stands in docs/. */
#include "rules.h"

#include "markdown.h"

#include <string.h>

static const char introduction[] =
    "# The rule book\n"
    "\n"
    "<!-- Made by `ntsrm rules --markdown`; change sim/rules.def instead. -->\n"
    "\n"
    "Every condition that helps to decide a status or an effective level is a rule. Its id is the\n"
    "same everywhere: in `because:` and `rules:` of scenarios, in what `ntsrm explain` tells, in "
    "coverage.\n"
    "Rules stand in the order in which they are asked. The sentence says what it means that the "
    "rule answers\n"
    "true. A version of NT that does not have a rule is as if the rule always answered what its "
    "last column says.\n"
    "\n";

static const char policies[] =
    "Points on which the sources disagree are decided by a switch: `policy: {dynamic-remote: "
    "reference}` in a\n"
    "scenario, `--policy dynamic-remote=reference` on the command line. The first answer is the "
    "one that is best\n"
    "supported, which holds if nobody says otherwise.\n"
    "\n";

static void put_row(struct text *out, const struct ex_rule_row *row)
{
    struct text versions = {0};
    bool everywhere = row->from == SRM_PROFILE_FIRST && row->to == SRM_PROFILE_LAST;
    rule_print_versions(row, &versions);
    text_append_format(out, "| <a id=\"%s\"></a>`%s` |", row->id, row->id);
    markdown_cell(out, row->sentence);
    markdown_cell(out, ex_confidence_name(row->confidence));
    markdown_cell(out, row->source);
    markdown_cell(out, versions.bytes);
    markdown_cell(out, everywhere ? "" : row->missing ? "true" : "false");
    text_append_string(out, "\n");
    text_free(&versions);
}

static void put_policy(struct text *out, enum ex_rule_id id)
{
    const struct ex_rule_row *row = ex_rule_row(id);
    char name[64];
    text_append_format(out, "| <a id=\"%s\"></a>`%s` | `%s`, `%s` |", row->id,
                       ex_policy_name(id, name, sizeof name),
                       rule_policy_word(id, row->standard), rule_policy_word(id, !row->standard));
    markdown_cell(out, row->sentence);
    text_append_format(out, " `%s` |", row->yes);
    markdown_cell(out, row->source);
    text_append_string(out, "\n");
}

static void put_group_head(struct text *out, const struct ex_rule_row *row)
{
    text_append_format(out, "\n## %s\n\n%s\n\n", row->group, ex_rule_group_title(row));
    if (row->yes != NULL) {
        text_append_string(out, policies);
        text_append_string(out, "| switch | answers | sentence | holds with | source |\n"
                                "|---|---|---|---|---|\n");
    } else {
        text_append_string(out, "| rule | true means | confidence | source | versions | "
                                "elsewhere |\n|---|---|---|---|---|---|\n");
    }
}

static void put_one_sided(struct text *out)
{
    bool any = false;
    for (size_t i = 0; i < 2 * (size_t)RULE_COUNT; i++) {
        bool answer = i % 2 != 0;
        const char *reason = ex_rule_one_sided((enum ex_rule_id)(i / 2), answer);
        if (reason == NULL) {
            continue;
        }
        if (!any) {
            text_append_string(out, "\n## What no scenario can show\n\n"
                                    "| rule | never | why |\n|---|---|---|\n");
            any = true;
        }
        text_append_format(out, "| `%s` | %s |", ex_rule_row((enum ex_rule_id)(i / 2))->id,
                           answer ? "true" : "false");
        markdown_cell(out, reason);
        text_append_string(out, "\n");
    }
}

void rules_print_markdown(struct text *out)
{
    const char *group = "";
    text_append_string(out, introduction);
    text_append_string(out, "| confidence | it rests on |\n|---|---|\n");
    for (int i = RULE_DOCUMENTED; i <= RULE_UNSUPPORTED; i++) {
        text_append_format(out, "| %s |", ex_confidence_name((enum ex_confidence)i));
        markdown_cell(out, rule_ground((enum ex_confidence)i));
        text_append_string(out, "\n");
    }
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)i);
        if (strcmp(group, row->group) != 0) {
            put_group_head(out, row);
            group = row->group;
        }
        if (row->yes != NULL) {
            put_policy(out, (enum ex_rule_id)i);
        } else {
            put_row(out, row);
        }
    }
    put_one_sided(out);
}
