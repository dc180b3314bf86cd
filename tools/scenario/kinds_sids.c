#include "scenario/kinds_private.h"

#include "scenario/lint/lint.h"
#include "scenario/runner.h"
#include "scenario/words.h"

#include "rtl/luid.h"

#include <stdlib.h>
#include <string.h>

/* Accounts come before the well-known names, which no account may take. */
static const SID *account_sid(const struct runner *run, const struct node *node)
{
    for (size_t i = 0; i < run->account_count; i++) {
        const struct account *account = &run->accounts[i];
        if (account->hash == node->hash && account->length == node->length &&
            memcmp(account->text, node->text, node->length) == 0) {
            lint_mark(run->lint, node, MARK_SID);
            return &account->sid.Sid;
        }
    }
    return NULL;
}

const char *account_nearest(struct runner *run, const char *text, size_t length)
{
    const char **candidates = memory_resize(NULL, (run->account_count + 1) * sizeof *candidates);
    for (size_t i = 0; i < run->account_count; i++) {
        candidates[i] = run->accounts[i].text;
    }
    const char *nearest = words_nearest(text, length, candidates, run->account_count);
    free((void *)candidates);
    return nearest;
}

static bool unknown_sid(struct runner *run, const struct node *node)
{
    if (strncmp(node->text, "S-1-", 4) == 0) {
        problem(run, node, "'%s' is no SID", node->text);
        return problem_help(run, "behind the authority it has 1 to 15 numbers of 32 bits");
    }
    problem(run, node, "unknown account '%s'", node->text);
    const char *nearest = account_nearest(run, node->text, node->length);
    if (!nearest) {
        nearest = dictionary_nearest(run->dictionary, SPACE_SID, node->text, node->length);
    }
    if (nearest) {
        problem_help(run, "did you mean '%s'?", nearest);
    } else {
        problem_help(run, "name it under 'accounts:', or write it as S-1-...");
    }
    return false;
}

/* Without a copy where the SID is known by name; NULL if it is not known, which nobody is told. */
static const SID *sid_look_up(struct runner *run, const struct node *node, SE_SID *storage)
{
    const SID *sid = account_sid(run, node);
    if (sid) {
        return sid;
    }
    const struct word *word = word_of(run, SPACE_SID, node);
    if (word) {
        return runner_known_sid(run, word->value);
    }
    return rtl_sid_from_text(node->text, node->length, storage) ? &storage->Sid : NULL;
}

static const SID *sid_find(struct runner *run, const struct node *node, SE_SID *storage)
{
    if (node->kind != NODE_SCALAR) {
        problem_kind(run, node, kind_row(KIND_SID)->description);
        return NULL;
    }
    const SID *sid = sid_look_up(run, node, storage);
    if (!sid) {
        unknown_sid(run, node);
    }
    return sid;
}

bool sid_parse(struct runner *run, const struct node *node, SE_SID *sid)
{
    const SID *found = sid_find(run, node, sid);
    if (found && found != &sid->Sid) {
        memcpy(sid, found, rtl_sid_length(found));
    }
    return found != NULL;
}

void sid_print(struct runner *run, const SID *sid, struct text *text)
{
    for (size_t i = 0; i < run->account_count; i++) {
        if (rtl_sid_equal(&run->accounts[i].sid.Sid, sid)) {
            text_append_string(text, run->accounts[i].text);
            return;
        }
    }
    /* The owner of an object without a descriptor is nobody. */
    if (!rtl_sid_valid(sid)) {
        text_append_string(text, "none");
        return;
    }
    const char *name = rtl_sid_name(sid);
    char written[RTL_SID_TEXT_SIZE];
    if (!name) {
        rtl_sid_to_text(sid, written, sizeof written);
        name = written;
    }
    text_append_string(text, name);
}

/* ---- one SID ---- */

static bool kind_sid_parse(struct runner *run, const struct node *node, enum kind kind,
                           struct value *value)
{
    SE_SID *storage = arena_alloc(&run->arena, sizeof *storage);
    (void)kind;
    value->pointer = sid_find(run, node, storage);
    return value->pointer != NULL;
}

static bool kind_sid_same(const struct value *a, const struct value *b)
{
    return a->pointer && b->pointer ? rtl_sid_equal(a->pointer, b->pointer)
                                    : a->pointer == b->pointer;
}

