#include "ntsrm/report/format.h"

#include <string.h>

/* In the order in which help shows them. */
static const struct report_format *const formats[] = {
    &format_human, &format_tap,   &format_tap13,  &format_junit,
    &format_json,  &format_jsonl, &format_github, &format_markdown,
};

#define FORMAT_COUNT (sizeof formats / sizeof *formats)

const struct report_format *report_format_at(size_t index)
{
    return index < FORMAT_COUNT ? formats[index] : NULL;
}

const struct report_format *report_format_find(const char *name)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(formats[i]->name, name) == 0) {
            return formats[i];
        }
    }
    return NULL;
}
