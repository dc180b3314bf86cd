#include "entries.h"

#include <string.h>

bool entries_are(const char *text)
{
    return text[0] == '{' && text[1] != '}';
}

/* Where the text ends that begins here: at a comma or bracket that is not inside of others. */
static const char *value_end(const char *at)
{
    int depth = 0;
    for (; *at != '\0'; at++) {
        if (*at == '{' || *at == '[') {
            depth++;
        } else if (depth == 0 && (*at == ',' || *at == '}')) {
            break;
        } else if (*at == '}' || *at == ']') {
            depth--;
        }
    }
    return at;
}

bool entry_next(const char **at, struct entry *entry)
{
    const char *key = *at + strspn(*at, "{, ");
    const char *colon = strstr(key, ": ");
    if (colon == NULL) {
        return false;
    }
    const char *value = colon + 2;
    *at = value_end(value);
    *entry = (struct entry){
        .key = key,
        .key_length = (size_t)(colon - key),
        .value = value,
        .value_length = (size_t)(*at - value),
    };
    return true;
}

bool entry_find(const char *text, const struct entry *like, struct entry *found)
{
    while (entry_next(&text, found)) {
        if (found->key_length == like->key_length &&
            memcmp(found->key, like->key, like->key_length) == 0) {
            return true;
        }
    }
    return false;
}

bool entry_value_is(const struct entry *entry, const char *value, size_t length)
{
    return entry->value_length == length && memcmp(entry->value, value, length) == 0;
}