static enum match kind_sid_match(struct runner *run, const struct node *node, enum kind kind,
                                 const struct value *actual)
{
    SE_SID storage;
    (void)kind;
    if (node_is(node, "none") || node_is(node, "NULL")) {
        return !actual || !actual->pointer ? MATCH_SAME : MATCH_DIFFERENT;
    }
    const SID *expected = sid_find(run, node, &storage);
    if (!expected) {
        return MATCH_BROKEN;
    }
    bool same = !actual || (actual->pointer && rtl_sid_equal(expected, actual->pointer));
    return same ? MATCH_SAME : MATCH_DIFFERENT;
}

static void kind_sid_print(struct runner *run, enum kind kind, const struct value *value,
                           struct text *text)
{
    (void)kind;
    if (value->pointer) {
        sid_print(run, value->pointer, text);
    } else {
        text_append_string(text, "none");
    }
}

const struct kind_behaviour kind_sid = {
    .parse = kind_sid_parse,
    .match = kind_sid_match,
    .print = kind_sid_print,
    .same = kind_sid_same,
};

/* ---- a token's user: number is its attributes ---- */

static bool kind_user_parse(struct runner *run, const struct node *node, enum kind kind,
                            struct value *value)
{
    if (node->kind == NODE_SCALAR) {
        return kind_sid_parse(run, node, kind, value);
    }
    if (node->kind != NODE_MAPPING) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    const struct node *key = node_first(node);
    if (node->count != 1 || !node_is(resolved(run, after(run, key)), "deny-only")) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    value->number = SE_GROUP_USE_FOR_DENY_ONLY;
    return kind_sid_parse(run, resolved(run, key), kind, value);
}

static enum match kind_user_match(struct runner *run, const struct node *node, enum kind kind,
                                  const struct value *actual)
{
    struct value expected;
    if (!kind_parse(run, node, kind, &expected)) {
        return MATCH_BROKEN;
    }
    bool same = !actual || (kind_sid_same(&expected, actual) &&
                            (expected.number == 0 || (actual->number & expected.number) != 0));
    return same ? MATCH_SAME : MATCH_DIFFERENT;
}

static void kind_user_print(struct runner *run, enum kind kind, const struct value *value,
                            struct text *text)
{
    bool deny_only = (value->number & SE_GROUP_USE_FOR_DENY_ONLY) != 0;
    text_append_string(text, deny_only ? "{" : "");
    kind_sid_print(run, kind, value, text);
    text_append_string(text, deny_only ? ": deny-only}" : "");
}

static bool kind_user_same(const struct value *a, const struct value *b)
{
    return a->number == b->number && kind_sid_same(a, b);
}

const struct kind_behaviour kind_user = {
    .parse = kind_user_parse,
    .match = kind_user_match,
    .print = kind_user_print,
    .same = kind_user_same,
};

/* ---- lists of SIDs: pointer is an array of SE_SID, number its length ---- */

static bool kind_sids_parse(struct runner *run, const struct node *node, enum kind kind,
                            struct value *value)
{
    if (node->kind != NODE_SEQUENCE) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    SE_SID *sids = arena_alloc(&run->arena, (node->count + 1) * sizeof *sids);
    const struct node *end = after(run, node);
    for (const struct node *entry = node_first(node); entry != end; entry = after(run, entry)) {
        if (!sid_parse(run, resolved(run, entry), &sids[value->number++])) {
            return false;
        }
    }
    value->pointer = sids;
    return true;
}

static bool holds(const struct value *list, const SID *sid)
{
    const SE_SID *sids = list->pointer;
    for (uint64_t i = 0; i < list->number; i++) {
        if (rtl_sid_equal(&sids[i].Sid, sid)) {
            return true;
        }
    }
    return false;
}

static bool holds_all(const struct value *list, const struct value *wanted)
{
    const SE_SID *sids = wanted->pointer;
    for (uint64_t i = 0; i < wanted->number; i++) {
        if (!holds(list, &sids[i].Sid)) {
            return false;
        }
    }
    return true;
}

