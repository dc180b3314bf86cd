/* Descriptors as texts: SDDL, in which declared accounts may stand for SIDs, and bytes in hex. */
#include "scenario/kinds_private.h"

#include "scenario/runner.h"

#include "ex/rules.h"
#include "rtl/sddl.h"

#include <stdlib.h>
#include <string.h>

/* ---- accounts inside SDDL ---- */

/* A piece of the text that was replaced, and where it lies now. */
struct replaced {
    size_t from, length;         /* in the node's text */
    size_t new_from, new_length; /* in what is parsed */
};

/* Where in the text a SID can stand is known from what stands in front of it. */
struct rewriting {
    struct runner *run;
    const struct node *node;
    size_t at;
    unsigned depth, fields; /* parentheses; semicolons in the entry */
    bool quoted;            /* in a string of a condition */
    struct text text;
    struct replaced *pieces;
    size_t count, capacity;
};

static bool is_name_character(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') ||
           character == '-';
}

/* How many characters of a name begin there. */
static size_t name_length(const char *at)
{
    size_t length = 0;
    if (*at < 'a' || *at > 'z') {
        return 0;
    }
    while (is_name_character(at[length])) {
        length++;
    }
    return length;
}

/* The last character in front of `at` that is no space; its place is moved there. */
static char before(const char *text, size_t *at)
{
    while (*at > 0 && text[*at - 1] == ' ') {
        --*at;
    }
    return *at > 0 ? text[--*at] : '\0';
}

/* Behind O: and G:, in the sixth field of an entry, in SID(). */
static bool sid_may_stand(const struct rewriting *it)
{
    const char *text = it->node->text;
    size_t at = it->at;
    switch (before(text, &at)) {
    case ':': {
        const char section = before(text, &at);
        return it->depth == 0 && (section == 'O' || section == 'G');
    }
    case ';':
        return it->depth == 1 && it->fields == 5;
    case '(':
        return at >= 3 && (memcmp(text + at - 3, "SID", 3) == 0);
    default:
        return false;
    }
}

static const struct account *account_named(const struct runner *run, const char *name,
                                           size_t length)
{
    for (size_t i = 0; i < run->account_count; i++) {
        const struct account *account = &run->accounts[i];
        if (account->length == length && memcmp(account->text, name, length) == 0) {
            return account;
        }
    }
    return NULL;
}

static bool replace_account(struct rewriting *it)
{
    char sid[RTL_SID_TEXT_SIZE];
    const char *name = it->node->text + it->at;
    const size_t length = name_length(name);
    const struct account *account =
        length > 0 && sid_may_stand(it) ? account_named(it->run, name, length) : NULL;
    if (!account) {
        return false;
    }
    rtl_sid_to_text(&account->sid.Sid, sid, sizeof sid);
    it->pieces = array_grow(it->pieces, it->count, &it->capacity, sizeof *it->pieces);
    it->pieces[it->count++] = (struct replaced){
        .from = it->at,
        .length = length,
        .new_from = it->text.length,
        .new_length = strlen(sid),
    };
    text_append_string(&it->text, sid);
    it->at += length;
    return true;
}

static void follow(struct rewriting *it, char character)
{
    if (character == '"') {
        it->quoted = !it->quoted;
    } else if (it->quoted) {
        return;
    } else if (character == '(') {
        it->fields = ++it->depth == 1 ? 0 : it->fields;
    } else if (character == ')') {
        it->depth -= it->depth > 0;
    } else if (character == ';') {
        it->fields += it->depth == 1;
    }
}

static void rewrite(struct rewriting *it)
{
    while (it->at < it->node->length) {
        if (!it->quoted && replace_account(it)) {
            continue;
        }
        follow(it, it->node->text[it->at]);
        text_append(&it->text, it->node->text + it->at, 1);
        it->at++;
    }
}

/* Where a place of what was parsed stands in the node's text. */
static size_t original(const struct rewriting *it, size_t place)
{
    size_t shift_new = 0, shift_old = 0;
    for (size_t i = 0; i < it->count; i++) {
        const struct replaced *piece = &it->pieces[i];
        if (place < piece->new_from) {
            break;
        }
        if (place < piece->new_from + piece->new_length) {
            return piece->from;
        }
        shift_new = piece->new_from + piece->new_length;
        shift_old = piece->from + piece->length;
    }
    return shift_old + (place - shift_new);
}

/* ---- SDDL ---- */

static void *copy_into_arena(struct runner *run, const struct rtl_bytes *bytes)
{
    void *copy = arena_alloc(&run->arena, bytes->size);
    memcpy(copy, bytes->bytes, bytes->size);
    return copy;
}

/* An account that nobody declared is the likely mistake where a word in lower case stands. */
static bool say_what_is_wrong(const struct rewriting *it, const struct rtl_sddl_problem *wrong)
{
    struct runner *run = it->run;
    const size_t from = original(it, wrong->offset);
    const size_t to = original(it, wrong->offset + wrong->length);
    const size_t length = name_length(it->node->text + from);
    problem_inside(run, it->node, from, to > from ? to - from : 1, "%s", wrong->what);
    if (length > 2) {
        problem_help(run, "an account in SDDL is declared under 'accounts:'");
    }
    return false;
}

bool node_is_sddl(const struct node *node)
{
    return node->kind == NODE_SCALAR && memchr(node->text, ':', node->length) != NULL;
}

bool sddl_parse(struct runner *run, const struct node *node, struct octets *out)
{
    struct rewriting it = {.run = run, .node = node};
    struct rtl_bytes bytes = {.bytes = NULL};
    struct rtl_sddl_problem wrong = {.what = ""};
    if (node->kind != NODE_SCALAR) {
        return problem_kind(run, node, "a descriptor in SDDL");
    }
    ex_rules_set_profile(run->scratch, run->profile);
    rewrite(&it);
    const bool right = rtl_sddl_parse(run->scratch, it.text.bytes ? it.text.bytes : "",
                                      it.text.length, NULL, &bytes, &wrong);
    if (right) {
        *out = (struct octets){.bytes = copy_into_arena(run, &bytes), .size = bytes.size};
        rtl_bytes_free(&bytes);
    } else {
        say_what_is_wrong(&it, &wrong);
    }
    text_free(&it.text);
    free(it.pieces);
    return right;
}

/* ---- hex ---- */

static int digit_of(char character)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = character ? strchr(digits, character) : NULL;
    return at ? (int)((at - digits) % 16) : -1;
}

bool hex_parse(struct runner *run, const struct node *node, size_t room, struct octets *out)
{
    if (node->kind != NODE_SCALAR || node->length % 2 != 0 || node->length / 2 > room) {
        return problem_kind(run, node, "bytes as pairs of hex digits");
    }
    unsigned char *bytes = arena_alloc(&run->arena, room);
    for (size_t i = 0; i < node->length; i += 2) {
        const int high = digit_of(node->text[i]), low = digit_of(node->text[i + 1]);
        if (high < 0 || low < 0) {
            return problem_inside(run, node, i, 2, "'%.2s' is no byte in hex", node->text + i);
        }
        bytes[i / 2] = (unsigned char)(high * 16 + low);
    }
    *out = (struct octets){.bytes = bytes, .size = node->length / 2};
    return true;
}
