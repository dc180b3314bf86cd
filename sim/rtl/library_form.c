/*
 * The Rtl functions that turn a security descriptor into its other form. Source: access-check.md
 * B-4, B-10, with the pages named there.
 */
#include "rtl/library.h"

#include "ntsrm/ntifs.h"
#include "rtl/sid.h"

#include <string.h>

/* What the parts take, each a multiple of 4. */
struct sizes {
    ULONG owner, group, sacl, dacl;
};

static struct sizes sizes_of(const struct rtl_parts *parts)
{
    return (struct sizes){
        .owner = parts->owner ? RtlLengthSid(parts->owner) : 0,
        .group = parts->group ? RtlLengthSid(parts->group) : 0,
        .sacl = parts->sacl ? parts->sacl->AclSize : 0,
        .dacl = parts->dacl ? parts->dacl->AclSize : 0,
    };
}

static ULONG sum(const struct sizes *sizes)
{
    return sizes->owner + sizes->group + sizes->sacl + sizes->dacl;
}

static SECURITY_DESCRIPTOR_CONTROL control_of(const void *descriptor)
{
    return ((const SECURITY_DESCRIPTOR_RELATIVE *)descriptor)->Control;
}

ULONG RtlLengthSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor)
{
    const struct rtl_parts parts = rtl_parts_of(SecurityDescriptor);
    const struct sizes sizes = sizes_of(&parts);
    const size_t header = control_of(SecurityDescriptor) & SE_SELF_RELATIVE
                              ? sizeof(SECURITY_DESCRIPTOR_RELATIVE)
                              : sizeof(SECURITY_DESCRIPTOR);

    return (ULONG)header + sum(&sizes);
}

static DWORD put(unsigned char *bytes, DWORD *end, const void *part, ULONG size)
{
    const DWORD offset = *end;

    if (!part)
        return 0;
    memcpy(bytes + offset, part, size);
    *end += size;
    return offset;
}

static void write_self_relative(const void *from, const struct rtl_parts *parts,
                                const struct sizes *sizes, unsigned char *bytes)
{
    const SECURITY_DESCRIPTOR_RELATIVE *old = from;
    DWORD end = sizeof(SECURITY_DESCRIPTOR_RELATIVE);
    SECURITY_DESCRIPTOR_RELATIVE header = {
        .Revision = old->Revision,
        .Sbz1 = old->Sbz1,
        .Control = old->Control | SE_SELF_RELATIVE,
    };

    header.Sacl = put(bytes, &end, parts->sacl, sizes->sacl);
    header.Dacl = put(bytes, &end, parts->dacl, sizes->dacl);
    header.Owner = put(bytes, &end, parts->owner, sizes->owner);
    header.Group = put(bytes, &end, parts->group, sizes->group);
    memcpy(bytes, &header, sizeof header);
}

NTSTATUS RtlMakeSelfRelativeSD(PSECURITY_DESCRIPTOR SecurityDescriptor,
                               PSECURITY_DESCRIPTOR SelfRelativeSecurityDescriptor,
                               PULONG BufferLength)
{
    struct rtl_parts parts;
    struct sizes sizes;
    ULONG needed;

    if (!RtlValidSecurityDescriptor(SecurityDescriptor))
        return STATUS_INVALID_SECURITY_DESCR;
    parts = rtl_parts_of(SecurityDescriptor);
    sizes = sizes_of(&parts);
    needed = (ULONG)sizeof(SECURITY_DESCRIPTOR_RELATIVE) + sum(&sizes);
    if (*BufferLength < needed) {
        *BufferLength = needed;
        return STATUS_BUFFER_TOO_SMALL;
    }
    write_self_relative(SecurityDescriptor, &parts, &sizes, SelfRelativeSecurityDescriptor);
    return STATUS_SUCCESS;
}

NTSTATUS RtlAbsoluteToSelfRelativeSD(PSECURITY_DESCRIPTOR AbsoluteSecurityDescriptor,
                                     PSECURITY_DESCRIPTOR SelfRelativeSecurityDescriptor,
                                     PULONG BufferLength)
{
    if (control_of(AbsoluteSecurityDescriptor) & SE_SELF_RELATIVE)
        return STATUS_BAD_DESCRIPTOR_FORMAT;
    return RtlMakeSelfRelativeSD(AbsoluteSecurityDescriptor, SelfRelativeSecurityDescriptor,
                                 BufferLength);
}

/* A buffer of the caller's, and what shall go into it. */
struct buffer {
    void *to;
    PULONG size;
    const void *part;
    ULONG needed;
};

static bool all_fit(const struct buffer *buffers, size_t count)
{
    bool fit = true;

    for (size_t i = 0; i < count; i++)
        fit = fit && *buffers[i].size >= buffers[i].needed;
    return fit;
}

static NTSTATUS fill(const struct buffer *buffers, size_t count)
{
    if (all_fit(buffers, count)) {
        for (size_t i = 0; i < count; i++)
            if (buffers[i].part)
                memcpy(buffers[i].to, buffers[i].part, buffers[i].needed);
        return STATUS_SUCCESS;
    }
    for (size_t i = 0; i < count; i++)
        *buffers[i].size = buffers[i].needed;
    return STATUS_BUFFER_TOO_SMALL;
}

NTSTATUS RtlSelfRelativeToAbsoluteSD(PSECURITY_DESCRIPTOR SelfRelativeSecurityDescriptor,
                                     PSECURITY_DESCRIPTOR AbsoluteSecurityDescriptor,
                                     PULONG AbsoluteSecurityDescriptorSize, PACL Dacl,
                                     PULONG DaclSize, PACL Sacl, PULONG SaclSize, PSID Owner,
                                     PULONG OwnerSize, PSID PrimaryGroup, PULONG PrimaryGroupSize)
{
    const SECURITY_DESCRIPTOR_RELATIVE *header = SelfRelativeSecurityDescriptor;

    if (!(header->Control & SE_SELF_RELATIVE))
        return STATUS_BAD_DESCRIPTOR_FORMAT;
    if (!RtlValidSecurityDescriptor(SelfRelativeSecurityDescriptor))
        return STATUS_INVALID_SECURITY_DESCR;

    const struct rtl_parts parts = rtl_parts_of(header);
    const struct sizes sizes = sizes_of(&parts);
    const SECURITY_DESCRIPTOR absolute = {
        .Revision = header->Revision,
        .Sbz1 = header->Sbz1,
        .Control = header->Control & (SECURITY_DESCRIPTOR_CONTROL)~SE_SELF_RELATIVE,
        .Owner = parts.owner ? Owner : NULL,
        .Group = parts.group ? PrimaryGroup : NULL,
        .Sacl = parts.sacl ? Sacl : NULL,
        .Dacl = parts.dacl ? Dacl : NULL,
    };
    const struct buffer buffers[] = {
        {.to = AbsoluteSecurityDescriptor,
         .size = AbsoluteSecurityDescriptorSize,
         .part = &absolute,
         .needed = sizeof absolute},
        {.to = Owner, .size = OwnerSize, .part = parts.owner, .needed = sizes.owner},
        {.to = PrimaryGroup, .size = PrimaryGroupSize, .part = parts.group, .needed = sizes.group},
        {.to = Sacl, .size = SaclSize, .part = parts.sacl, .needed = sizes.sacl},
        {.to = Dacl, .size = DaclSize, .part = parts.dacl, .needed = sizes.dacl},
    };

    return fill(buffers, sizeof buffers / sizeof *buffers);
}
