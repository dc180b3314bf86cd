/*
 * Whatever lies in memory where a security descriptor should be: it is refused, or what is read of
 * it is well formed, both readers find the same, and what is written of it is read back the same;
 * nothing is left over. The input is taken as a descriptor, and then as changes to a right one:
 * pairs of a place and a byte.
 */
#include "ntsrm/srm.h"
#include "rtl/descriptor.h"
#include "rtl/sid.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds)
        abort();
}

#define SACL_BITS \
    (SE_SACL_DEFAULTED | SE_SACL_AUTO_INHERIT_REQ | SE_SACL_AUTO_INHERITED | SE_SACL_PROTECTED)

/* Control bits of parts that are not there; they are not written. */
static unsigned of_absent_parts(const struct rtl_described *described)
{
    return (described->has_owner ? 0 : SE_OWNER_DEFAULTED) |
           (described->has_group ? 0 : SE_GROUP_DEFAULTED) |
           (described->control & SE_SACL_PRESENT ? 0 : SACL_BITS);
}

/* What is written of it is as long as it was said to be, and says the same. */
static void write_and_read(struct srm_world *w, const struct rtl_described *described)
{
    struct rtl_descriptor *descriptor = rtl_descriptor_from(w, described);
    const size_t size = rtl_descriptor_size(descriptor, RTL_DESCRIPTOR_WHOLE);
    uint8_t *bytes = malloc(size);
    struct rtl_described again;

    demand(bytes != NULL);
    rtl_descriptor_write(descriptor, RTL_DESCRIPTOR_WHOLE, bytes);
    demand(NT_SUCCESS(rtl_described_from_bytes(w, bytes, size, &again)));
    demand(again.control == (described->control & ~of_absent_parts(described)));
    demand(again.has_owner == described->has_owner && again.has_group == described->has_group);
    demand((again.dacl == NULL) == (described->dacl == NULL));
    demand((again.sacl == NULL) == (described->sacl == NULL));
    rtl_described_release(w, &again);
    rtl_descriptor_dereference(w, descriptor);
    free(bytes);
}

/* In place; malloc aligns it. */
static NTSTATUS view(const struct srm_world *w, const void *bytes, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    struct rtl_view view;
    NTSTATUS status;

    demand(copy != NULL);
    memcpy(copy, bytes, size);
    status = rtl_view_from_memory(w, copy, size, &view);
    if (NT_SUCCESS(status))
        demand(!view.sacl || rtl_acl_valid(view.sacl, size));
    free(copy);
    return status;
}

static bool is_self_relative(const uint8_t *bytes, size_t size)
{
    return size < sizeof(SECURITY_DESCRIPTOR_RELATIVE) || (bytes[3] & 0x80);
}

static void read_as_descriptor(struct srm_world *w, const uint8_t *bytes, size_t size)
{
    struct rtl_described described;
    NTSTATUS status = rtl_described_from_bytes(w, bytes, size, &described);

    demand(!is_self_relative(bytes, size) || view(w, bytes, size) == status);
    if (!NT_SUCCESS(status))
        return;
    demand(!described.has_owner || rtl_sid_valid(&described.owner.Sid));
    demand(!described.has_group || rtl_sid_valid(&described.group.Sid));
    demand(!described.dacl || rtl_acl_valid(&described.dacl->bytes, described.dacl->size));
    demand((described.control & SE_DACL_PRESENT) || !described.dacl);
    demand((described.control & SE_SACL_PRESENT) || !described.sacl);
    write_and_read(w, &described);
    rtl_described_release(w, &described);
}

/* Owner, group, a DACL of one entry and a label; the caller frees it. */
static uint8_t *right_one(struct srm_world *w, size_t *size)
{
    const SECURITY_INFORMATION parts = OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION |
                                       DACL_SECURITY_INFORMATION | LABEL_SECURITY_INFORMATION;
    SE_SID everyone;
    struct rtl_acl *dacl;
    struct rtl_descriptor *descriptor;
    uint8_t *bytes;

    demand(rtl_sid_from_name("Everyone", strlen("Everyone"), &everyone));
    dacl = rtl_acl_new(w, &(struct rtl_ace){.mask = GENERIC_ALL, .sid = &everyone.Sid}, 1);
    descriptor = rtl_descriptor_new(w, &everyone.Sid, &everyone.Sid, dacl, 0);
    *size = rtl_descriptor_size(descriptor, parts);
    bytes = malloc(*size);
    demand(bytes != NULL);
    rtl_descriptor_write(descriptor, parts, bytes);
    rtl_descriptor_dereference(w, descriptor);
    rtl_acl_dereference(w, dacl);
    return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct srm_world *w = srm_world_new(NULL);
    size_t right_size;
    uint8_t *bytes = right_one(w, &right_size);

    read_as_descriptor(w, data, size);
    read_as_descriptor(w, bytes, right_size);
    for (size_t i = 0; i + 1 < size; i += 2) {
        bytes[data[i] % right_size] = data[i + 1];
        read_as_descriptor(w, bytes, right_size);
    }
    free(bytes);
    demand(srm_world_delete(w) == 0);
    return 0;
}
