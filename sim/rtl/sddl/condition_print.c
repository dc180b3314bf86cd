/*
 * Conditions from byte code into text, as Windows writes them (access-check S-15). The program is
 * made into a tree, and the tree written from left to right; both with stacks of their own.
 */
#include "rtl/condition.h"
#include "rtl/sddl/literal.h"

#include "ex/pool.h"

#define NO_NODE UINT32_MAX

/* An element of the program; operators have what they are about below them. */
struct node {
    struct rtl_condition_token token;
    uint32_t left, right;
};

struct tree {
    struct node *nodes;
    size_t count, capacity;
    uint32_t *stack; /* what no operator has taken yet */
    size_t depth, room;
};

static bool is_literal(const struct node *node)
{
    return node->token.row->shape == RTL_CONDITION_SHAPE_INTEGER ||
           node->token.row->shape == RTL_CONDITION_SHAPE_BYTES;
}

static bool is_attribute(const struct node *node)
{
    return node->token.row->shape == RTL_CONDITION_SHAPE_ATTRIBUTE;
}

static bool is_exists(const struct node *node)
{
    return node->token.row->code == RTL_CONDITION_EXISTS ||
           node->token.row->code == RTL_CONDITION_NOT_EXISTS;
}

/* The operand that was pushed last; NO_NODE if there is none. */
static uint32_t pop(struct tree *tree)
{
    return tree->depth > 0 ? tree->stack[--tree->depth] : NO_NODE;
}

/* Takes the operands of a node; false if there are none, or text could not say them there. */
static bool take_operands(struct tree *tree, struct node *node)
{
    const struct node *left, *right;

    switch (node->token.row->shape) {
    case RTL_CONDITION_SHAPE_LOGICAL:
        if (node->token.row->code != RTL_CONDITION_NOT) {
            node->right = pop(tree);
            if (node->right == NO_NODE || is_literal(&tree->nodes[node->right]))
                return false;
        }
        node->left = pop(tree);
        return node->left != NO_NODE && !is_literal(&tree->nodes[node->left]);
    case RTL_CONDITION_SHAPE_UNARY:
        node->left = pop(tree);
        left = node->left == NO_NODE ? NULL : &tree->nodes[node->left];
        return left && (is_exists(node) ? is_attribute(left) : is_literal(left));
    case RTL_CONDITION_SHAPE_RELATION:
        node->right = pop(tree);
        node->left = pop(tree);
        if (node->left == NO_NODE)
            return false;
        left = &tree->nodes[node->left];
        right = &tree->nodes[node->right];
        return is_attribute(left) &&
               (is_literal(right) ||
                (is_attribute(right) && right->token.row->code != RTL_CONDITION_LOCAL_ATTRIBUTE));
    case RTL_CONDITION_SHAPE_PADDING:
    case RTL_CONDITION_SHAPE_INTEGER:
    case RTL_CONDITION_SHAPE_BYTES:
    case RTL_CONDITION_SHAPE_ATTRIBUTE:
        break;
    }
    return true;
}

static bool add_node(struct tree *tree, const struct rtl_condition_token *token)
{
    struct node node = {.token = *token, .left = NO_NODE, .right = NO_NODE};

    if (!take_operands(tree, &node))
        return false;
    tree->nodes = ex_host_grow(tree->nodes, tree->count, &tree->capacity, sizeof *tree->nodes);
    tree->stack = ex_host_grow(tree->stack, tree->depth, &tree->room, sizeof *tree->stack);
    tree->stack[tree->depth++] = (uint32_t)tree->count;
    tree->nodes[tree->count++] = node;
    return true;
}

/* A program that leaves exactly one result. */
static bool read_program(const UCHAR *data, size_t size, struct tree *tree)
{
    struct rtl_condition_token token;
    size_t at = RTL_CONDITION_SIGNATURE_SIZE;

    if (!rtl_condition_signed(data, size))
        return false;
    while (rtl_condition_next(data, size, &at, &token))
        if (token.row->shape != RTL_CONDITION_SHAPE_PADDING && !add_node(tree, &token))
            return false;
    return at == size && tree->depth == 1 && !is_literal(&tree->nodes[tree->stack[0]]);
}

static bool write_scalar(const struct rtl_condition_token *token,
                         const struct rtl_sddl_domains *domains, struct rtl_bytes *out)
{
    switch (token->row->code) {
    case RTL_CONDITION_STRING:
        return sddl_write_string(token->bytes, token->size, out);
    case RTL_CONDITION_OCTETS:
        sddl_write_octets(token->bytes, token->size, out);
        return true;
    case RTL_CONDITION_SID:
        return sddl_write_sid_literal(token->bytes, token->size, domains, out);
    default:
        return token->row->shape == RTL_CONDITION_SHAPE_INTEGER &&
               sddl_write_integer(&(struct sddl_integer){.number = token->number,
                                                         .sign = token->sign,
                                                         .base = token->base},
                                  out);
    }
}

