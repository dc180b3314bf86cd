#include "support/sddl.h"

#include "support/suite.h"

#include <string.h>

struct rtl_bytes sddl_bytes(const char *text)
{
    struct srm_world *w = srm_world_new(NULL);
    struct rtl_bytes out = {.bytes = NULL};
    struct rtl_sddl_problem problem = {.what = ""};
    const bool read = rtl_sddl_parse(w, text, strlen(text), NULL, &out, &problem);

    ck_assert_uint_eq(srm_world_delete(w), 0);
    ck_assert_msg(read, "%s: %zu: %s", text, problem.offset, problem.what);
    return out;
}

struct rtl_bytes sddl_text(const struct rtl_bytes *descriptor)
{
    struct srm_world *w = srm_world_new(NULL);
    struct rtl_bytes out = {.bytes = NULL};
    const bool written = rtl_sddl_print(w, descriptor->bytes,
                                        OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION |
                                            DACL_SECURITY_INFORMATION | SACL_SECURITY_INFORMATION,
                                        NULL, &out);

    ck_assert_uint_eq(srm_world_delete(w), 0);
    ck_assert(written);
    return out;
}

void sddl_check_hex(const struct rtl_bytes *bytes, const char *hex)
{
    static const char digits[] = "0123456789abcdef";

    ck_assert_uint_eq(bytes->size, strlen(hex) / 2);
    for (size_t i = 0; i < bytes->size; i++)
        ck_assert_msg(digits[bytes->bytes[i] >> 4] == hex[2 * i] &&
                          digits[bytes->bytes[i] & 0xF] == hex[2 * i + 1],
                      "byte %zu is %02x and not %.2s", i, bytes->bytes[i], hex + 2 * i);
}
