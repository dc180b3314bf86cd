/* Mandatory integrity (access-check A-22). */
#include "se/access/decide.h"

#include "ex/rules.h"

/* Each class of rights as integrity sees it. */
struct classes {
    ACCESS_MASK read, write, execute;
};

static struct classes classes_of(const GENERIC_MAPPING *mapping)
{
    return (struct classes){
        .read = mapping->GenericRead | READ_CONTROL,
        .write = mapping->GenericWrite | DELETE | WRITE_DAC | WRITE_OWNER | ACCESS_SYSTEM_SECURITY,
        .execute = (mapping->GenericExecute & ~mapping->GenericRead) | SYNCHRONIZE,
    };
}

/*
 * A-22/4: what a caller below a label may still have. What two classes share is forbidden only if
 * both are; a label that forbids nothing leaves what GENERIC_ALL means.
 */
static ACCESS_MASK below_label(const GENERIC_MAPPING *mapping, ACCESS_MASK label_mask)
{
    const struct classes classes = classes_of(mapping);
    const bool no_write = (label_mask & SYSTEM_MANDATORY_LABEL_NO_WRITE_UP) != 0;
    const bool no_read = (label_mask & SYSTEM_MANDATORY_LABEL_NO_READ_UP) != 0;
    const bool no_execute = (label_mask & SYSTEM_MANDATORY_LABEL_NO_EXECUTE_UP) != 0;
    const ACCESS_MASK kept = (no_read ? 0 : classes.read) | (no_write ? 0 : classes.write) |
                             (no_execute ? 0 : classes.execute);
    const ACCESS_MASK lost = (no_read ? classes.read : 0) | (no_write ? classes.write : 0) |
                             (no_execute ? classes.execute : 0);
    const ACCESS_MASK all = mapping->GenericRead | mapping->GenericExecute | SYNCHRONIZE |
                            READ_CONTROL | (no_write ? 0 : mapping->GenericAll);

    if (lost == 0)
        return mapping->GenericAll;
    return all & ~(lost & ~kept);
}

static bool dominates(const struct se_token *token, const struct rtl_view *view)
{
    return !(token->mandatory_policy & TOKEN_MANDATORY_POLICY_NO_WRITE_UP) ||
           token->integrity >= view->label;
}

NTSTATUS se_stage_integrity(struct se_decision *decision)
{
    const struct srm_world *w = decision->w;
    const struct rtl_view *view = decision->request->descriptor;
    const struct se_token *token = decision->token;
    ACCESS_MASK allowed;

    if (rule_on(w, access, integrity_dominates, dominates(token, view),
                INTEGRITY_FACT("caller's integrity", token->integrity),
                INTEGRITY_FACT("object's label", view->label)))
        return STATUS_SUCCESS;
    if (rule_on(w, access, label_leaves_packages,
                decision->lowbox && view->label <= SECURITY_MANDATORY_MEDIUM_RID,
                TOKEN("token", token), INTEGRITY_FACT("object's label", view->label)))
        return STATUS_SUCCESS;
    allowed = below_label(decision->request->mapping, view->label_mask);
    if (rule(w, access, relabel, se_token_has_enabled(token, SE_RELABEL_PRIVILEGE)))
        allowed |= WRITE_OWNER;
    return se_decision_limit(decision, (struct se_step){.stage = SE_STAGE_INTEGRITY}, allowed,
                             rule_on(w, access, label_permits, (decision->specific & ~allowed) == 0,
                                     ACCESS_FACT("not permitted", decision->specific & ~allowed)));
}
