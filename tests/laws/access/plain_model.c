#include "laws/access/plain_model.h"

#include "laws/access/plain_bytes.h"
#include "laws/access/reference.h"
#include "support/suite.h"

#include "ntsrm/srm.h"
#include "rtl/descriptor.h"
#include "se/logon.h"

#include <string.h>

struct plain_system plain_system_of(const struct srm_world *w)
{
    return (struct plain_system){
        .has_write_restricted = w->profile >= SRM_PROFILE_NT5_1SP2,
        .has_integrity = w->profile >= SRM_PROFILE_NT6_0,
        .has_owner_rights = w->profile >= SRM_PROFILE_NT6_0,
        .has_conditions = w->profile >= SRM_PROFILE_NT6_1,
        .has_claims = w->profile >= SRM_PROFILE_NT6_2,
        .has_lowbox = w->profile >= SRM_PROFILE_NT6_2,
        .has_trust_labels = w->profile >= SRM_PROFILE_NT10_0,
        .has_access_filters = w->profile >= SRM_PROFILE_NT10_0,
        .has_less_privileged = w->profile >= SRM_PROFILE_NT10_0,
        .whole_request_twice = true,
    };
}

static void set_policy(struct srm_world *w, const char *name, bool answer, const char *yes,
                       const char *no)
{
    require(srm_world_set_policy(w, name, answer ? yes : no), "there is no policy %s", name);
}

void plain_system_set(struct srm_world *w, const struct plain_system *system)
{
    set_policy(w, "write-restricted-pass", system->whole_request_twice, "whole-request",
               "write-rights");
    set_policy(w, "relabel-ownership", system->relabel_grants, "grants", "masks-only");
    set_policy(w, "inherit-only-owner-rights", system->children_count, "count", "ignored");
    set_policy(w, "maximum-clipped", system->maximum_clipped, "to-generic-all", "as-entries-say");
    set_policy(w, "typed-entries", system->typed_as_plain, "as-plain", "denials-only");
    set_policy(w, "package-denials", system->package_denials_count, "count", "ignored");
}

static SE_SID sid_of(const struct plain_sid *sid)
{
    SE_SID copy;

    memset(&copy, 0, sizeof copy);
    memcpy(&copy, sid->bytes, sid->size);
    return copy;
}

static const SE_SID *sids_of(SE_SID *to, const struct plain_sid *sids, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        to[i] = sid_of(&sids[i]);
    return to;
}

static uint64_t privileges_of(const struct plain_token *token)
{
    return (token->security ? SE_PRIVILEGE_BIT(SE_SECURITY_PRIVILEGE) : 0) |
           (token->take_ownership ? SE_PRIVILEGE_BIT(SE_TAKE_OWNERSHIP_PRIVILEGE) : 0) |
           (token->relabel ? SE_PRIVILEGE_BIT(SE_RELABEL_PRIVILEGE) : 0);
}

/* WIN://NOALLAPPPKG = 1, as a CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1 behind its length */
static struct se_claims *opt_out(struct srm_world *w)
{
    static const char name[] = "WIN://NOALLAPPPKG";
    UCHAR bytes[4 + 64 + 4] = {64 + 4,   [4] = 28,  [8] = CLAIM_SECURITY_ATTRIBUTE_TYPE_UINT64,
                               [16] = 1, [20] = 20, [24] = 1};

    for (size_t i = 0; i < sizeof name; i++)
        bytes[4 + 28 + 2 * i] = (UCHAR)name[i];
    return se_claims_new(w, &(struct se_claims_parts){
                                .bytes[SE_CLAIMS_LOCAL] = bytes,
                                .sizes[SE_CLAIMS_LOCAL] = sizeof bytes,
                            });
}

struct se_token *plain_token_new(struct srm_world *w, const struct plain_token *token)
{
    SE_SID groups[PLAIN_GROUPS], restricting[PLAIN_OTHERS], capabilities[PLAIN_OTHERS];
    const SE_SID package = sid_of(&token->package), user = sid_of(&token->sids[0]);
    const struct se_token_parts parts = {
        .user_and_groups = sids_of(groups, token->sids, token->count),
        .attributes = token->attributes,
        .count = token->count,
        .restricting = sids_of(restricting, token->restricting, token->restricting_count),
        .restricting_count = token->restricting_count,
        .capabilities = sids_of(capabilities, token->capabilities, token->capability_count),
        .capability_count = token->capability_count,
        .package = token->package.size > 0 ? &package.Sid : NULL,
        .claims = token->less_privileged ? opt_out(w) : NULL,
    };
    struct se_logon_session *session =
        se_logon_session_reference(w, se_logon_session_of_user(w, &user.Sid));
    struct se_token *made = se_token_new(w, &parts, session);

    se_claims_dereference(w, parts.claims);
    se_logon_session_dereference(w, session);
    made->integrity = token->integrity;
    made->mandatory_policy = token->mandatory_policy;
    made->write_restricted = token->write_restricted;
    made->trust_type = token->trust_type;
    made->trust_level = token->trust_level;
    made->present = made->enabled = privileges_of(token);
    return made;
}

