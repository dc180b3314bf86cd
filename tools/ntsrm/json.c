#include "json.h"

#include "scenario/text.h"

#include <stdlib.h>
#include <string.h>

static void *memory_new(size_t size)
{
    return memory_resize(NULL, size);
}

void json_memory_begin(void)
{
    json_set_alloc_funcs(memory_new, free);
}

json_t *json_words(const char *words, size_t length)
{
    json_t *string = json_stringn(words, length);
    if (string != NULL) {
        return string;
    }
    struct text shown = {0};
    text_append_escaped(&shown, words, length);
    string = json_stringn(shown.bytes, shown.length);
    text_free(&shown);
    return string;
}

void json_set_words(json_t *object, const char *key, const char *words)
{
    json_object_set_new(object, key, json_words(words, strlen(words)));
}

void json_set_count(json_t *object, const char *key, size_t count)
{
    json_object_set_new(object, key, json_integer((json_int_t)count));
}
