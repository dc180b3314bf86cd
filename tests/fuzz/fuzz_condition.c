/*
 * Whatever lies where the byte code of a condition, or a resource attribute, should: it has no
 * text, or a text that makes byte code of that very text.
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

static void check_text(const struct rtl_bytes *text)
{
    struct rtl_bytes program = {.bytes = NULL}, again = {.bytes = NULL};
    struct rtl_sddl_problem problem;

    demand(rtl_sddl_parse_condition(NULL, (const char *)text->bytes, text->size, NULL, &program,
                                    &problem));
    demand(rtl_sddl_print_condition(program.bytes, program.size, NULL, &again));
    demand(text->size == again.size && memcmp(text->bytes, again.bytes, text->size) == 0);
    rtl_bytes_free(&program);
    rtl_bytes_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static SE_SID everyone = {.Buffer = {SID_REVISION, 1, 0, 0, 0, 0, 0, 1}};
    const struct rtl_ace attribute = {
        .type = SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE,
        .sid = &everyone.Sid,
        .data = data,
        .data_size = (uint16_t)(size < UINT16_MAX ? size : UINT16_MAX),
    };
    struct rtl_bytes text = {.bytes = NULL};

    if (rtl_sddl_print_condition(data, size, NULL, &text))
        check_text(&text);
    rtl_bytes_free(&text);
    rtl_sddl_print_ace(NULL, &attribute, NULL, &text);
    rtl_bytes_free(&text);
    return 0;
}
