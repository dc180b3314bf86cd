#include "scenario/kinds_private.h"

#include "scenario/runner.h"
#include "scenario/shadow.h"

#include "rtl/luid.h"

/* ---- tokens ---- */

static bool is_nothing(const struct node *node)
{
    return node->kind == NODE_SCALAR && (node_is(node, "NULL") || node_is(node, "none"));
}

static bool token_parse(struct runner *run, const struct node *node, enum kind kind,
                        struct value *value)
{
    struct se_token *token = NULL;
    (void)kind;
    if (is_nothing(node)) {
        return true;
    }
    if (!names_token(run, node, &token)) {
        return false;
    }
    value->pointer = token;
    return token || run->dry || trouble(run, node, "there is no token at '%s' now", node->text);
}

const struct node *copy_of_node(struct runner *run, const struct node *node)
{
    bool is_copy =
        node->kind == NODE_MAPPING && node->count == 1 && node_is(node_first(node), "copy-of");
    return is_copy ? resolved(run, node_first(node) + 1) : NULL;
}

struct search {
    LUID id;
    const struct se_token *found;
};

static void search_token(struct runner *run, const void *object, enum word_space space,
                         const char *name)
{
    struct search *search = run->visitor;
    (void)name;
    if (space == SPACE_TOKEN_PROPERTY &&
        rtl_luid_equal(((const struct se_token *)object)->TokenId, search->id)) {
        search->found = object;
    }
}

/* Also a copy of a copy, as long as what is between them is there. */
static bool is_copy(struct runner *run, const struct se_token *token, LUID original)
{
    while (token && !rtl_luid_is_zero(token->copied_from)) {
        if (rtl_luid_equal(token->copied_from, original)) {
            return true;
        }
        struct search search = {.id = token->copied_from};
        run->visitor = &search;
        shadow_each_object(run, search_token);
        token = search.found;
    }
    return false;
}

enum match copy_match(struct runner *run, const struct node *source, const struct se_token *actual)
{
    struct value expected = {.number = 0};
    if (!token_parse(run, source, KIND_TOKEN, &expected)) {
        return MATCH_BROKEN;
    }
    const struct se_token *token = expected.pointer;
    if (run->dry) {
        return MATCH_SAME;
    }
    bool same = actual && token && actual != token && is_copy(run, actual, token->TokenId);
    return same ? MATCH_SAME : MATCH_DIFFERENT;
}

static enum match token_match(struct runner *run, const struct node *node, enum kind kind,
                              const struct value *actual)
{
    const struct node *source = copy_of_node(run, node);
    struct value expected = {.number = 0};
    if (source) {
        return copy_match(run, source, actual ? actual->pointer : NULL);
    }
    if (!token_parse(run, node, kind, &expected)) {
        return MATCH_BROKEN;
    }
    return !actual || expected.pointer == actual->pointer ? MATCH_SAME : MATCH_DIFFERENT;
}

static void token_print(struct runner *run, enum kind kind, const struct value *value,
                        struct text *text)
{
    (void)kind;
    names_print_token(run, value->pointer, text);
}

const struct kind_behaviour kind_token = {
    .parse = token_parse,
    .match = token_match,
    .print = token_print,
    .same = same_pointer,
};

static enum match copy_of_match(struct runner *run, const struct node *node, enum kind kind,
                                const struct value *actual)
{
    (void)kind;
    return copy_match(run, node, actual ? actual->pointer : NULL);
}

const struct kind_behaviour kind_copy_of = {
    .parse = token_parse,
    .match = copy_of_match,
    .print = token_print,
    .same = same_pointer,
};

const struct kind_behaviour kind_is_token = {
    .parse = token_parse,
    .match = token_match,
    .print = token_print,
    .same = same_pointer,
};

/* ---- ids of tokens ---- */

static uint64_t id_of(const struct se_token *token, enum kind kind)
{
    const LUID id = kind == KIND_PARENT_ID     ? token->ParentTokenId
                    : kind == KIND_MODIFIED_ID ? token->ModifiedId
                                               : token->TokenId;
    return rtl_luid_value(id);
}

static enum match token_id_match(struct runner *run, const struct node *node, enum kind kind,
                                 const struct value *actual)
{
    const struct node *key = node_first(node);
    bool right = node->kind == NODE_MAPPING && node->count == 1 &&
                 (node_is(key, "same-as") || node_is(key, "not"));
    struct value other = {.number = 0};
    if (!right) {
        problem_kind(run, node, kind_row(kind)->description);
        return MATCH_BROKEN;
    }
    if (!token_parse(run, resolved(run, key + 1), KIND_TOKEN, &other)) {
        return MATCH_BROKEN;
    }
    const struct se_token *token = other.pointer;
    if (!actual || !token) {
        return MATCH_SAME;
    }
    bool same = id_of(token, kind) == actual->number;
    return same == node_is(key, "same-as") ? MATCH_SAME : MATCH_DIFFERENT;
}

