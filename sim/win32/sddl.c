/* SIDs and descriptors as text, for programs. Sources: ACC S-17 to S-19, and the pages of the
 * functions; what the text may say is in rtl/sddl/. */
#include "ntsrm/sddl.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/capture.h"
#include "nt/security.h"
#include "ntsrm/winerror.h"
#include "rtl/sddl.h"
#include "rtl/status.h"
#include "win32/last_error.h"
#include "win32/memory.h"

/* Where a pointer comes back to, and perhaps a size; the pointer is not NULL. */
struct result {
    void *to;
    PULONG size;
};

static bool parameters_given(const struct srm_world *w, bool given)
{
    return rule(w, convert, parameters_given, given);
}

static bool revision_known(const struct srm_world *w, DWORD revision)
{
    return rule_on(w, convert, revision_known, revision == SDDL_REVISION_1,
                   NUMBER_FACT("revision", revision));
}

/* A copy of the bytes for the program, which gives it to LocalFree. */
static DWORD return_bytes(PETHREAD caller, const void *bytes, size_t size, ULONG told,
                          const struct result *result)
{
    struct srm_world *w = caller->header.world;
    NTSTATUS status = win32_touch(caller, result->to);
    void *copy;

    if (NT_SUCCESS(status) && result->size)
        status = win32_touch(caller, result->size);
    if (!NT_SUCCESS(status))
        return rtl_status_to_win32(status);
    copy = ex_alloc_raw(w->pool, EX_KIND_LocalMemory, size);
    memcpy(copy, bytes, size);
    memcpy(result->to, &copy, sizeof copy);
    if (result->size)
        memcpy(result->size, &told, sizeof told);
    return ERROR_SUCCESS;
}

/* A text of UTF-8 as the program takes it. */
static DWORD return_text(PETHREAD caller, const struct rtl_bytes *text, bool wide,
                         const struct result *result)
{
    struct rtl_bytes copy = {.bytes = NULL};
    const ULONG width = wide ? sizeof(WCHAR) : sizeof(CHAR);
    DWORD error;

    if (wide)
        win32_widen(text, &copy);
    else
        rtl_bytes_append(&copy, text->bytes, text->size);
    memset(rtl_bytes_extend(&copy, width), 0, width);
    error = return_bytes(caller, copy.bytes, copy.size, (ULONG)(copy.size / width), result);
    rtl_bytes_free(&copy);
    return error;
}

/* ---- SIDs ---- */

static DWORD sid_to_text(PETHREAD caller, const void *given, bool wide, const struct result *result)
{
    char text[RTL_SID_TEXT_SIZE];
    struct rtl_bytes bytes = {.bytes = NULL};
    NTSTATUS status;
    DWORD error;
    SE_SID sid;

    if (!parameters_given(caller->header.world, given && result->to))
        return ERROR_INVALID_PARAMETER;
    status = win32_touch(caller, given);
    if (NT_SUCCESS(status))
        status = nt_capture_sid(caller, given, &sid);
    if (!NT_SUCCESS(status))
        return rtl_status_to_win32(status);
    rtl_bytes_append(&bytes, text, rtl_sid_to_text(&sid.Sid, text, sizeof text));
    error = return_text(caller, &bytes, wide, result);
    rtl_bytes_free(&bytes);
    return error;
}

static DWORD text_to_sid(PETHREAD caller, struct win32_string string, const struct result *result)
{
    struct srm_world *w = caller->header.world;
    struct rtl_bytes text = {.bytes = NULL};
    struct rtl_sddl_problem problem = {.error = ERROR_SUCCESS};
    SE_SID sid;
    NTSTATUS status;
    bool right;

    if (!parameters_given(w, (string.narrow || string.wide) && result->to))
        return ERROR_INVALID_PARAMETER;
    status = win32_read_all(caller, string, &text);
    if (!NT_SUCCESS(status))
        return rtl_status_to_win32(status);
    right = rtl_sddl_parse_sid(w, (const char *)text.bytes, text.size, &rtl_sddl_machine, &sid,
                               &problem);
    rtl_bytes_free(&text);
    if (!rule_on(w, convert, sid_right, right, NUMBER_FACT("position", problem.offset)))
        return ERROR_INVALID_SID;
    return return_bytes(caller, &sid, rtl_sid_length(&sid.Sid), 0, result);
}

