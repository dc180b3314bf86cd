#include "ntsrm/export/values.h"

#include "scenario/fields.h"
#include "scenario/keys.h"
#include "scenario/runner.h"

#include <stdio.h>
#include <string.h>

/* Larger numbers are not the same in every reader of JSON. */
#define EXACT_LIMIT ((uint64_t)1 << 53)

/* ---- scalars ---- */

static json_t *number_value(const struct node *node, uint64_t number)
{
    const uint64_t size = node->text[0] == '-' ? 0 - number : number;
    char hex[24];
    if (size < EXACT_LIMIT) {
        return json_integer(node->text[0] == '-' ? -(json_int_t)size : (json_int_t)size);
    }
    snprintf(hex, sizeof hex, "%s0x%llX", node->text[0] == '-' ? "-" : "",
             (unsigned long long)size);
    return json_string(hex);
}

static json_t *text_value(const struct node *node)
{
    return json_stringn(node->text, node->length);
}

/* A text that could be taken for something else; no name begins like the key. */
static json_t *marked_text(const struct node *node)
{
    return json_pack("{s:o}", "$text", text_value(node));
}

static bool looks_like_hex(const struct node *node)
{
    const char *at = node->text + (node->text[0] == '-');
    return at[0] == '0' && at[1] == 'x';
}

static json_t *word_value(const struct node *node)
{
    uint64_t number;
    if (node->quoted) {
        return text_value(node);
    }
    if (number_read(node, &number)) {
        return number_value(node, number);
    }
    if (node_is(node, "NULL")) {
        return json_null();
    }
    const bool yes = node_is(node, "true") || node_is(node, "TRUE");
    const bool no = node_is(node, "false") || node_is(node, "FALSE");
    return yes || no ? json_boolean(yes) : text_value(node);
}

static json_t *plain_text_value(const struct node *node)
{
    const bool bad =
        node_is(node, "UNREADABLE") || node_is(node, "MISALIGNED") || node_is(node, "MALFORMED");
    if (!node->quoted && node_is(node, "NULL")) {
        return json_null();
    }
    return node->quoted && bad ? marked_text(node) : text_value(node);
}

/* Only these are no texts here. */
static json_t *claim_value(const struct node *node)
{
    uint64_t number;
    if (!node->quoted && number_read(node, &number)) {
        return number_value(node, number);
    }
    if (!node->quoted && (node_is(node, "true") || node_is(node, "false"))) {
        return json_boolean(node_is(node, "true"));
    }
    return looks_like_hex(node) ? marked_text(node) : text_value(node);
}

static json_t *scalar_value(const struct node *node, enum twin_place place)
{
    switch (place) {
    case TWIN_TEXT:
        return plain_text_value(node);
    case TWIN_CLAIM:
        return claim_value(node);
    case TWIN_VALUE:
    default:
        return word_value(node);
    }
}

/* ---- where texts stand ---- */

static bool kind_is_text(enum kind kind)
{
    return kind == KIND_STRING || kind == KIND_UNICODE_STRING || kind == KIND_DATA ||
           kind == KIND_SOURCE;
}

bool twin_key_is_text(const char *key)
{
    static const enum key_id keys[] = {KEY_ACCOUNT_password, KEY_TOKEN_source,   KEY_OBJECT_path,
                                       KEY_DESCRIPTOR_sddl,  KEY_DESCRIPTOR_hex, KEY_CLAIM_octets};
    const struct field *field;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(key_at(keys[i])->text, key) == 0) {
            return true;
        }
    }
    for (size_t i = 0; (field = field_at(i)) != NULL; i++) {
        if (kind_is_text(field->kind) && strcmp(field->name, key) == 0) {
            return true;
        }
    }
    return strcmp(key, "Data") == 0; /* of a message */
}

static bool key_is_claims(const char *key)
{
    static const enum key_id keys[] = {KEY_TOKEN_user_claims, KEY_TOKEN_device_claims,
                                       KEY_TOKEN_security_attributes};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(key_at(keys[i])->text, key) == 0) {
            return true;
        }
    }
    return false;
}

static enum twin_place place_behind(const char *key, enum twin_place place)
{
    if (place == TWIN_CLAIM) {
        return strcmp(key, key_at(KEY_CLAIM_octets)->text) == 0 ? TWIN_TEXT : TWIN_CLAIM;
    }
    if (key_is_claims(key)) {
        return TWIN_CLAIM;
    }
    return twin_key_is_text(key) ? TWIN_TEXT : TWIN_VALUE;
}

/* ---- all of it ---- */

json_t *twin_value(struct runner *run, const struct node *node, enum twin_place place)
{
    node = resolved(run, node);
    if (node->kind == NODE_SCALAR) {
        return scalar_value(node, place);
    }
    const bool mapping = node->kind == NODE_MAPPING;
    json_t *value = mapping ? json_object() : json_array();
    const struct node *end = after(run, node);
    for (const struct node *at = node_first(node); at != end; at = after(run, at)) {
        if (mapping) {
            const struct node *key = resolved(run, at++);
            json_object_setn_new(value, key->text, key->length,
                                 twin_value(run, at, place_behind(key->text, place)));
        } else {
            json_array_append_new(value, twin_value(run, at, place));
        }
    }
    return value;
}

bool twin_names_values(struct runner *run, const struct node *node)
{
    const struct node *end = after(run, node);
    for (const struct node *at = node; at < end; at++) {
        if (at->kind == NODE_SCALAR && !at->quoted && at->text[0] == '$' && at->length > 1) {
            return true;
        }
    }
    return false;
}
