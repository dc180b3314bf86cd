#include "scenario/fixtures.h"

#include "scenario/kinds_private.h"
#include "scenario/limits.h"
#include "scenario/runner.h"

#include "rtl/luid.h"

#include <string.h>

bool fixtures_each(struct runner *run, const struct node *mapping,
                   bool (*make)(struct runner *run, const struct node *key,
                                const struct node *value))
{
    if (!mapping) {
        return true;
    }
    if (mapping->kind != NODE_MAPPING) {
        return problem_kind(run, mapping, "a mapping from names");
    }
    if (mapping->count > NAMES_LIMIT) {
        return problem(run, mapping, "there are more than %u names here", NAMES_LIMIT);
    }
    bool right = true;
    const struct node *end = after(run, mapping);
    for (const struct node *key = node_first(mapping); key != end; key = after(run, key + 1)) {
        right = make(run, key, resolved(run, key + 1)) && right;
    }
    return right;
}

/* The session's own number, and whose logon made it. */
static bool session_identify(struct runner *run, const struct keyed *keys,
                             struct named_session *session)
{
    const struct node *by = key_value(*keys, SESSION, by);
    const struct node *type = key_value(*keys, SESSION, type);
    const struct node *luid = key_value(*keys, SESSION, luid);
    struct value number = {.number = 0};
    uint32_t logon = SE_LOGON_INTERACTIVE;
    LUID from = {.LowPart = 0}, origin;
    if (type) {
        const struct word *word =
            type->kind == NODE_SCALAR ? word_of(run, SPACE_LOGON_TYPE, type) : NULL;
        if (!word) {
            return problem_word(run, type, SPACE_LOGON_TYPE);
        }
        logon = word->value;
    }
    if ((by && !session_parse(run, by, &from, &origin)) ||
        (luid && !kind_parse(run, luid, KIND_NUMBER, &number))) {
        return false;
    }
    if (!run->dry) {
        session->id = luid ? rtl_luid_from(number.number) : rtl_luid_new(run->world);
        session->origin = se_logon_origin(run->world, from, (enum se_logon_type)logon);
        session->object = se_logon_session_reference(run->world, session->id);
    }
    return true;
}

static bool add_session(struct runner *run, const struct node *key, const struct node *value)
{
    struct keyed keys;
    SE_SID user;
    struct named_session session = {
        .text = key->text,
        .length = key->length,
        .hash = key->hash,
    };
    for (size_t i = 0; i < run->session_count; i++) {
        if (strcmp(run->sessions[i].text, key->text) == 0) {
            return problem(run, key, "'%s' is a logon session already", key->text);
        }
    }
    if (!keys_collect(run, value, SPACE_SESSION, &keys)) {
        return false;
    }
    const struct node *who = key_value(keys, SESSION, user);
    if ((who && !sid_parse(run, who, &user)) || !session_identify(run, &keys, &session)) {
        return false;
    }
    run->sessions = array_grow(run->sessions, run->session_count, &run->session_capacity,
                               sizeof *run->sessions);
    run->sessions[run->session_count++] = session;
    return true;
}

/* ---- names ---- */

static bool declare(struct runner *run, const struct node *key, const struct node *value,
                    enum name_kind kind)
{
    struct name *name = names_add(run, key, kind);
    if (!name) {
        return false;
    }
    name->state = NAME_DECLARED;
    name->fixture = true;
    name->node = value;
    name->nodes = run->nodes;
    return true;
}

static bool declare_token(struct runner *run, const struct node *key, const struct node *value)
{
    return declare(run, key, value, NAME_TOKEN);
}

static bool declare_job(struct runner *run, const struct node *key, const struct node *value)
{
    return declare(run, key, value, NAME_JOB);
}

static bool declare_object(struct runner *run, const struct node *key, const struct node *value)
{
    return declare(run, key, value, NAME_OBJECT);
}

static bool declare_thread(struct runner *run, const struct node *key, const struct node *value)
{
    return declare(run, key, value, NAME_THREAD);
}

static bool declare_process(struct runner *run, const struct node *key, const struct node *value)
{
    bool right = declare(run, key, value, NAME_PROCESS);
    struct keyed keys;
    if (!keys_collect(run, value, SPACE_PROCESS, &keys)) {
        return false;
    }
    const struct node *threads = key_value(keys, PROCESS, threads);
    if (!threads || threads->kind == NODE_MAPPING) {
        return fixtures_each(run, threads, declare_thread) && right;
    }
    if (threads->kind != NODE_SEQUENCE) {
        return problem_kind(run, threads, "a list of names, or a mapping from names");
    }
    if (threads->count > NAMES_LIMIT) {
        return problem(run, threads, "there are more than %u names here", NAMES_LIMIT);
    }
    const struct node *end = after(run, threads);
    for (const struct node *entry = node_first(threads); entry != end; entry = after(run, entry)) {
        right = declare_thread(run, entry, NULL) && right;
    }
    return right;
}

static bool make_token(struct runner *run, const struct node *key, const struct node *value)
{
    struct name *name = names_find(run, key->text, key->length, key->hash);
    (void)value;
    return fixtures_token_ready(run, name, key);
}

/* ---- in order ---- */

struct stage {
    size_t key;
    bool (*make)(struct runner *run, const struct node *key, const struct node *value);
};

#define STAGE(id, function)                                               \
    {                                                                     \
        .key = KEY_DOCUMENT_##id - KEY_BEGIN_DOCUMENT, .make = (function) \
    }

/* One stage for the files that the scenario uses, and then for itself. */
static bool make_stage(struct runner *run, const struct stage *stage)
{
    const struct document *document = run->document;
    bool right = true;
    for (size_t i = 0; i < document->source_count; i++) {
        struct source *source = run->use_order[document->first_source + i];
        run->nodes = &source->nodes;
        right = fixtures_each(run, source->keys.at[stage->key], stage->make) && right;
    }
    run->nodes = &run->main.nodes;
    return fixtures_each(run, document->keys.at[stage->key], stage->make) && right;
}

bool fixtures_make(struct runner *run)
{
    /* What a stage needs has been named by an earlier one. */
    static const struct stage stages[] = {
        STAGE(accounts, fixtures_account),  STAGE(accounts, fixtures_logon_account),
        STAGE(logon_sessions, add_session), STAGE(tokens, declare_token),
        STAGE(jobs, declare_job),           STAGE(objects, declare_object),
        STAGE(processes, declare_process),  STAGE(tokens, fixtures_mark_halves),
        STAGE(tokens, make_token),          STAGE(tokens, fixtures_link_halves),
        STAGE(jobs, fixtures_job),          STAGE(processes, fixtures_process),
        STAGE(objects, fixtures_object),
    };
    bool right = true;
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        right = make_stage(run, &stages[i]) && right;
        /* Without all names, what follows would only repeat that they are missing. */
        if (!right && stages[i].make == declare_process) {
            run->incomplete = true;
            return false;
        }
    }
    return right;
}
