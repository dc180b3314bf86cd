#include "se/membership.h"

#include "ex/rules.h"
#include "se/access.h"

/* The right that members have. It is for writing, so that write-restricted tokens need it twice. */
#define MEMBER 1u

/* A list that allows it to a SID, and perhaps to packages. */
struct list {
    _Alignas(ULONG) unsigned char bytes[sizeof(ACL) +
                                        3 * (sizeof(ACCESS_ALLOWED_ACE) + SECURITY_MAX_SID_SIZE)];
    size_t size;
    WORD count;
};

static void allow(struct list *list, const SID *sid)
{
    const struct rtl_ace ace = {.type = ACCESS_ALLOWED_ACE_TYPE, .mask = MEMBER, .sid = sid};

    rtl_ace_write(&ace, list->bytes + list->size);
    list->size += rtl_ace_size(&ace);
    list->count++;
}

static void allow_packages(struct list *list, const char *name)
{
    SE_SID sid;

    if (rtl_sid_from_text(name, strlen(name), &sid))
        allow(list, &sid.Sid);
}

static const ACL *finished(struct list *list)
{
    const ACL head = {
        .AclRevision = ACL_REVISION,
        .AclSize = (WORD)list->size,
        .AceCount = list->count,
    };

    memcpy(list->bytes, &head, sizeof head);
    return (const ACL *)(const void *)list->bytes;
}

bool se_token_is_member(const struct se_token *token, const SID *sid, DWORD flags)
{
    static const GENERIC_MAPPING mapping = {.GenericWrite = MEMBER, .GenericAll = MEMBER};
    struct srm_world *w = token->header.world;
    const SECURITY_SUBJECT_CONTEXT subject = {
        .ClientToken = (PACCESS_TOKEN)(uintptr_t)token,
        .ImpersonationLevel = token->level,
        .PrimaryToken = (PACCESS_TOKEN)(uintptr_t)token,
    };
    struct rtl_view view = {.label = SECURITY_MANDATORY_UNTRUSTED_RID};
    struct list list = {.size = sizeof(ACL)};
    struct se_verdict verdict;

    if (rule_on(w, membership, app_container,
                token->body->lowbox && !(flags & (CTMF_INCLUDE_APPCONTAINER | CTMF_INCLUDE_LPAC)),
                TOKEN("token", token)))
        return false;
    allow(&list, sid);
    if (flags & CTMF_INCLUDE_APPCONTAINER)
        allow_packages(&list, "S-1-15-2-1");
    if (flags & CTMF_INCLUDE_LPAC)
        allow_packages(&list, "S-1-15-2-2");
    view.dacl = finished(&list);
    return NT_SUCCESS(se_access_decide(w,
                                       &(struct se_access_request){
                                           .subject = &subject,
                                           .descriptor = &view,
                                           .mapping = &mapping,
                                           .desired = MEMBER,
                                           .mode = UserMode,
                                       },
                                       &verdict, NULL));
}

bool se_token_has_capability(const struct se_token *token, const SID *sid)
{
    const SE_SID *capabilities = se_token_capabilities(token);
    bool found = false;

    for (uint32_t i = 0; i < token->body->capability_count; i++)
        found = found || rtl_sid_equal(&capabilities[i].Sid, sid);
    return rule_on(token->header.world, membership, capability, found, TOKEN("token", token),
                   SID_FACT("capability", sid));
}
