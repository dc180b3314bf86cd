/*
 * Whatever stands where SDDL should: it is refused at a place of the text, or the descriptor that
 * it makes is valid and has a text of its own, which makes the same bytes and the same text again.
 */
#include "ntsrm/srm.h"
#include "rtl/sddl.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static bool parse(const struct srm_world *w, const void *text, size_t size, struct rtl_bytes *out)
{
    struct rtl_sddl_problem problem = {.what = NULL};

    *out = (struct rtl_bytes){.bytes = NULL};
    if (rtl_sddl_parse(w, text, size, &rtl_sddl_machine, out, &problem))
        return true;
    demand(!out->bytes && problem.what && problem.error != 0);
    demand(problem.offset <= size && problem.length <= size - problem.offset);
    return false;
}

static struct rtl_bytes print(const struct srm_world *w, const struct rtl_bytes *descriptor)
{
    const SECURITY_INFORMATION parts = OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION |
                                       DACL_SECURITY_INFORMATION | SACL_SECURITY_INFORMATION;
    struct rtl_bytes out = {.bytes = NULL};

    demand(rtl_sddl_print(w, descriptor->bytes, parts, &rtl_sddl_machine, &out));
    return out;
}

static bool same(const struct rtl_bytes *a, const struct rtl_bytes *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

static void check_valid(struct srm_world *w, const struct rtl_bytes *bytes)
{
    struct rtl_described described;

    demand(NT_SUCCESS(rtl_described_from_bytes(w, bytes->bytes, bytes->size, &described)));
    rtl_described_release(w, &described);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct srm_world *w = srm_world_new(NULL);
    struct rtl_bytes bytes, again, text, text_again;

    if (parse(w, data, size, &bytes)) {
        check_valid(w, &bytes);
        text = print(w, &bytes);
        demand(parse(w, text.bytes, text.size, &again));
        demand(same(&bytes, &again));
        text_again = print(w, &again);
        demand(same(&text, &text_again));
        rtl_bytes_free(&text_again);
        rtl_bytes_free(&again);
        rtl_bytes_free(&text);
        rtl_bytes_free(&bytes);
    }
    demand(srm_world_delete(w) == 0);
    return 0;
}
