/* SDDL into bytes, and bytes into SDDL; `sids` says of how many entries. */
#include "bench.h"

#include "ntsrm/srm.h"
#include "rtl/sddl.h"

#include <stdio.h>

enum { TEXT_SIZE = 4096 };

/* Owner, group, and a DACL of so many entries, half of them with SIDs in numbers. */
static size_t write_text(char text[TEXT_SIZE], int count)
{
    static const char *const aliases[] = {"WD", "BA", "SY", "AU"};
    size_t length = (size_t)snprintf(text, TEXT_SIZE, "O:BAG:SYD:PAI");

    for (int i = 0; i < count; i++)
        length += (size_t)(i % 2 == 0 ? snprintf(text + length, TEXT_SIZE - length,
                                                 "(A;OICI;FA;;;%s)", aliases[i / 2 % 4])
                                      : snprintf(text + length, TEXT_SIZE - length,
                                                 "(A;;0x1200a9;;;S-1-5-21-1004336348-1177238915-"
                                                 "682003330-%d)",
                                                 1000 + i));
    return length;
}

static void parse(const struct bench *bench, uint64_t times)
{
    struct srm_world *w = srm_world_new(NULL);
    struct rtl_sddl_problem problem;
    char text[TEXT_SIZE];
    const size_t length = write_text(text, bench->sids);

    for (uint64_t i = 0; i < times; i++) {
        struct rtl_bytes bytes = {.bytes = NULL};

        rtl_sddl_parse(w, text, length, &rtl_sddl_machine, &bytes, &problem);
        rtl_bytes_free(&bytes);
    }
    srm_world_delete(w);
}

static void print(const struct bench *bench, uint64_t times)
{
    struct srm_world *w = srm_world_new(NULL);
    struct rtl_bytes bytes = {.bytes = NULL};
    struct rtl_sddl_problem problem;
    char text[TEXT_SIZE];

    rtl_sddl_parse(w, text, write_text(text, bench->sids), &rtl_sddl_machine, &bytes, &problem);
    for (uint64_t i = 0; i < times; i++) {
        struct rtl_bytes out = {.bytes = NULL};

        rtl_sddl_print(w, bytes.bytes,
                       OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION |
                           DACL_SECURITY_INFORMATION,
                       &rtl_sddl_machine, &out);
        rtl_bytes_free(&out);
    }
    rtl_bytes_free(&bytes);
    srm_world_delete(w);
}

#define SDDL(what, count, times)                                                              \
    {                                                                                         \
        .name = "sddl-" #what "/" #count, .operations = (times), .sids = (count), .run = what \
    }

const struct bench bench_sddl[] = {
    SDDL(parse, 3, 500000), SDDL(parse, 50, 50000), SDDL(print, 3, 200000),
    SDDL(print, 50, 20000), {.name = NULL},
};
