#include "shown.h"

#include <string.h>

void append_shown(struct text *out, const char *words, bool lines)
{
    text_append_string(out, "");
    for (size_t left = strlen(words), size; left > 0; words += size, left -= size) {
        uint32_t character;
        size = text_decode(words, left, &character);
        if (lines && character == '\n') {
            text_append(out, "\n", 1);
        } else if (character == 0xFFFE || character == 0xFFFF) {
            text_append_format(out, "\\u%04x", (unsigned)character);
        } else {
            text_append_visible(out, words, size, character);
        }
    }
}
