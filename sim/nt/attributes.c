#include "nt/attributes.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/probe.h"

/* Most of them are about names. */
#define KNOWN_FLAGS                                                                    \
    (OBJ_INHERIT | OBJ_PERMANENT | OBJ_EXCLUSIVE | OBJ_CASE_INSENSITIVE | OBJ_OPENIF | \
     OBJ_OPENLINK | OBJ_KERNEL_HANDLE | OBJ_FORCE_ACCESS_CHECK |                       \
     OBJ_IGNORE_IMPERSONATED_DEVICEMAP | OBJ_DONT_REPARSE)

static bool flags_known(const struct srm_world *w, ULONG flags)
{
    return rule_on(w, attributes, flags_known, (flags & ~KNOWN_FLAGS) == 0,
                   NUMBER_FACT("Attributes", flags));
}

NTSTATUS nt_check_flags(PETHREAD caller, ULONG flags)
{
    return flags_known(caller->header.world, flags) ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

NTSTATUS nt_capture_qos(PETHREAD caller, const void *given, SECURITY_QUALITY_OF_SERVICE *qos)
{
    struct srm_world *w = caller->header.world;
    NTSTATUS status = nt_capture(caller, qos, given, sizeof *qos);

    if (!NT_SUCCESS(status))
        return status;
    if (!rule_on(w, attributes, length_right, qos->Length == sizeof *qos,
                 NUMBER_FACT("SECURITY_QUALITY_OF_SERVICE.Length", qos->Length)))
        return STATUS_INVALID_PARAMETER;
    return rule(w, pool, captured_qos, ex_pool_grants(w->pool, EX_ALLOCATION_CapturedQos))
               ? STATUS_SUCCESS
               : STATUS_INSUFFICIENT_RESOURCES;
}

/* What the structure points to; the descriptor last, since it takes memory. */
static NTSTATUS capture_parts(PETHREAD caller, const OBJECT_ATTRIBUTES *attributes,
                              struct nt_attributes *out)
{
    NTSTATUS status = STATUS_SUCCESS;

    out->flags = attributes->Attributes;
    out->named = attributes->ObjectName != NULL;
    out->root = attributes->RootDirectory;
    out->name = attributes->ObjectName;
    if (attributes->SecurityQualityOfService) {
        out->qos_given = true;
        status = nt_capture_qos(caller, attributes->SecurityQualityOfService, &out->qos);
    }
    if (NT_SUCCESS(status) && attributes->SecurityDescriptor) {
        status = nt_capture_descriptor(caller, attributes->SecurityDescriptor, &out->descriptor);
        out->descriptor_given = NT_SUCCESS(status);
    }
    return status;
}

NTSTATUS nt_capture_attributes(PETHREAD caller, const OBJECT_ATTRIBUTES *given,
                               struct nt_attributes *out)
{
    struct srm_world *w = caller->header.world;
    OBJECT_ATTRIBUTES attributes;
    NTSTATUS status;

    out->flags = 0;
    out->root = NULL;
    out->name = NULL;
    out->named = out->qos_given = out->descriptor_given = false;
    if (!given)
        return STATUS_SUCCESS;
    status = nt_capture(caller, &attributes, given, sizeof attributes);
    if (!NT_SUCCESS(status))
        return status;
    if (!rule_on(w, attributes, length_right, attributes.Length == sizeof attributes,
                 NUMBER_FACT("OBJECT_ATTRIBUTES.Length", attributes.Length)) ||
        !flags_known(w, attributes.Attributes))
        return STATUS_INVALID_PARAMETER;
    return capture_parts(caller, &attributes, out);
}

void nt_attributes_release(struct srm_world *w, struct nt_attributes *attributes)
{
    if (attributes->descriptor_given)
        nt_described_release(w, &attributes->descriptor);
}
