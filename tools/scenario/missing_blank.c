#include "scenario/missing_blank.h"

void missing_blank_mend(struct nodes *nodes, struct node *value, struct diagnostics *diagnostics)
{
    struct node *key = value - 1;
    const char *colon = key->quoted ? NULL : strchr(key->text, ':');
    if (colon == NULL || colon == key->text || colon[1] == '\0') {
        return;
    }
    const uint32_t length = (uint32_t)(colon - key->text);
    diagnostic_add(diagnostics, SEVERITY_ERROR, node_place(key), node_width(key),
                   "a blank is missing behind ':'");
    diagnostic_help(diagnostics, "write '%.*s: %s'", (int)length, key->text, colon + 1);
    value->text = colon + 1;
    value->length = key->length - length - 1;
    value->hash = word_hash(value->text, value->length);
    nodes->texts[colon - nodes->texts] = '\0';
    key->length = length;
    key->hash = word_hash(key->text, length);
    value->line = key->line;
    value->column = key->column + node_width(key) + 1;
}