static bool token_id_parse(struct runner *run, const struct node *node, enum kind kind,
                           struct value *value)
{
    (void)value;
    return token_id_match(run, node, kind, NULL) != MATCH_BROKEN;
}

static void token_id_print(struct runner *run, enum kind kind, const struct value *value,
                           struct text *text)
{
    (void)run;
    (void)kind;
    text_append_format(text, "0x%llX", (unsigned long long)value->number);
}

const struct kind_behaviour kind_token_id = {
    .parse = token_id_parse,
    .match = token_id_match,
    .print = token_id_print,
};

/* ---- other objects ---- */

static bool object_of_kind(struct runner *run, const struct node *node, enum name_kind kind,
                           struct value *value)
{
    struct reference reference;
    if (is_nothing(node)) {
        return true;
    }
    if (!names_refer_kind(run, node, kind, &reference)) {
        return false;
    }
    value->pointer = reference.object;
    return true;
}

static enum match pointer_match(struct runner *run, const struct node *node, enum kind kind,
                                const struct value *actual)
{
    struct value expected;
    if (!kind_parse(run, node, kind, &expected)) {
        return MATCH_BROKEN;
    }
    return !actual || expected.pointer == actual->pointer ? MATCH_SAME : MATCH_DIFFERENT;
}

static void object_print(struct runner *run, enum kind kind, const struct value *value,
                         struct text *text)
{
    (void)kind;
    names_print_object(run, value->pointer, text);
}

static bool thread_parse(struct runner *run, const struct node *node, enum kind kind,
                         struct value *value)
{
    (void)kind;
    return object_of_kind(run, node, NAME_THREAD, value);
}

const struct kind_behaviour kind_thread = {
    .parse = thread_parse,
    .match = pointer_match,
    .print = object_print,
    .same = same_pointer,
};

static bool process_parse(struct runner *run, const struct node *node, enum kind kind,
                          struct value *value)
{
    (void)kind;
    return object_of_kind(run, node, NAME_PROCESS, value);
}

const struct kind_behaviour kind_process = {
    .parse = process_parse,
    .match = pointer_match,
    .print = object_print,
    .same = same_pointer,
};

static bool pipe_end_parse(struct runner *run, const struct node *node, enum kind kind,
                           struct value *value)
{
    (void)kind;
    return object_of_kind(run, node, NAME_PIPE_END, value);
}

const struct kind_behaviour kind_pipe_end = {
    .parse = pipe_end_parse,
    .match = pointer_match,
    .print = object_print,
    .same = same_pointer,
};

/* What a handle refers to. */
static bool object_parse(struct runner *run, const struct node *node, enum kind kind,
                         struct value *value)
{
    struct reference reference;
    if (!names_refer(run, node, false, &reference)) {
        return false;
    }
    if (reference.kind > NAME_OBJECT) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    value->pointer = reference.object;
    return value->pointer || run->dry ||
           trouble(run, node, "there is no token at '%s' now", node->text);
}

static enum match object_match(struct runner *run, const struct node *node, enum kind kind,
                               const struct value *actual)
{
    const struct node *source = copy_of_node(run, node);
    if (!source) {
        return pointer_match(run, node, kind, actual);
    }
    const struct ob_header *header = actual ? actual->pointer : NULL;
    bool is_token = header && header->type == &se_token_type;
    return copy_match(run, source, is_token ? actual->pointer : NULL);
}

const struct kind_behaviour kind_object = {
    .parse = object_parse,
    .match = object_match,
    .print = object_print,
    .same = same_pointer,
};

/* ---- what calls fill and take ---- */

static void name_print(struct runner *run, enum kind kind, const struct value *value,
                       struct text *text)
{
    (void)kind;
    for (uint32_t i = 0; i < run->names.count; i++) {
        if (run->names.names[i]->object == value->pointer) {
            text_append_string(text, run->names.names[i]->text);
            return;
        }
    }
}

static bool client_context_parse(struct runner *run, const struct node *node, enum kind kind,
                                 struct value *value)
{
    (void)kind;
    return object_of_kind(run, node, NAME_CLIENT_CONTEXT, value);
}

const struct kind_behaviour kind_client_context = {
    .parse = client_context_parse,
    .print = name_print,
    .same = same_pointer,
};

static bool subject_context_parse(struct runner *run, const struct node *node, enum kind kind,
                                  struct value *value)
{
    (void)kind;
    return object_of_kind(run, node, NAME_SUBJECT_CONTEXT, value);
}

const struct kind_behaviour kind_subject_context = {
    .parse = subject_context_parse,
    .print = name_print,
    .same = same_pointer,
};

static bool impersonation_state_parse(struct runner *run, const struct node *node, enum kind kind,
                                      struct value *value)
{
    (void)kind;
    return object_of_kind(run, node, NAME_STATE, value);
}

const struct kind_behaviour kind_state = {
    .parse = impersonation_state_parse,
    .print = name_print,
    .same = same_pointer,
};