static enum match kind_sids_match(struct runner *run, const struct node *node, enum kind kind,
                                  const struct value *actual)
{
    bool exactly;
    const struct node *list = without_exactly(run, node, &exactly);
    struct value expected;
    if (!kind_parse(run, list, kind, &expected)) {
        return MATCH_BROKEN;
    }
    bool same =
        !actual || (holds_all(actual, &expected) && (!exactly || holds_all(&expected, actual)));
    return same ? MATCH_SAME : MATCH_DIFFERENT;
}

static bool kind_sids_same(const struct value *a, const struct value *b)
{
    return a->number == b->number && holds_all(a, b);
}

static void kind_sids_print(struct runner *run, enum kind kind, const struct value *value,
                            struct text *text)
{
    const SE_SID *sids = value->pointer;
    (void)kind;
    text_append_string(text, "[");
    for (uint64_t i = 0; i < value->number; i++) {
        text_append_string(text, i > 0 ? ", " : "");
        sid_print(run, &sids[i].Sid, text);
    }
    text_append_string(text, "]");
}

const struct kind_behaviour kind_sids = {
    .parse = kind_sids_parse,
    .match = kind_sids_match,
    .print = kind_sids_print,
    .same = kind_sids_same,
};

/* ---- logon sessions ---- */

static const struct named_session *session_find(const struct runner *run, const struct node *node)
{
    for (size_t i = 0; i < run->session_count; i++) {
        const struct named_session *session = &run->sessions[i];
        if (session->hash == node->hash && session->length == node->length &&
            memcmp(session->text, node->text, node->length) == 0) {
            lint_mark(run->lint, node, MARK_SESSION);
            return session;
        }
    }
    return NULL;
}

static bool unknown_session(struct runner *run, const struct node *node)
{
    const char **candidates = memory_resize(NULL, (run->session_count + 1) * sizeof *candidates);
    for (size_t i = 0; i < run->session_count; i++) {
        candidates[i] = run->sessions[i].text;
    }
    problem(run, node, "unknown logon session '%s'", node->text);
    const char *nearest = words_nearest(node->text, node->length, candidates, run->session_count);
    free((void *)candidates);
    if (!nearest) {
        nearest = dictionary_nearest(run->dictionary, SPACE_WELL_KNOWN_SESSION, node->text,
                                     node->length);
    }
    return nearest ? problem_help(run, "did you mean '%s'?", nearest) : false;
}

bool session_parse(struct runner *run, const struct node *node, LUID *id, LUID *origin)
{
    *id = *origin = (LUID){.LowPart = 0};
    if (node->kind != NODE_SCALAR) {
        return problem_kind(run, node, kind_row(KIND_SESSION)->description);
    }
    const struct named_session *session = session_find(run, node);
    if (session) {
        *id = session->id;
        *origin = session->origin;
        return true;
    }
    const struct word *word = word_of(run, SPACE_WELL_KNOWN_SESSION, node);
    uint64_t number;
    if (word || number_read(node, &number)) {
        *id = rtl_luid_from(word ? word->value : number);
        return true;
    }
    SE_SID storage;
    const SID *sid = sid_look_up(run, node, &storage);
    if (!sid) {
        return unknown_session(run, node);
    }
    if (!run->dry) {
        *id = se_logon_session_of_user(run->world, sid);
    }
    return true;
}

static bool kind_session_parse(struct runner *run, const struct node *node, enum kind kind,
                               struct value *value)
{
    LUID id, origin;
    (void)kind;
    bool right = session_parse(run, node, &id, &origin);
    value->number = rtl_luid_value(id);
    return right;
}

static void kind_session_print(struct runner *run, enum kind kind, const struct value *value,
                               struct text *text)
{
    const char *word =
        value->number <= UINT32_MAX
            ? dictionary_text(run->dictionary, kind_row(kind)->words, (uint32_t)value->number)
            : NULL;
    for (size_t i = 0; i < run->session_count && !word; i++) {
        word = rtl_luid_value(run->sessions[i].id) == value->number ? run->sessions[i].text : NULL;
    }
    if (word) {
        text_append_string(text, word);
    } else {
        text_append_format(text, "0x%llX", (unsigned long long)value->number);
    }
}

const struct kind_behaviour kind_session = {
    .parse = kind_session_parse,
    .print = kind_session_print,
};