static void write_types(const struct plain_question *question, struct se_object_type *types)
{
    for (unsigned i = 0; i < question->type_count; i++) {
        types[i].level = (USHORT)question->types[i].level;
        memcpy(&types[i].type, &question->types[i].guid, sizeof types[i].type);
    }
}

static SECURITY_SUBJECT_CONTEXT subject_of(const struct plain_question *question,
                                           const struct plain_tokens *tokens)
{
    return (SECURITY_SUBJECT_CONTEXT){
        .ClientToken = question->impersonating ? tokens->token : NULL,
        .ImpersonationLevel = (SECURITY_IMPERSONATION_LEVEL)question->level,
        .PrimaryToken = question->impersonating ? tokens->server : tokens->token,
    };
}

static void check_verdict(NTSTATUS status, const struct se_verdict *verdict, uint32_t asked)
{
    require(verdict->status == status, "the verdict says something else than the call");
    require(NT_SUCCESS(status) || verdict->granted == 0, "refused, but %#x is granted",
            verdict->granted);
    require(!(verdict->missing & ~asked & ~(uint32_t)MAXIMUM_ALLOWED),
            "%#x is missing, which nobody asked for", verdict->missing);
}

/* Asks; what the nodes got stands in the answer. */
static NTSTATUS put(struct srm_world *w, const struct plain_question *question,
                    const struct se_access_request *request, bool decide,
                    struct se_verdict *verdict, struct plain_answer *answer)
{
    struct se_node_verdict nodes[PLAIN_TYPES] = {{.granted = 0}};
    const NTSTATUS status =
        decide ? se_access_decide(w, request, verdict, question->each_node ? nodes : NULL)
               : se_access_check(w, request, verdict);

    for (unsigned i = 0; question->each_node && i < question->type_count; i++) {
        answer->node_status[i] = (uint32_t)nodes[i].status;
        answer->node_granted[i] = nodes[i].granted;
    }
    return status;
}

static struct plain_answer ask_about(struct srm_world *w, const struct plain_question *question,
                                     const struct plain_tokens *tokens, const struct plain_way *way,
                                     const struct rtl_view *view)
{
    const SECURITY_SUBJECT_CONTEXT subject = subject_of(question, tokens);
    const GENERIC_MAPPING mapping = {question->mapping.read, question->mapping.write,
                                     question->mapping.execute, question->mapping.all};
    const SE_SID self = sid_of(&question->self);
    struct se_object_type types[PLAIN_TYPES];
    const struct se_access_request request = {
        .subject = &subject,
        .descriptor = view,
        .mapping = &mapping,
        .desired = question->desired,
        .previously_granted = question->previous,
        .mode = question->kernel_mode ? KernelMode : UserMode,
        .self = question->self.size > 0 ? &self.Sid : NULL,
        .types = question->type_count > 0 ? types : NULL,
        .type_count = question->type_count,
        .journal = way->journal,
    };
    struct se_verdict verdict = {.status = 0};
    struct plain_answer answer = {.status = 0};

    write_types(question, types);
    answer.status = (uint32_t)put(w, question, &request, way->decide, &verdict, &answer);
    if (w->not_modelled) {
        require(way->view || way->lenient, "not modelled: %s", w->not_modelled);
        w->not_modelled = NULL;
        return answer;
    }
    if (!question->each_node && !way->lenient)
        check_verdict((NTSTATUS)answer.status, &verdict,
                      reference_map(&question->mapping, question->desired));
    answer.granted = verdict.granted;
    answer.missing = verdict.missing;
    answer.used_security = verdict.used & SE_PRIVILEGE_BIT(SE_SECURITY_PRIVILEGE);
    answer.used_take_ownership = verdict.used & SE_PRIVILEGE_BIT(SE_TAKE_OWNERSHIP_PRIVILEGE);
    answer.used_relabel = verdict.used & SE_PRIVILEGE_BIT(SE_RELABEL_PRIVILEGE);
    return answer;
}

struct plain_answer plain_ask(struct srm_world *w, const struct plain_question *question,
                              const struct plain_tokens *tokens, const struct plain_way *way)
{
    _Alignas(uint32_t) unsigned char bytes[PLAIN_BYTES_SIZE];
    struct rtl_view view;
    NTSTATUS status;

    if (way->view)
        return ask_about(w, question, tokens, way, way->view);
    status =
        rtl_view_from_memory(w, bytes, plain_descriptor_write(&question->descriptor, bytes), &view);
    require(NT_SUCCESS(status), "a right descriptor is refused: %s", status_text(status));
    return ask_about(w, question, tokens, way, &view);
}

struct plain_answer plain_ask_once(struct srm_world *w, const struct plain_question *question,
                                   const struct plain_way *way)
{
    const struct plain_tokens tokens = {
        .token = plain_token_new(w, &question->token),
        .server = plain_token_new(w, &question->server),
    };
    const struct plain_answer answer = plain_ask(w, question, &tokens, way);

    ob_dereference(tokens.token);
    ob_dereference(tokens.server);
    return answer;
}
