#include "descriptors.h"

#include "options.h"

#include "scenario/descriptor_bytes.h"
#include "scenario/diagnostic.h"

#include "ntsrm/winerror.h"
#include "rtl/sddl.h"
#include "rtl/status.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

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
    descriptor_bytes_to_memory(bytes->bytes, bytes->size);
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

bool object_type_read(const struct command *command, const char *value, enum rtl_mapped_type *type)
{
    const char *names[RTL_MAPPED_COUNT];
    for (size_t i = 0; i < RTL_MAPPED_COUNT; i++) {
        names[i] = rtl_mapped_name((enum rtl_mapped_type)i);
        if (strcasecmp(value, names[i]) == 0) {
            *type = (enum rtl_mapped_type)i;
            return true;
        }
    }
    usage_error(command, "unknown type of object '%s'", value);
    print_nearest("", value, names, RTL_MAPPED_COUNT);
    return false;
}

void list_append(const struct text *list, struct text *text)
{
    const bool brackets = list->length > 0 && list->bytes[0] == '[';
    text_append(text, list->bytes + brackets, list->length - 2 * brackets);
}

void rights_append(struct runner *runner, enum rtl_mapped_type type, ACCESS_MASK mask,
                   struct text *text)
{
    const struct ex_fact fact = RIGHTS_FACT("", type, mask);
    struct text list = {0};
    if (mask == 0) {
        text_append_string(text, "nothing");
        return;
    }
    runner_print_fact(runner, &fact, &list);
    list_append(&list, text);
    text_free(&list);
}
