/*
 * What a shell can propose for the value of an option or for an operand, known from the word that
 * stands for it in help: FILE is a file, VERSION a version of NT, ID a rule. Names come from the
 * program's own tables when the shell asks, so that a script does not grow old.
 */
#ifndef NTSRM_TOOLS_NTSRM_SHELL_WORDS_H
#define NTSRM_TOOLS_NTSRM_SHELL_WORDS_H

#include "scenario/text.h"

#include <stdbool.h>

enum words_kind {
    WORDS_FREE, /* anything, nothing is proposed */
    WORDS_FILES,
    WORDS_FOLDERS,
    WORDS_SCENARIOS, /* folders, and files *.yaml */
    WORDS_CHOICES,   /* those in text, with blanks between them */
    WORDS_LIST,      /* what "ntsrm completions --words=<text>" prints */
};

struct words {
    enum words_kind kind;
    const char *text;
};

/*
 * By the word in help: "FILE", "[ID]", "PATH...", "auto|never" (which is a choice). Of several
 * operands the first counts. `choices` holds what the text of a choice refers to.
 */
struct words words_of(const char *word, struct text *choices);

/* The names of a list, a line each, with a tab and what they mean; false if there is none such. */
bool words_print(struct text *out, const char *list);

#endif
