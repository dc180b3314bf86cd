/* SIDs and descriptors as texts: sddl.h. What comes back is copied, and its memory given back. */
#include "scenario/calls/rows.h"

#include "scenario/runner.h"

#include "ntsrm/sddl.h"
#include "ntsrm/srm.h"
#include "ntsrm/winbase.h"
#include "rtl/sid.h"

#include <string.h>
#include <wchar.h>

/* Where the pointer comes back to, unless the scenario gives a bad place. */
static void *place_of(const struct call_frame *frame, unsigned parameter, void *place)
{
    void *written = frame_pointer(frame, parameter);
    return !written || written == SRM_UNREADABLE ? written : place;
}

static void give(struct call_frame *frame, unsigned parameter, void *memory, size_t size)
{
    void *copy = arena_alloc(&frame->run->arena, size);
    memcpy(copy, memory, size);
    frame->in[parameter].pointer = copy;
    LocalFree(memory);
}

static void give_text(struct call_frame *frame, unsigned parameter, LPWSTR text)
{
    give(frame, parameter, text, (wcslen(text) + 1) * sizeof *text);
}

static void sid_to_text(struct call_frame *frame)
{
    LPWSTR text = NULL;
    frame_returns(frame, (uint64_t)ConvertSidToStringSidW(frame_pointer(frame, 0),
                                                          place_of(frame, 1, &text)));
    if (text) {
        give_text(frame, 1, text);
    }
}

static void text_to_sid(struct call_frame *frame)
{
    PSID sid = NULL;
    frame_returns(frame, (uint64_t)ConvertStringSidToSidW(frame_pointer(frame, 0),
                                                          place_of(frame, 1, &sid)));
    if (sid) {
        give(frame, 1, sid, rtl_sid_length(sid));
    }
}

static void text_to_descriptor(struct call_frame *frame)
{
    PSECURITY_DESCRIPTOR descriptor = NULL;
    ULONG size = 0;
    void *told = frame_pointer(frame, 3);
    BOOL result = ConvertStringSecurityDescriptorToSecurityDescriptorW(
        frame_pointer(frame, 0), frame_number(frame, 1), place_of(frame, 2, &descriptor),
        told == SRM_UNREADABLE ? told : &size);
    frame_returns(frame, (uint64_t)result);
    if (descriptor) {
        give(frame, 2, descriptor, size);
        if (told) {
            memcpy(told, &size, sizeof size);
        }
    }
}

static void descriptor_to_text(struct call_frame *frame)
{
    LPWSTR text = NULL;
    BOOL result = ConvertSecurityDescriptorToStringSecurityDescriptorW(
        frame_pointer(frame, 0), frame_number(frame, 1), frame_number(frame, 2),
        place_of(frame, 3, &text), frame_pointer(frame, 4));
    frame_returns(frame, (uint64_t)result);
    if (text) {
        give_text(frame, 3, text);
    }
}

#define EXCEPTION                                                                                  \
    GIVES_UNSEEN(ERROR_INVALID_FUNCTION,                                                           \
                 "what is not modelled; a bad pointer, which would raise an exception in the "     \
                 "program",                                                                        \
                 "a case that meets it is an error: not modelled")

const struct call calls_sddl[] = {
    {
        .name = "ConvertSidToStringSid",
        .header = "sddl.h",
        .source = "sddl ConvertSidToStringSidW",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(MAY_TAKE(Sid, SID_POINTER), FILLS_UNLESS_NULL(StringSid, STRING)),
        RESULTS(GIVES(TRUE, "StringSid is the text, never an alias"),
                GIVES(ERROR_INVALID_PARAMETER, "Sid or StringSid is NULL"),
                GIVES_UNSEEN(ERROR_INVALID_SID, "Sid is none",
                             "scenarios can write no SID that is none"),
                EXCEPTION),
        .make = sid_to_text,
    },
    {
        .name = "ConvertStringSidToSid",
        .header = "sddl.h",
        .source = "sddl ConvertStringSidToSidW",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(MAY_TAKE(StringSid, STRING), FILLS_UNLESS_NULL(Sid, SID_POINTER)),
        RESULTS(GIVES(TRUE, "Sid is the SID of the text, which may be an alias"),
                GIVES(ERROR_INVALID_PARAMETER, "StringSid or Sid is NULL"),
                GIVES(ERROR_INVALID_SID, "the text is no SID, or an alias of a domain"),
                EXCEPTION),
        .make = text_to_sid,
    },
    {
        .name = "ConvertStringSecurityDescriptorToSecurityDescriptor",
        .header = "sddl.h",
        .source = "sddl ConvertStringSecurityDescriptorToSecurityDescriptorW",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(MAY_TAKE(StringSecurityDescriptor, STRING),
                   TAKES(StringSDRevision, NUMBER),
                   FILLS_UNLESS_NULL(SecurityDescriptor, SECURITY_DESCRIPTOR),
                   MAY_FILL(SecurityDescriptorSize, NUMBER)),
        RESULTS(GIVES(TRUE, "SecurityDescriptor is that of the text, self-relative"),
                GIVES(ERROR_INVALID_PARAMETER,
                      "the text or SecurityDescriptor is NULL; or no section stands in the text "
                      "where one should, or one twice"),
                GIVES(ERROR_UNKNOWN_REVISION, "a revision other than 1"),
                GIVES(ERROR_INVALID_ACL, "something is wrong in a DACL or SACL"),
                GIVES(ERROR_INVALID_SID,
                      "an owner or group that is no SID; an alias of a domain; in Windows 2000 a "
                      "SID that is none in an entry, too"),
                GIVES(RPC_S_INVALID_STRING_UUID,
                      "before Vista: an entry of a type that there is not"),
                GIVES(ERROR_INVALID_DATATYPE, "Windows 2000: a label"), EXCEPTION),
        .make = text_to_descriptor,
    },
    {
        .name = "ConvertSecurityDescriptorToStringSecurityDescriptor",
        .header = "sddl.h",
        .source = "sddl ConvertSecurityDescriptorToStringSecurityDescriptorW",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(MAY_TAKE(SecurityDescriptor, SECURITY_DESCRIPTOR),
                   TAKES(RequestedStringSDRevision, NUMBER),
                   TAKES(SecurityInformation, SECURITY_INFORMATION),
                   FILLS_UNLESS_NULL(StringSecurityDescriptor, STRING),
                   MAY_FILL(StringSecurityDescriptorLen, NUMBER)),
        RESULTS(GIVES(TRUE, "StringSecurityDescriptor is the canonical text of the parts"),
                GIVES(ERROR_INVALID_PARAMETER,
                      "SecurityDescriptor or StringSecurityDescriptor is NULL"),
                GIVES(ERROR_UNKNOWN_REVISION,
                      "a revision other than 1, asked for or of the descriptor"),
                GIVES(ERROR_INVALID_SECURITY_DESCR, "the descriptor is malformed"),
                GIVES(ERROR_INVALID_SID, "its owner or group is"),
                GIVES(ERROR_INVALID_ACL, "a list of it is, or an entry has no text"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory to read the descriptor"),
                EXCEPTION),
        .make = descriptor_to_text,
    },
    {.name = NULL},
};
