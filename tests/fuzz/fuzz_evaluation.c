/*
 * Whatever lies where the byte code of a condition should be: it is true, false or unknown, the
 * same each time, and the opposite behind a "!". A token with claims of every type is asked, and
 * the input itself is a resource attribute of the object, too.
 */
#include "support/condition_text.h"

#include "ntsrm/srm.h"
#include "rtl/condition.h"
#include "se/condition.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static const char claims[] = "clr=1\nz=0\nm=-5\nb:UINT64=0xFFFFFFFFFFFFFFFF\ny:BOOLEAN=1\n"
                             "t=\"apple\"\nf=\"apple\" \"banana\"\nn=1 2 3\ne:STRING=\n"
                             "w=SID(BU)\no=#0a0b";

static struct se_token *token_of(struct srm_world *w)
{
    struct se_design design;
    struct se_token *token;
    const char *problem;
    SE_SID sid;

    se_design_init(&design);
    demand(se_design_like(&design, "system"));
    demand(rtl_sid_from_name("AU", 2, &sid));
    se_sid_list_add(&design.device_groups, &sid.Sid, SE_GROUP_ENABLED);
    for (int source = 0; source < SE_CLAIMS_COUNT; source++)
        add_claims_from(&design, (enum se_claims_source)source, claims);
    token = se_design_make(w, &design, &problem);
    demand(token != NULL);
    se_design_free(&design);
    return token;
}

/* SE_UNKNOWN, and *open, where the sources leave the answer open. */
static enum se_truth ask(struct srm_world *w, const struct rtl_bytes *condition,
                         const struct se_condition_context *context, bool *open)
{
    enum se_truth first, second;
    NTSTATUS status = se_condition_evaluate(w, condition->bytes, condition->size, context, &first);

    demand(status == STATUS_SUCCESS || status == STATUS_NOT_IMPLEMENTED);
    demand(first == SE_FALSE || first == SE_TRUE || first == SE_UNKNOWN);
    demand(se_condition_evaluate(w, condition->bytes, condition->size, context, &second) == status);
    demand(first == second);
    *open = status != STATUS_SUCCESS;
    return first;
}

static void ask_and_deny(struct srm_world *w, const uint8_t *data, size_t size,
                         const struct se_condition_context *context)
{
    struct rtl_bytes condition = {.size = 0};
    enum se_truth plain, opposite;
    bool open, opposite_open;

    rtl_bytes_append(&condition, RTL_CONDITION_SIGNATURE, RTL_CONDITION_SIGNATURE_SIZE);
    rtl_bytes_append(&condition, data, size);
    plain = ask(w, &condition, context, &open);
    rtl_bytes_put(&condition, RTL_CONDITION_NOT);
    opposite = ask(w, &condition, context, &opposite_open);
    demand(open || opposite_open || (plain == SE_UNKNOWN) == (opposite == SE_UNKNOWN));
    demand(open || opposite_open || plain == SE_UNKNOWN || plain != opposite);
    rtl_bytes_free(&condition);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct srm_world *w = srm_world_new(NULL);
    struct se_token *token = token_of(w);
    size_t used = size < 0x8000 ? size : 0x8000;
    const struct rtl_ace entry = {
        .type = SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE,
        .sid = se_token_user(token),
        .data = data,
        .data_size = (uint16_t)(used & ~(size_t)3),
    };
    struct rtl_acl *sacl = rtl_acl_new(w, &entry, 1);

    for (int members = SE_MEMBERS_ENABLED; members <= SE_MEMBERS_RESTRICTING; members++)
        ask_and_deny(w, data, used,
                     &(const struct se_condition_context){
                         .token = token,
                         .members = (enum se_condition_members)members,
                         .denies = members == SE_MEMBERS_DENIED,
                         .sacl = &sacl->bytes,
                     });
    rtl_acl_dereference(w, sacl);
    ob_dereference(token);
    demand(srm_world_delete(w) == 0);
    return 0;
}
