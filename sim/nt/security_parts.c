#include "nt/security_parts.h"

#include "ex/rules.h"
#include "nt/open.h"
#include "nt/pipe.h"

/* The parts of a descriptor that a call can name, and the rights that reading and setting take. */
static const struct part {
    enum ex_rule_id named;
    SECURITY_INFORMATION bits;
    ACCESS_MASK to_read; /* 0: it can be set only */
    ACCESS_MASK to_set;
} parts[] = {
    {
        .named = RULE_security_names_owner,
        .bits = OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION,
        .to_read = READ_CONTROL,
        .to_set = WRITE_OWNER,
    },
    {
        .named = RULE_security_names_dacl,
        .bits = DACL_SECURITY_INFORMATION,
        .to_read = READ_CONTROL,
        .to_set = WRITE_DAC,
    },
    {
        .named = RULE_security_names_sacl,
        .bits = SACL_SECURITY_INFORMATION,
        .to_read = ACCESS_SYSTEM_SECURITY,
        .to_set = ACCESS_SYSTEM_SECURITY,
    },
    {
        .named = RULE_security_names_label,
        .bits = LABEL_SECURITY_INFORMATION,
        .to_read = READ_CONTROL,
        .to_set = WRITE_OWNER,
    },
    {
        .named = RULE_security_names_attributes,
        .bits = ATTRIBUTE_SECURITY_INFORMATION,
        .to_read = READ_CONTROL,
        .to_set = WRITE_DAC,
    },
    {
        .named = RULE_security_names_scope,
        .bits = SCOPE_SECURITY_INFORMATION,
        .to_read = READ_CONTROL,
        .to_set = ACCESS_SYSTEM_SECURITY,
    },
    {
        .named = RULE_security_names_trust,
        .bits = PROCESS_TRUST_LABEL_SECURITY_INFORMATION | ACCESS_FILTER_SECURITY_INFORMATION,
        .to_read = READ_CONTROL,
        .to_set = WRITE_DAC,
    },
    {
        .named = RULE_security_names_backup,
        .bits = BACKUP_SECURITY_INFORMATION,
        .to_read = READ_CONTROL | ACCESS_SYSTEM_SECURITY,
        .to_set = WRITE_DAC | WRITE_OWNER | ACCESS_SYSTEM_SECURITY,
    },
    {
        .named = RULE_security_names_dacl_protection,
        .bits = PROTECTED_DACL_SECURITY_INFORMATION | UNPROTECTED_DACL_SECURITY_INFORMATION,
        .to_set = WRITE_DAC,
    },
    {
        .named = RULE_security_names_sacl_protection,
        .bits = PROTECTED_SACL_SECURITY_INFORMATION | UNPROTECTED_SACL_SECURITY_INFORMATION,
        .to_set = ACCESS_SYSTEM_SECURITY,
    },
};

#define EVERY_PART                                                                         \
    (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION | \
     RTL_SACL_PARTS)

struct nt_security_access nt_security_access(const struct srm_world *w, SECURITY_INFORMATION wanted,
                                             enum nt_security_purpose purpose)
{
    const bool set = purpose == NT_SECURITY_SET;
    struct nt_security_access access = {.parts = 0};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const struct part *part = &parts[i];
        SECURITY_INFORMATION named = set || part->to_read ? wanted & part->bits : 0;

        if (!ex_rule(w, part->named, named != 0))
            continue;
        access.parts |= named;
        access.needed |= set ? part->to_set : part->to_read;
    }
    if (access.parts & BACKUP_SECURITY_INFORMATION)
        access.parts |= EVERY_PART;
    return access;
}

NTSTATUS nt_described_object(PETHREAD caller, HANDLE handle, struct nt_security_access access,
                             struct ob_header **object)
{
    void *found = NULL;
    NTSTATUS status = nt_object_by_handle(caller, handle, NULL, access.needed, &found);

    return NT_SUCCESS(status) ? nt_pipe_of_end(found, object) : status;
}
