/*
 * What several commands say about rules in the same words.
 */
#ifndef NTSRM_TOOLS_NTSRM_RULES_H
#define NTSRM_TOOLS_NTSRM_RULES_H

#include "scenario/text.h"

#include "ex/rules.h"

/* "all", "from nt6.0", "nt5.1sp2 to nt5.2". */
void rule_print_versions(const struct ex_rule_row *row, struct text *text);

/* What a confidence rests on, as half a sentence. */
const char *rule_ground(enum ex_confidence confidence);

/* The word of a policy for that answer. */
const char *rule_policy_word(enum ex_rule_id id, bool answer);

/* Does the word mean the rule: its id, its group, or the switch of a policy? */
bool rule_is_meant(enum ex_rule_id id, const char *word);

/* docs/rules.md. */
void rules_print_markdown(struct text *out);

#endif