BOOL ConvertSidToStringSidA(PSID Sid, LPSTR *StringSid)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter_plain(caller->header.world);
    result = win32_error(sid_to_text(caller, Sid, false, &(struct result){.to = StringSid}));
    leave_flag(caller->header.world, result);
    return result;
}

BOOL ConvertSidToStringSidW(PSID Sid, LPWSTR *StringSid)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter_plain(caller->header.world);
    result = win32_error(sid_to_text(caller, Sid, true, &(struct result){.to = StringSid}));
    leave_flag(caller->header.world, result);
    return result;
}

BOOL ConvertStringSidToSidA(LPCSTR StringSid, PSID *Sid)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter_plain(caller->header.world);
    result = win32_error(text_to_sid(caller, WIN32_A(StringSid), &(struct result){.to = Sid}));
    leave_flag(caller->header.world, result);
    return result;
}

BOOL ConvertStringSidToSidW(LPCWSTR StringSid, PSID *Sid)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter_plain(caller->header.world);
    result = win32_error(text_to_sid(caller, WIN32_W(StringSid), &(struct result){.to = Sid}));
    leave_flag(caller->header.world, result);
    return result;
}

/* ---- descriptors ---- */

static DWORD text_to_descriptor(PETHREAD caller, struct win32_string string, DWORD revision,
                                const struct result *result)
{
    struct srm_world *w = caller->header.world;
    struct rtl_bytes text = {.bytes = NULL}, bytes = {.bytes = NULL};
    struct rtl_sddl_problem problem = {.error = ERROR_SUCCESS};
    NTSTATUS status;
    DWORD error;
    bool right;

    if (!parameters_given(w, (string.narrow || string.wide) && result->to))
        return ERROR_INVALID_PARAMETER;
    if (!revision_known(w, revision))
        return ERROR_UNKNOWN_REVISION;
    status = win32_read_all(caller, string, &text);
    if (!NT_SUCCESS(status))
        return rtl_status_to_win32(status);
    right =
        rtl_sddl_parse(w, (const char *)text.bytes, text.size, &rtl_sddl_machine, &bytes, &problem);
    rtl_bytes_free(&text);
    if (!rule_on(w, convert, text_right, right, NUMBER_FACT("position", problem.offset))) {
        if (problem.error == ERROR_INVALID_FUNCTION)
            (void)world_not_modelled(w, "numbers as octets in a resource attribute of SDDL");
        return problem.error;
    }
    error = return_bytes(caller, bytes.bytes, bytes.size, (ULONG)bytes.size, result);
    rtl_bytes_free(&bytes);
    return error;
}

BOOL ConvertStringSecurityDescriptorToSecurityDescriptorA(LPCSTR StringSecurityDescriptor,
                                                          DWORD StringSDRevision,
                                                          PSECURITY_DESCRIPTOR *SecurityDescriptor,
                                                          PULONG SecurityDescriptorSize)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter(caller->header.world, NUMBER_FACT("StringSDRevision", StringSDRevision));
    result = win32_error(text_to_descriptor(
        caller, WIN32_A(StringSecurityDescriptor), StringSDRevision,
        &(struct result){.to = SecurityDescriptor, .size = SecurityDescriptorSize}));
    leave_flag(caller->header.world, result);
    return result;
}

