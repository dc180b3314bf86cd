#include "scenario/names.h"

#include "scenario/limits.h"
#include "scenario/lint/lint.h"
#include "scenario/runner.h"
#include "scenario/words.h"

#include <stdlib.h>
#include <string.h>

void names_reset(struct runner *run)
{
    run->names.count = 0;
    memset(run->names.buckets, 0, sizeof run->names.buckets);
    run->account_count = 0;
    run->session_count = 0;
    run->debt_count = 0;
}

const char *name_kind_noun(enum name_kind kind)
{
    static const char *const nouns[] = {
        [NAME_PROCESS] = "a process",
        [NAME_THREAD] = "a thread",
        [NAME_TOKEN] = "a token",
        [NAME_JOB] = "a job",
        [NAME_PIPE_END] = "an end of a pipe",
        [NAME_OBJECT] = "an object",
        [NAME_HANDLE] = "a handle",
        [NAME_CLIENT_CONTEXT] = "a client context",
        [NAME_SUBJECT_CONTEXT] = "a subject context",
        [NAME_STATE] = "an impersonation state",
        [NAME_SCALAR] = "a value",
        [NAME_STRUCTURE] = "a structure",
    };
    return nouns[kind];
}

static bool is_lower_case(const struct node *node)
{
    if (node->kind != NODE_SCALAR || node->text[0] < 'a' || node->text[0] > 'z') {
        return false;
    }
    for (const char *at = node->text; *at; at++) {
        bool right = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at == '-';
        if (!right) {
            return false;
        }
    }
    return true;
}

struct name *names_find(struct runner *run, const char *text, size_t length, uint32_t hash)
{
    const struct name_table *table = &run->names;
    uint32_t place = table->buckets[hash % NAME_BUCKETS];
    while (place != 0) {
        struct name *name = table->names[place - 1];
        if (name->hash == hash && name->length == length && memcmp(name->text, text, length) == 0) {
            return name;
        }
        place = name->next;
    }
    return NULL;
}

static struct name *add(struct runner *run, struct name what)
{
    struct name_table *table = &run->names;
    size_t capacity = table->capacity;
    table->names = array_grow(table->names, table->count, &capacity, sizeof *table->names);
    table->capacity = (uint32_t)capacity;
    struct name *name = arena_alloc(&run->arena, sizeof *name);
    table->names[table->count++] = name;
    uint32_t *bucket = &table->buckets[what.hash % NAME_BUCKETS];
    *name = what;
    name->next = *bucket;
    *bucket = table->count;
    return name;
}

struct name *names_add(struct runner *run, const struct node *node, enum name_kind kind)
{
    if (!is_lower_case(node)) {
        problem_kind(run, node, "a name of lower case letters, digits and dashes");
        return NULL;
    }
    if (word_of(run, SPACE_RESERVED, node)) {
        problem(run, node, "'%s' is a word of `check` and cannot be a name", node->text);
        return NULL;
    }
    if (run->names.count >= NAMES_LIMIT) {
        problem(run, node, "the scenario has more than %u names", NAMES_LIMIT);
        return NULL;
    }
    const struct name *other = names_find(run, node->text, node->length, node->hash);
    if (other) {
        problem(run, node, "'%s' is %s already", node->text, name_kind_noun(other->kind));
        bool here = other->source == source_of(run, node);
        problem_help(run, "every name stands for one thing; it was given in line %u%s%s",
                     other->line, here ? "" : " of ",
                     here ? "" : runner_diagnostics(run, other->source)->name);
        return NULL;
    }
    return add(run, (struct name){
                        .text = node->text,
                        .length = node->length,
                        .hash = node->hash,
                        .kind = kind,
                        .state = NAME_READY,
                        .line = node->line,
                        .source = source_of(run, node),
                    });
}

struct name *names_add_member(struct runner *run, const struct name *owner, const char *member,
                              enum name_kind kind)
{
    struct text text = {.bytes = NULL};
    text_append_format(&text, "%s.%s", owner->text, member);
    struct name name = *owner;
    name.text = arena_copy(&run->arena, text.bytes, text.length);
    name.length = (uint32_t)text.length;
    name.hash = word_hash(text.bytes, text.length);
    name.kind = kind;
    text_free(&text);
    return add(run, name);
}

uint32_t names_held(const struct runner *run, const void *object)
{
    uint32_t held = 0;
    for (uint32_t i = 0; i < run->names.count; i++) {
        const struct name *name = run->names.names[i];
        held += name->object == object && name->kind <= NAME_OBJECT && name->state != NAME_DECLARED;
    }
    return held;
}

static bool is_account(const struct runner *run, const struct node *node)
{
    for (size_t i = 0; i < run->account_count; i++) {
        if (run->accounts[i].hash == node->hash && node_is(node, run->accounts[i].text)) {
            return true;
        }
    }
    return false;
}

