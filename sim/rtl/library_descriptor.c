/*
 * The Rtl functions for the parts of security descriptors. Source: access-check.md B-4, B-5, B-10,
 * with the pages named there.
 */
#include "rtl/library.h"

#include "ntsrm/ntifs.h"
#include "rtl/descriptor.h"
#include "rtl/sid.h"

NTSTATUS RtlCreateSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, ULONG Revision)
{
    if (Revision != SECURITY_DESCRIPTOR_REVISION)
        return STATUS_UNKNOWN_REVISION;
    *(SECURITY_DESCRIPTOR *)SecurityDescriptor =
        (SECURITY_DESCRIPTOR){.Revision = SECURITY_DESCRIPTOR_REVISION};
    return STATUS_SUCCESS;
}

static void *at_offset(const void *descriptor, DWORD offset)
{
    return offset ? (unsigned char *)(uintptr_t)descriptor + offset : NULL;
}

struct rtl_parts rtl_parts_of(const void *descriptor)
{
    const SECURITY_DESCRIPTOR_RELATIVE *relative = descriptor;
    const SECURITY_DESCRIPTOR *absolute = descriptor;
    const bool sacl = (relative->Control & SE_SACL_PRESENT) != 0;
    const bool dacl = (relative->Control & SE_DACL_PRESENT) != 0;

    if (relative->Control & SE_SELF_RELATIVE)
        return (struct rtl_parts){
            .owner = at_offset(descriptor, relative->Owner),
            .group = at_offset(descriptor, relative->Group),
            .sacl = sacl ? at_offset(descriptor, relative->Sacl) : NULL,
            .dacl = dacl ? at_offset(descriptor, relative->Dacl) : NULL,
        };
    return (struct rtl_parts){
        .owner = absolute->Owner,
        .group = absolute->Group,
        .sacl = sacl ? absolute->Sacl : NULL,
        .dacl = dacl ? absolute->Dacl : NULL,
    };
}

BOOLEAN RtlValidSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor)
{
    const SECURITY_DESCRIPTOR_RELATIVE *header = SecurityDescriptor;
    struct rtl_parts parts;

    if (!header || header->Revision != SECURITY_DESCRIPTOR_REVISION)
        return FALSE;
    if (header->Control & SE_SELF_RELATIVE &&
        (header->Owner | header->Group | header->Sacl | header->Dacl) % 4 != 0)
        return FALSE;
    parts = rtl_parts_of(SecurityDescriptor);
    return (!parts.owner || RtlValidSid(parts.owner)) &&
           (!parts.group || RtlValidSid(parts.group)) && (!parts.sacl || RtlValidAcl(parts.sacl)) &&
           (!parts.dacl || RtlValidAcl(parts.dacl));
}

static bool sid_inside(const unsigned char *bytes, DWORD offset, ULONG length, bool required)
{
    const SID *sid = at_offset(bytes, offset);

    if (!sid)
        return !required;
    return offset <= length - offsetof(SID, SubAuthority) && rtl_sid_valid(sid) &&
           rtl_sid_length(sid) <= length - offset;
}

static bool acl_inside(const unsigned char *bytes, DWORD offset, ULONG length, bool present,
                       bool required)
{
    if (!present)
        return !required;
    return !offset || rtl_acl_valid(at_offset(bytes, offset), length - offset);
}

BOOLEAN RtlValidRelativeSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptorInput,
                                           ULONG SecurityDescriptorLength,
                                           SECURITY_INFORMATION RequiredInformation)
{
    const SECURITY_DESCRIPTOR_RELATIVE *header = SecurityDescriptorInput;
    const ULONG length = SecurityDescriptorLength;
    const SECURITY_INFORMATION required = RequiredInformation;

    if (length < sizeof *header || header->Revision != SECURITY_DESCRIPTOR_REVISION ||
        !(header->Control & SE_SELF_RELATIVE) || !rtl_offsets_valid(header, length))
        return FALSE;
    return sid_inside(SecurityDescriptorInput, header->Owner, length,
                      required & OWNER_SECURITY_INFORMATION) &&
           sid_inside(SecurityDescriptorInput, header->Group, length,
                      required & GROUP_SECURITY_INFORMATION) &&
           acl_inside(SecurityDescriptorInput, header->Sacl, length,
                      header->Control & SE_SACL_PRESENT, required & SACL_SECURITY_INFORMATION) &&
           acl_inside(SecurityDescriptorInput, header->Dacl, length,
                      header->Control & SE_DACL_PRESENT, required & DACL_SECURITY_INFORMATION);
}

/* ---- control ---- */

#define CHANGEABLE                                                                \
    (SE_DACL_UNTRUSTED | SE_SERVER_SECURITY | SE_DACL_AUTO_INHERIT_REQ |          \
     SE_SACL_AUTO_INHERIT_REQ | SE_DACL_AUTO_INHERITED | SE_SACL_AUTO_INHERITED | \
     SE_DACL_PROTECTED | SE_SACL_PROTECTED)

static SECURITY_DESCRIPTOR_CONTROL *control_of(void *descriptor)
{
    return &((SECURITY_DESCRIPTOR *)descriptor)->Control;
}

static bool known(const void *descriptor)
{
    return *(const UCHAR *)descriptor == SECURITY_DESCRIPTOR_REVISION;
}

static void set_bits(void *descriptor, unsigned bits, bool on)
{
    SECURITY_DESCRIPTOR_CONTROL *control = control_of(descriptor);

    *control = (SECURITY_DESCRIPTOR_CONTROL)(on ? *control | bits : *control & ~bits);
}

