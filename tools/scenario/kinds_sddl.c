/* Descriptors as texts: SDDL, and bytes in hex. */
#include "scenario/kinds_private.h"

#include "scenario/runner.h"

#include <string.h>

bool node_is_sddl(const struct node *node)
{
    return node->kind == NODE_SCALAR && memchr(node->text, ':', node->length) != NULL;
}

bool sddl_parse(struct runner *run, const struct node *node, struct octets *out)
{
    (void)out;
    return problem(run, node, "SDDL cannot be read yet; write the parts of the descriptor");
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
