#include "descriptors.h"

#include "scenario/diagnostic.h"

#include "ntsrm/winerror.h"
#include "rtl/sddl.h"
#include "rtl/status.h"

#include <stdio.h>
#include <string.h>

/* Shows what is wrong with a text, where that is not nowhere. */
static void show_problem(const char *name, const char *text, size_t offset, size_t length,
                         const char *what, const char *help, bool color)
{
    struct diagnostics diagnostics = {0};
    struct text shown = {0};
    diagnostics_begin(&diagnostics, name, text, strlen(text));
    diagnostic_add(&diagnostics, SEVERITY_ERROR, diagnostics_place(&diagnostics, offset),
                   length > 0 ? (unsigned)length : 1, "%s", what);
    if (help != NULL) {
        diagnostic_help(&diagnostics, "%s", help);
    }
    diagnostics_print(&diagnostics, &shown, color);
    fputs(shown.bytes, stderr);
    text_free(&shown);
    diagnostics_free(&diagnostics);
}

static bool sddl_read(const struct srm_world *w, const char *sddl, bool color,
                      struct rtl_bytes *bytes)
{
    struct rtl_sddl_problem problem;
    struct text help = {0};
    if (rtl_sddl_parse(w, sddl, strlen(sddl), &rtl_sddl_machine, bytes, &problem)) {
        return true;
    }
    const struct rtl_error *error = rtl_error_by_value(problem.error);
    const bool modelled = problem.error != ERROR_INVALID_FUNCTION;
    text_append_format(&help, "ConvertStringSecurityDescriptorToSecurityDescriptor fails with %s",
                       error != NULL ? error->name : "an error");
    show_problem("sddl", sddl, problem.offset, problem.length, problem.what,
                 modelled ? help.bytes : NULL, color);
    text_free(&help);
    return false;
}

static bool hex_read(const char *hex, bool color, struct rtl_bytes *bytes)
{
    for (const char *at = hex; *at != '\0'; at++) {
        unsigned char byte;
        if (*at == ' ') {
            continue;
        }
        if (!text_hex_byte(at, &byte)) {
            show_problem("hex", hex, (size_t)(at - hex), 2, "this is no byte",
                         "a byte is two digits of 0-9, a-f", color);
            rtl_bytes_free(bytes);
            return false;
        }
        rtl_bytes_put(bytes, byte);
        at++;
    }
    return true;
}

bool descriptor_read(const struct srm_world *w, const char *sddl, const char *hex, bool color,
                     struct rtl_bytes *bytes)
{
    return sddl != NULL ? sddl_read(w, sddl, color, bytes) : hex_read(hex, color, bytes);
}

bool descriptor_view(const struct srm_world *w, const struct rtl_bytes *bytes,
                     struct rtl_view *view)
{
    NTSTATUS status = rtl_view_from_memory(w, bytes->bytes, bytes->size, view);
    if (status != STATUS_SUCCESS) {
        fprintf(stderr, "ntsrm: these bytes are no security descriptor: %s\n",
                rtl_status_by_value(status)->name);
    }
    return status == STATUS_SUCCESS;
}
