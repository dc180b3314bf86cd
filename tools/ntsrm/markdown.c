#include "markdown.h"

void markdown_cell(struct text *out, const char *cell)
{
    text_append_string(out, " ");
    for (; *cell != '\0'; cell++) {
        text_append_string(out, *cell == '|' ? "\\" : "");
        text_append(out, cell, 1);
    }
    text_append_string(out, " |");
}
