/*
 * JSON through jansson, as the whole program writes it.
 */
#ifndef NTSRM_TOOLS_NTSRM_JSON_H
#define NTSRM_TOOLS_NTSRM_JSON_H

#include <jansson.h>
#include <stddef.h>

/*
 * Before a document's first value: where there is no memory for one, the program ends and says so,
 * as with all its memory. Then making a value fails only for strings that are no UTF-8.
 */
void json_memory_begin(void);

/* A string; what is no UTF-8, as only names of files can be, stands escaped. */
json_t *json_words(const char *words, size_t length);

void json_set_words(json_t *object, const char *key, const char *words);
void json_set_count(json_t *object, const char *key, size_t count);

#endif