/* The line of a step whose `out` binds the name after its use; 0 if it does not. */
static uint32_t bound_later(const struct runner *run, const struct node *step,
                            const struct node *name, size_t length)
{
    const struct node *end = after(run, step);
    for (const struct node *key = node_first(step); key != end; key = after(run, key + 1)) {
        if (!node_is(key, "out") || key[1].kind != NODE_MAPPING) {
            continue;
        }
        const struct node *out_end = after(run, key + 1);
        for (const struct node *out = node_first(key + 1); out != out_end;
             out = after(run, out + 1)) {
            if (out > name && out[1].length == length &&
                strncmp(out[1].text, name->text, length) == 0) {
                return step->line;
            }
        }
    }
    return 0;
}

static uint32_t find_later(const struct runner *run, const struct node *name, size_t length)
{
    const struct node *steps = key_value(run->document->keys, DOCUMENT, steps);
    if (run->nodes != &run->main.nodes || !steps || steps->kind != NODE_SEQUENCE) {
        return 0;
    }
    const struct node *end = after(run, steps);
    uint32_t line = 0;
    for (const struct node *step = node_first(steps); step != end && line == 0;
         step = after(run, step)) {
        line = step->kind == NODE_MAPPING ? bound_later(run, step, name, length) : 0;
    }
    return line;
}

static bool unknown_name(struct runner *run, const struct node *node, size_t length)
{
    if (run->incomplete) {
        run->broken = true;
        return false;
    }
    problem(run, node, "nothing has the name '%.*s'", (int)length, node->text);
    if (!run->last_diagnostics) {
        return false;
    }
    if (node_is(node, "UNREADABLE") || node_is(node, "MISALIGNED")) {
        return problem_help(run, "only a parameter that is a pointer can be %s", node->text);
    }
    if (is_account(run, node)) {
        return problem_help(run, "it is an account, which can only stand where a SID stands");
    }
    const uint32_t later = find_later(run, node, length);
    if (later != 0) {
        return problem_help(run, "it is bound later, by the step at line %u", (unsigned)later);
    }
    const char **candidates = memory_resize(NULL, (run->names.count + 1) * sizeof *candidates);
    for (uint32_t i = 0; i < run->names.count; i++) {
        candidates[i] = run->names.names[i]->text;
    }
    const char *nearest = words_nearest(node->text, length, candidates, run->names.count);
    if (nearest) {
        problem_help(run, "did you mean '%s%s'?", nearest, node->text + length);
    } else {
        problem_known(run, candidates, run->names.count);
    }
    free((void *)candidates);
    return false;
}

/* The members that a kind of object has, all of them tokens; the end of the list is NULL. */
static const char *const *members_of(enum name_kind kind)
{
    static const char *const none[] = {NULL};
    static const char *const token[] = {"token", NULL};
    static const char *const client[] = {"ClientToken", NULL};
    static const char *const subject[] = {"ClientToken", "PrimaryToken", NULL};
    static const char *const state[] = {"Token", NULL};
    static const char *const *const members[] = {
        [NAME_PROCESS] = token, [NAME_THREAD] = token,          [NAME_TOKEN] = none,
        [NAME_JOB] = none,      [NAME_PIPE_END] = none,         [NAME_OBJECT] = none,
        [NAME_HANDLE] = none,   [NAME_CLIENT_CONTEXT] = client, [NAME_SUBJECT_CONTEXT] = subject,
        [NAME_STATE] = state,   [NAME_SCALAR] = none,           [NAME_STRUCTURE] = none,
    };
    return members[kind];
}

static struct se_token *member_token(const struct name *name, size_t member)
{
    if (name->kind == NAME_PROCESS) {
        return ((PEPROCESS)name->object)->token;
    }
    if (name->kind == NAME_THREAD) {
        const struct _ETHREAD *thread = name->object;
        return thread->impersonating ? thread->block->token : NULL;
    }
    if (name->kind == NAME_CLIENT_CONTEXT) {
        return ((PSECURITY_CLIENT_CONTEXT)name->object)->ClientToken;
    }
    if (name->kind == NAME_SUBJECT_CONTEXT) {
        const SECURITY_SUBJECT_CONTEXT *subject = name->object;
        return member == 0 ? subject->ClientToken : subject->PrimaryToken;
    }
    return ((PSE_IMPERSONATION_STATE)name->object)->Token;
}

static bool refer_member(struct runner *run, const struct node *node, size_t length,
                         struct reference *reference)
{
    const char *wanted = node->text + length + 1;
    const char *const *members = members_of(reference->kind);
    size_t member = 0;
    while (members[member] && strcmp(members[member], wanted) != 0) {
        member++;
    }
    if (!members[member]) {
        problem(run, node, "%s has no member '%s'", name_kind_noun(reference->kind), wanted);
        return members[0]
                   ? problem_help(run, "write '%.*s.%s'", (int)length, node->text, members[0])
                   : false;
    }
    reference->member = true;
    reference->kind = NAME_TOKEN;
    reference->object = run->dry ? NULL : member_token(reference->name, member);
    return true;
}