NTSTATUS RtlGetControlSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor,
                                         PSECURITY_DESCRIPTOR_CONTROL Control, PULONG Revision)
{
    if (!known(SecurityDescriptor))
        return STATUS_UNKNOWN_REVISION;
    *Revision = SECURITY_DESCRIPTOR_REVISION;
    *Control = *control_of(SecurityDescriptor);
    return STATUS_SUCCESS;
}

NTSTATUS RtlSetControlSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor,
                                         SECURITY_DESCRIPTOR_CONTROL ControlBitsOfInterest,
                                         SECURITY_DESCRIPTOR_CONTROL ControlBitsToSet)
{
    if ((ControlBitsOfInterest | ControlBitsToSet) & ~CHANGEABLE)
        return STATUS_INVALID_PARAMETER;
    set_bits(SecurityDescriptor, ControlBitsOfInterest, false);
    set_bits(SecurityDescriptor, ControlBitsOfInterest & ControlBitsToSet, true);
    return STATUS_SUCCESS;
}

/* ---- reading a part ---- */

static NTSTATUS get_sid(const void *from, bool group, PSID *sid, PBOOLEAN defaulted)
{
    const SECURITY_DESCRIPTOR_RELATIVE *header = from;
    struct rtl_parts parts;

    if (!known(from))
        return STATUS_UNKNOWN_REVISION;
    parts = rtl_parts_of(from);
    *sid = group ? parts.group : parts.owner;
    *defaulted = (header->Control & (group ? SE_GROUP_DEFAULTED : SE_OWNER_DEFAULTED)) != 0;
    return STATUS_SUCCESS;
}

NTSTATUS RtlGetOwnerSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, PSID *Owner,
                                       PBOOLEAN OwnerDefaulted)
{
    return get_sid(SecurityDescriptor, false, Owner, OwnerDefaulted);
}

NTSTATUS RtlGetGroupSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, PSID *Group,
                                       PBOOLEAN GroupDefaulted)
{
    return get_sid(SecurityDescriptor, true, Group, GroupDefaulted);
}

/* Of a list that is absent only that is told. */
static NTSTATUS get_list(const void *from, bool sacl, PBOOLEAN present, PACL *list,
                         PBOOLEAN defaulted)
{
    const SECURITY_DESCRIPTOR_RELATIVE *header = from;
    struct rtl_parts parts;

    if (!known(from))
        return STATUS_UNKNOWN_REVISION;
    *present = (header->Control & (sacl ? SE_SACL_PRESENT : SE_DACL_PRESENT)) != 0;
    if (*present) {
        parts = rtl_parts_of(from);
        *list = sacl ? parts.sacl : parts.dacl;
        *defaulted = (header->Control & (sacl ? SE_SACL_DEFAULTED : SE_DACL_DEFAULTED)) != 0;
    }
    return STATUS_SUCCESS;
}

NTSTATUS RtlGetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, PBOOLEAN DaclPresent,
                                      PACL *Dacl, PBOOLEAN DaclDefaulted)
{
    return get_list(SecurityDescriptor, false, DaclPresent, Dacl, DaclDefaulted);
}

NTSTATUS RtlGetSaclSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, PBOOLEAN SaclPresent,
                                      PACL *Sacl, PBOOLEAN SaclDefaulted)
{
    return get_list(SecurityDescriptor, true, SaclPresent, Sacl, SaclDefaulted);
}

/* ---- setting a part ---- */

static NTSTATUS check_absolute(void *descriptor)
{
    if (!known(descriptor))
        return STATUS_UNKNOWN_REVISION;
    return *control_of(descriptor) & SE_SELF_RELATIVE ? STATUS_INVALID_SECURITY_DESCR
                                                      : STATUS_SUCCESS;
}

static NTSTATUS set_sid(SECURITY_DESCRIPTOR *descriptor, bool group, PSID sid, bool defaulted)
{
    NTSTATUS status = check_absolute(descriptor);

    if (NT_SUCCESS(status)) {
        *(group ? &descriptor->Group : &descriptor->Owner) = sid;
        set_bits(descriptor, group ? SE_GROUP_DEFAULTED : SE_OWNER_DEFAULTED, defaulted);
    }
    return status;
}

NTSTATUS RtlSetOwnerSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, PSID Owner,
                                       BOOLEAN OwnerDefaulted)
{
    return set_sid(SecurityDescriptor, false, Owner, OwnerDefaulted);
}

NTSTATUS RtlSetGroupSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, PSID Group,
                                       BOOLEAN GroupDefaulted)
{
    return set_sid(SecurityDescriptor, true, Group, GroupDefaulted);
}

static NTSTATUS set_list(SECURITY_DESCRIPTOR *descriptor, bool sacl, bool present, PACL list,
                         bool defaulted)
{
    NTSTATUS status = check_absolute(descriptor);

    if (NT_SUCCESS(status)) {
        *(sacl ? &descriptor->Sacl : &descriptor->Dacl) = present ? list : NULL;
        set_bits(descriptor, sacl ? SE_SACL_PRESENT : SE_DACL_PRESENT, present);
        set_bits(descriptor, sacl ? SE_SACL_DEFAULTED : SE_DACL_DEFAULTED, present && defaulted);
    }
    return status;
}

NTSTATUS RtlSetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, BOOLEAN DaclPresent,
                                      PACL Dacl, BOOLEAN DaclDefaulted)
{
    return set_list(SecurityDescriptor, false, DaclPresent, Dacl, DaclDefaulted);
}

NTSTATUS RtlSetSaclSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, BOOLEAN SaclPresent,
                                      PACL Sacl, BOOLEAN SaclDefaulted)
{
    return set_list(SecurityDescriptor, true, SaclPresent, Sacl, SaclDefaulted);
}