BOOL ConvertStringSecurityDescriptorToSecurityDescriptorW(LPCWSTR StringSecurityDescriptor,
                                                          DWORD StringSDRevision,
                                                          PSECURITY_DESCRIPTOR *SecurityDescriptor,
                                                          PULONG SecurityDescriptorSize)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter(caller->header.world, NUMBER_FACT("StringSDRevision", StringSDRevision));
    result = win32_error(text_to_descriptor(
        caller, WIN32_W(StringSecurityDescriptor), StringSDRevision,
        &(struct result){.to = SecurityDescriptor, .size = SecurityDescriptorSize}));
    leave_flag(caller->header.world, result);
    return result;
}

/* The text of a descriptor that was read; false if an entry has none. */
static bool print(struct srm_world *w, const struct rtl_described *described,
                  SECURITY_INFORMATION parts, struct rtl_bytes *text)
{
    struct rtl_descriptor *descriptor = rtl_descriptor_from(w, described);
    struct rtl_bytes bytes = {.bytes = NULL};
    bool printed;

    rtl_descriptor_write(
        descriptor, RTL_DESCRIPTOR_WHOLE,
        rtl_bytes_extend(&bytes, rtl_descriptor_size(descriptor, RTL_DESCRIPTOR_WHOLE)));
    printed = rtl_sddl_print(w, bytes.bytes, parts, &rtl_sddl_machine, text);
    rtl_bytes_free(&bytes);
    rtl_descriptor_dereference(w, descriptor);
    return rule(w, convert, entries_have_text, printed);
}

static DWORD descriptor_to_text(PETHREAD caller, const void *given, DWORD revision,
                                SECURITY_INFORMATION parts, bool wide, const struct result *result)
{
    struct srm_world *w = caller->header.world;
    struct rtl_bytes text = {.bytes = NULL};
    struct rtl_described described;
    NTSTATUS status;
    DWORD error;

    if (!parameters_given(w, given && result->to))
        return ERROR_INVALID_PARAMETER;
    if (!revision_known(w, revision))
        return ERROR_UNKNOWN_REVISION;
    status = win32_touch(caller, given);
    if (NT_SUCCESS(status))
        status = nt_capture_descriptor(caller, given, &described);
    if (!NT_SUCCESS(status))
        return rtl_status_to_win32(status);
    error = print(w, &described, parts, &text) ? return_text(caller, &text, wide, result)
                                               : ERROR_INVALID_ACL;
    rtl_bytes_free(&text);
    nt_described_release(w, &described);
    return error;
}

BOOL ConvertSecurityDescriptorToStringSecurityDescriptorA(PSECURITY_DESCRIPTOR SecurityDescriptor,
                                                          DWORD RequestedStringSDRevision,
                                                          SECURITY_INFORMATION SecurityInformation,
                                                          LPSTR *StringSecurityDescriptor,
                                                          PULONG StringSecurityDescriptorLen)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter(caller->header.world,
               NUMBER_FACT("RequestedStringSDRevision", RequestedStringSDRevision),
               NUMBER_FACT("SecurityInformation", SecurityInformation));
    result = win32_error(descriptor_to_text(
        caller, SecurityDescriptor, RequestedStringSDRevision, SecurityInformation, false,
        &(struct result){.to = StringSecurityDescriptor, .size = StringSecurityDescriptorLen}));
    leave_flag(caller->header.world, result);
    return result;
}

BOOL ConvertSecurityDescriptorToStringSecurityDescriptorW(PSECURITY_DESCRIPTOR SecurityDescriptor,
                                                          DWORD RequestedStringSDRevision,
                                                          SECURITY_INFORMATION SecurityInformation,
                                                          LPWSTR *StringSecurityDescriptor,
                                                          PULONG StringSecurityDescriptorLen)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter(caller->header.world,
               NUMBER_FACT("RequestedStringSDRevision", RequestedStringSDRevision),
               NUMBER_FACT("SecurityInformation", SecurityInformation));
    result = win32_error(descriptor_to_text(
        caller, SecurityDescriptor, RequestedStringSDRevision, SecurityInformation, true,
        &(struct result){.to = StringSecurityDescriptor, .size = StringSecurityDescriptorLen}));
    leave_flag(caller->header.world, result);
    return result;
}