/* A name that stood for something and does not now. */
static bool is_usable(struct runner *run, const struct node *node, const struct name *name,
                      bool allow_gone)
{
    if (name->late) {
        return trouble(run, node, "'%s' is not there yet: the call at line %u had to wait for it",
                       name->text, name->line);
    }
    if (name->state == NAME_UNBOUND) {
        return trouble(run, node, "'%s' was not bound: the call at line %u failed", name->text,
                       name->line);
    }
    bool looks_on = allow_gone && name->kind == NAME_SUBJECT_CONTEXT;
    if (name->state == NAME_GONE && !looks_on) {
        return trouble(run, node, "'%s' was used up by the step at line %u", name->text,
                       name->line);
    }
    return true;
}

bool names_refer(struct runner *run, const struct node *node, bool allow_gone,
                 struct reference *reference)
{
    if (node->kind != NODE_SCALAR) {
        return problem_kind(run, node, "a name");
    }
    struct name *name = names_find(run, node->text, node->length, node->hash);
    size_t length = node->length;
    if (!name) {
        const char *dot = memchr(node->text, '.', node->length);
        if (dot) {
            length = (size_t)(dot - node->text);
            name = names_find(run, node->text, length, word_hash(node->text, length));
        }
    }
    if (!name) {
        return unknown_name(run, node, length);
    }
    if (!run->dry && name->state >= NAME_UNBOUND && !is_usable(run, node, name, allow_gone)) {
        return false;
    }
    if (!run->dry && name->state < NAME_READY && length < node->length) {
        return problem(run, node, "'%s' is not there yet", node->text);
    }
    lint_mark(run->lint, node, MARK_NAME);
    *reference = (struct reference){.kind = name->kind, .object = name->object, .name = name};
    return length == node->length || refer_member(run, node, length, reference);
}

bool names_refer_kind(struct runner *run, const struct node *node, enum name_kind kind,
                      struct reference *reference)
{
    if (!names_refer(run, node, false, reference)) {
        return false;
    }
    if (reference->kind == kind) {
        return true;
    }
    problem(run, node, "expected %s, but '%s' is %s", name_kind_noun(kind), node->text,
            name_kind_noun(reference->kind));
    if (kind == NAME_TOKEN && members_of(reference->kind)[0]) {
        problem_help(run, "write '%s.%s'", node->text, members_of(reference->kind)[0]);
    }
    return false;
}

bool names_token(struct runner *run, const struct node *node, struct se_token **token)
{
    struct reference reference;
    if (!names_refer_kind(run, node, NAME_TOKEN, &reference)) {
        return false;
    }
    *token = reference.object;
    return true;
}

/* The name under which messages know a token itself: a process's, else a declared one. */
static bool print_own_name(struct runner *run, const void *object, LUID id, struct text *text)
{
    const struct name *found = NULL;
    for (uint32_t i = 0; i < run->names.count; i++) {
        const struct name *name = run->names.names[i];
        bool ready = name->state == NAME_READY && name->object != NULL;
        if (ready && name->kind == NAME_PROCESS) {
            const struct se_token *primary = ((PEPROCESS)name->object)->token;
            if (primary == object || (!object && primary->TokenId.LowPart == id.LowPart &&
                                      primary->TokenId.HighPart == id.HighPart)) {
                text_append_format(text, "%s.token", name->text);
                return true;
            }
        } else if (ready && name->kind == NAME_TOKEN && !found) {
            const struct se_token *token = name->object;
            bool same =
                token->TokenId.LowPart == id.LowPart && token->TokenId.HighPart == id.HighPart;
            found = same ? name : NULL;
        }
    }
    if (found) {
        text_append_string(text, found->text);
    }
    return found != NULL;
}

/* Names of contexts and threads that have it: "ctx.ClientToken". */
static bool print_member_name(struct runner *run, const void *object, struct text *text)
{
    for (uint32_t i = 0; i < run->names.count; i++) {
        const struct name *name = run->names.names[i];
        const char *const *members = members_of(name->kind);
        if (name->state != NAME_READY || !name->object || name->kind == NAME_PROCESS) {
            continue;
        }
        for (size_t j = 0; members[j]; j++) {
            if (member_token(name, j) == object) {
                text_append_format(text, "%s.%s", name->text, members[j]);
                return true;
            }
        }
    }
    return false;
}

void names_print_token(struct runner *run, const struct se_token *token, struct text *text)
{
    if (!token) {
        text_append_string(text, "none");
        return;
    }
    if (print_own_name(run, token, token->TokenId, text)) {
        return;
    }
    struct text source = {.bytes = NULL};
    bool known = print_own_name(run, NULL, token->copied_from, &source);
    if (known) {
        text_append_format(text, "a copy of %s", source.bytes);
    } else if (!print_member_name(run, token, text)) {
        text_append_format(text, "token %#x", (unsigned)token->TokenId.LowPart);
    }
    text_free(&source);
}

void names_print_object(struct runner *run, const void *object, struct text *text)
{
    const struct ob_header *header = object;
    if (!header) {
        text_append_string(text, "NULL");
        return;
    }
    if (header->type == &se_token_type) {
        names_print_token(run, object, text);
        return;
    }
    for (uint32_t i = 0; i < run->names.count; i++) {
        if (run->names.names[i]->object == object) {
            text_append_string(text, run->names.names[i]->text);
            return;
        }
    }
    text_append_format(text, "%s %llu", header->type->name, (unsigned long long)header->id);
}