static bool write_literal(const struct rtl_condition_token *token,
                          const struct rtl_sddl_domains *domains, struct rtl_bytes *out)
{
    struct rtl_condition_token member;
    size_t at = 0;

    if (token->row->code != RTL_CONDITION_COMPOSITE)
        return write_scalar(token, domains, out);
    rtl_bytes_put(out, '{');
    while (rtl_condition_next(token->bytes, token->size, &at, &member)) {
        if (out->bytes[out->size - 1] != '{')
            rtl_bytes_text(out, ", ");
        if (!write_scalar(&member, domains, out))
            return false;
    }
    rtl_bytes_put(out, '}');
    return at == token->size;
}

/* A name that would be taken for an operator begins with an escape. */
static bool is_operator(const struct rtl_bytes *out, size_t at)
{
    const char *const word = (const char *)out->bytes + at;
    const size_t length = out->size - at;

    for (int code = RTL_CONDITION_EXISTS; code <= RTL_CONDITION_NOT_DEVICE_MEMBER_OF_ANY; code++) {
        const struct rtl_condition_row *row = rtl_condition_row((UCHAR)code);

        if (row->shape == RTL_CONDITION_SHAPE_UNARY && strlen(row->text) == length &&
            sddl_same_word(word, row->text, length))
            return true;
    }
    return false;
}

static bool write_attribute(const struct rtl_condition_token *token, struct rtl_bytes *out)
{
    const bool local = token->row->code == RTL_CONDITION_LOCAL_ATTRIBUTE;
    const enum sddl_name form = local ? SDDL_NAME_LOCAL : SDDL_NAME_PREFIXED;
    const size_t at = out->size;
    unsigned first;

    rtl_bytes_text(out, token->row->text);
    if (!sddl_write_name(form, token->bytes, token->size, out))
        return false;
    if (!local || !is_operator(out, at))
        return true;
    first = out->bytes[at];
    out->size = at;
    rtl_bytes_text(out, "%00");
    sddl_write_number(first, 16, out);
    return sddl_write_name(form, token->bytes + 2, token->size - 2, out);
}

/* What is still to be written, the next on top: a text, or a node where that is NULL. */
struct piece {
    const char *text;
    uint32_t node;
};

struct pieces {
    struct piece *stack;
    size_t depth, room;
};

static void push(struct pieces *pieces, const char *text, uint32_t node)
{
    pieces->stack =
        ex_host_grow(pieces->stack, pieces->depth, &pieces->room, sizeof *pieces->stack);
    pieces->stack[pieces->depth++] = (struct piece){.text = text, .node = node};
}

/* From the last to the first. */
static void push_logical(struct pieces *pieces, const struct node *node)
{
    push(pieces, ")", 0);
    push(pieces, NULL, node->right == NO_NODE ? node->left : node->right);
    push(pieces, "(", 0);
    if (node->right == NO_NODE) {
        push(pieces, node->token.row->text, 0);
        return;
    }
    push(pieces, " ", 0);
    push(pieces, node->token.row->text, 0);
    push(pieces, ") ", 0);
    push(pieces, NULL, node->left);
    push(pieces, "(", 0);
}

static void push_relation(struct pieces *pieces, const struct node *node)
{
    if (node->right != NO_NODE) {
        push(pieces, NULL, node->right);
        push(pieces, " ", 0);
        push(pieces, node->token.row->text, 0);
        push(pieces, " ", 0);
        push(pieces, NULL, node->left);
    } else {
        push(pieces, NULL, node->left);
        push(pieces, " ", 0);
        push(pieces, node->token.row->text, 0);
    }
}

static bool write_node(struct pieces *pieces, const struct node *node,
                       const struct rtl_sddl_domains *domains, struct rtl_bytes *out)
{
    switch (node->token.row->shape) {
    case RTL_CONDITION_SHAPE_LOGICAL:
        push_logical(pieces, node);
        return true;
    case RTL_CONDITION_SHAPE_UNARY:
    case RTL_CONDITION_SHAPE_RELATION:
        push_relation(pieces, node);
        return true;
    case RTL_CONDITION_SHAPE_ATTRIBUTE:
        return write_attribute(&node->token, out);
    case RTL_CONDITION_SHAPE_INTEGER:
    case RTL_CONDITION_SHAPE_BYTES:
    case RTL_CONDITION_SHAPE_PADDING:
        break;
    }
    return write_literal(&node->token, domains, out);
}

static bool write_tree(const struct tree *tree, const struct rtl_sddl_domains *domains,
                       struct rtl_bytes *out)
{
    struct pieces pieces = {.stack = NULL};
    bool written = true;

    push(&pieces, NULL, tree->stack[0]);
    while (written && pieces.depth > 0) {
        const struct piece piece = pieces.stack[--pieces.depth];

        if (piece.text)
            rtl_bytes_text(out, piece.text);
        else
            written = write_node(&pieces, &tree->nodes[piece.node], domains, out);
    }
    ex_host_free(pieces.stack);
    return written;
}

bool rtl_sddl_print_condition(const UCHAR *data, size_t size,
                              const struct rtl_sddl_domains *domains, struct rtl_bytes *out)
{
    struct tree tree = {.nodes = NULL};
    const bool written = read_program(data, size, &tree) && write_tree(&tree, domains, out);

    ex_host_free(tree.nodes);
    ex_host_free(tree.stack);
    return written;
}
