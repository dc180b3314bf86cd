#include "scenario/properties.h"

#include "ipc/pipe.h"
#include "ipc/port.h"
#include "ntsrm/ntifs.h"
#include "ob/named.h"
#include "ps/thread.h"

/* A field that is a number. */
#define READS(function, type, expression)                         \
    static void function(const void *object, struct value *value) \
    {                                                             \
        const type *self = object;                                \
        value->number = (uint64_t)(expression);                   \
    }

/* A field that is a pointer. */
#define POINTS(function, type, expression)                        \
    static void function(const void *object, struct value *value) \
    {                                                             \
        const type *self = object;                                \
        value->pointer = (expression);                            \
    }

/* ---- tokens ---- */

static void token_user(const void *object, struct value *value)
{
    const struct se_token *token = object;
    value->pointer = se_token_user(token);
    value->number = token->attributes->values[0];
}

static void token_restricting(const void *object, struct value *value)
{
    const struct se_token *token = object;
    value->pointer = se_token_restricting(token);
    value->number = token->body->restricting_count;
}

static void token_capabilities(const void *object, struct value *value)
{
    const struct se_token *token = object;
    value->pointer = se_token_capabilities(token);
    value->number = token->body->capability_count;
}

static void token_claims(const struct se_token *token, enum se_claims_source source,
                         struct value *value)
{
    const struct se_claims *claims = token->body->claims;
    value->pointer = claims ? se_claims_bytes(claims, source) : NULL;
    value->number = claims ? claims->sizes[source] : 0;
}

static void token_user_claims(const void *object, struct value *value)
{
    token_claims(object, SE_CLAIMS_USER, value);
}

static void token_device_claims(const void *object, struct value *value)
{
    token_claims(object, SE_CLAIMS_DEVICE, value);
}

static void token_security_attributes(const void *object, struct value *value)
{
    token_claims(object, SE_CLAIMS_LOCAL, value);
}

POINTS(token_itself, struct se_token, self)
READS(token_filtered, struct se_token, self->filtered)
READS(token_type, struct se_token, self->type)
READS(token_level, struct se_token, self->level)
READS(token_integrity, struct se_token, self->integrity)
READS(token_policy, struct se_token, self->mandatory_policy)
READS(token_elevation, struct se_token, self->elevation)
READS(token_elevated, struct se_token, self->elevated)
READS(token_authentication_id, struct se_token, rtl_luid_value(self->AuthenticationId))
READS(token_origin, struct se_token, rtl_luid_value(self->OriginatingLogonSession))
READS(token_session, struct se_token, self->SessionId)
POINTS(token_source, struct se_token, self->source.SourceName)
READS(token_expiration, struct se_token, self->ExpirationTime.QuadPart)
POINTS(token_owner, struct se_token, &self->body->sids[self->owner].Sid)
POINTS(token_primary_group, struct se_token, &self->body->sids[self->primary_group].Sid)
POINTS(token_default_dacl, struct se_token, self->default_dacl ? &self->default_dacl->bytes : NULL)
POINTS(token_package, struct se_token, self->body->lowbox ? &self->body->package.Sid : NULL)
READS(token_trust, struct se_token, (uint64_t)self->trust_type << 32 | self->trust_level)
READS(token_sandbox_inert, struct se_token, self->sandbox_inert)
READS(token_write_restricted, struct se_token, self->write_restricted)
READS(token_ui_access, struct se_token, self->ui_access)
READS(token_virtualization_allowed, struct se_token, self->virtualization_allowed)
READS(token_virtualization_enabled, struct se_token, self->virtualization_enabled)
READS(token_app_container_number, struct se_token, self->app_container_number)
POINTS(token_security, struct se_token, self->header.descriptor)
READS(token_id, struct se_token, rtl_luid_value(self->TokenId))
READS(token_parent_id, struct se_token, rtl_luid_value(self->ParentTokenId))
READS(token_modified_id, struct se_token, rtl_luid_value(self->ModifiedId))

/* ---- threads and processes ---- */

POINTS(thread_impersonates, struct _ETHREAD, self->impersonating ? self->block->token : NULL)
READS(thread_copy_on_open, struct _ETHREAD, self->impersonating && self->block->copy_on_open)
READS(thread_effective_only, struct _ETHREAD, self->impersonating && self->block->effective_only)
READS(thread_last_error, struct _ETHREAD, self->last_error)
READS(thread_exited, struct _ETHREAD, self->exited)
READS(thread_wait_status, struct _ETHREAD, (uint32_t)self->waited)
POINTS(process_token, struct _EPROCESS, self->token)
READS(process_exited, struct _EPROCESS, self->exited)

/* A thread that does not impersonate has no level. */
static void thread_level(const void *object, struct value *value)
{
    const struct _ETHREAD *thread = object;
    value->number = thread->impersonating ? (uint64_t)thread->block->level : NO_LEVEL;
}

/* ---- files, keys, events and the like ---- */

POINTS(object_descriptor, struct ob_named, self->header.descriptor)
static const WCHAR no_path[1];

POINTS(object_path, struct ob_named, self->path ? self->path : no_path)
READS(object_type, struct ob_named, self->header.type->mapped)
READS(object_container, struct ob_named, self->container)

static void object_owner(const void *object, struct value *value)
{
    const struct rtl_descriptor *descriptor = ((const struct ob_header *)object)->descriptor;
    value->pointer = descriptor && descriptor->has_owner ? &descriptor->owner.Sid : NULL;
}

static void object_group(const void *object, struct value *value)
{
    const struct rtl_descriptor *descriptor = ((const struct ob_header *)object)->descriptor;
    value->pointer = descriptor && descriptor->has_group ? &descriptor->group.Sid : NULL;
}

static void object_dacl(const void *object, struct value *value)
{
    const struct ob_header *header = object;
    const struct rtl_acl *dacl = header->descriptor ? header->descriptor->dacl : NULL;
    value->pointer = dacl ? &dacl->bytes : NULL;
}

static void object_integrity(const void *object, struct value *value)
{
    const struct rtl_descriptor *descriptor = ((const struct ob_header *)object)->descriptor;
    value->number = descriptor ? descriptor->integrity : SECURITY_MANDATORY_MEDIUM_RID;
}

/* ---- ports ---- */

READS(port_connected, struct ipc_port, self->other != NULL)
READS(port_queued, struct ipc_port, self->queued)
POINTS(port_client, struct ipc_port, self->captured ? self->security.ClientToken : NULL)

/* ---- contexts and states ---- */

POINTS(client_token, SECURITY_CLIENT_CONTEXT, self->ClientToken)
READS(client_direct, SECURITY_CLIENT_CONTEXT, self->DirectlyAccessClientToken)
READS(client_direct_effective_only, SECURITY_CLIENT_CONTEXT, self->DirectAccessEffectiveOnly)
READS(client_remote, SECURITY_CLIENT_CONTEXT, self->ServerIsRemote)
READS(client_level, SECURITY_CLIENT_CONTEXT, self->SecurityQos.ImpersonationLevel)
READS(client_tracking, SECURITY_CLIENT_CONTEXT, self->SecurityQos.ContextTrackingMode)
READS(client_effective_only, SECURITY_CLIENT_CONTEXT, self->SecurityQos.EffectiveOnly)
READS(client_control, SECURITY_CLIENT_CONTEXT,
      rtl_luid_value(self->ClientTokenControl.TokenId) != 0)
POINTS(subject_client_token, SECURITY_SUBJECT_CONTEXT, self->ClientToken)
POINTS(subject_primary_token, SECURITY_SUBJECT_CONTEXT, self->PrimaryToken)
READS(subject_level, SECURITY_SUBJECT_CONTEXT, self->ImpersonationLevel)
POINTS(state_token, SE_IMPERSONATION_STATE, self->Token)
READS(state_copy_on_open, SE_IMPERSONATION_STATE, self->CopyOnOpen)
READS(state_effective_only, SE_IMPERSONATION_STATE, self->EffectiveOnly)
READS(state_level, SE_IMPERSONATION_STATE, self->Level)

/* ---- ends of pipes ---- */

READS(pipe_end_state, struct ipc_pipe_end, ipc_pipe_end_state(self))
POINTS(pipe_end_client, struct ipc_pipe_end,
       self->instance ? self->instance->client.ClientToken : NULL)
READS(pipe_end_level, struct ipc_pipe_end,
      self->instance ? self->instance->client.SecurityQos.ImpersonationLevel : SecurityAnonymous)
READS(pipe_end_unread, struct ipc_pipe_end, self->unread.count)

/* ---- handles ---- */

POINTS(handle_object, struct ob_handle, self->object)
READS(handle_inheritable, struct ob_handle, (self->attributes & OBJ_INHERIT) != 0)

static void handle_access(const void *object, struct value *value)
{
    const struct ob_handle *handle = object;
    value->number = handle->granted;
    value->pointer = ((const struct ob_header *)handle->object)->type;
}

/* ---- the table ---- */

#define ROW(object, text, what, is_state, function)                              \
    {                                                                            \
        .space = SPACE_##object##_PROPERTY, .name = (text), .kind = KIND_##what, \
        .state = (is_state), .read = (function)                                  \
    }

static const struct property rows[] = {
    ROW(TOKEN, "user", USER, true, token_user),
    ROW(TOKEN, "groups", GROUPS, true, token_itself),
    ROW(TOKEN, "privileges", PRIVILEGES, true, token_itself),
    ROW(TOKEN, "restricting-sids", SIDS, true, token_restricting),
    ROW(TOKEN, "filtered", BOOLEAN, true, token_filtered),
    ROW(TOKEN, "type", TOKEN_TYPE, true, token_type),
    ROW(TOKEN, "level", LEVEL, true, token_level),
    ROW(TOKEN, "integrity", INTEGRITY, true, token_integrity),
    ROW(TOKEN, "mandatory-policy", TOKEN_POLICY, true, token_policy),
    ROW(TOKEN, "elevation", ELEVATION, true, token_elevation),
    ROW(TOKEN, "elevated", BOOLEAN, true, token_elevated),
    ROW(TOKEN, "authentication-id", SESSION, true, token_authentication_id),
    ROW(TOKEN, "origin", SESSION, true, token_origin),
    ROW(TOKEN, "session", NUMBER, true, token_session),
    ROW(TOKEN, "source", SOURCE, true, token_source),
    ROW(TOKEN, "expiration", EXPIRATION, true, token_expiration),
    ROW(TOKEN, "owner", SID, true, token_owner),
    ROW(TOKEN, "primary-group", SID, true, token_primary_group),
    ROW(TOKEN, "default-dacl", DACL, true, token_default_dacl),
    ROW(TOKEN, "package", SID, true, token_package),
    ROW(TOKEN, "capabilities", SIDS, true, token_capabilities),
    ROW(TOKEN, "user-claims", CLAIMS, true, token_user_claims),
    ROW(TOKEN, "device-claims", CLAIMS, true, token_device_claims),
    ROW(TOKEN, "security-attributes", CLAIMS, true, token_security_attributes),
    ROW(TOKEN, "device-groups", DEVICE_GROUPS, true, token_itself),
    ROW(TOKEN, "trust", TRUST, true, token_trust),
    ROW(TOKEN, "sandbox-inert", BOOLEAN, true, token_sandbox_inert),
    ROW(TOKEN, "write-restricted", BOOLEAN, true, token_write_restricted),
    ROW(TOKEN, "ui-access", BOOLEAN, true, token_ui_access),
    ROW(TOKEN, "virtualization-allowed", BOOLEAN, true, token_virtualization_allowed),
    ROW(TOKEN, "virtualization-enabled", BOOLEAN, true, token_virtualization_enabled),
    ROW(TOKEN, "app-container-number", NUMBER, true, token_app_container_number),
    ROW(TOKEN, "security", DESCRIPTOR, true, token_security),
    ROW(TOKEN, "token-id", TOKEN_ID, true, token_id),
    ROW(TOKEN, "parent-token-id", PARENT_ID, true, token_parent_id),
    ROW(TOKEN, "modified-id", MODIFIED_ID, true, token_modified_id),
    ROW(TOKEN, "copy-of", COPY_OF, false, token_itself),
    ROW(TOKEN, "is", IS, false, token_itself),

    ROW(THREAD, "impersonates", TOKEN, true, thread_impersonates),
    ROW(THREAD, "level", LEVEL, true, thread_level),
    ROW(THREAD, "effective-only", BOOLEAN, true, thread_effective_only),
    ROW(THREAD, "copy-on-open", BOOLEAN, true, thread_copy_on_open),
    ROW(THREAD, "exited", BOOLEAN, true, thread_exited),
    ROW(THREAD, "wait-status", STATUS, true, thread_wait_status),
    ROW(THREAD, "last-error", ERROR, false, thread_last_error),

    ROW(PROCESS, "token", TOKEN, true, process_token),
    ROW(PROCESS, "exited", BOOLEAN, true, process_exited),

    ROW(OBJECT, "path", STRING, false, object_path),
    ROW(OBJECT, "descriptor", DESCRIPTOR, true, object_descriptor),
    ROW(OBJECT, "type", OBJECT_TYPE, false, object_type),
    ROW(OBJECT, "container", BOOLEAN, false, object_container),
    ROW(OBJECT, "owner", SID, false, object_owner),
    ROW(OBJECT, "sddl", DESCRIPTOR_TEXT, false, object_descriptor),
    ROW(OBJECT, "group", SID, false, object_group),
    ROW(OBJECT, "dacl", DACL, false, object_dacl),
    ROW(OBJECT, "integrity", INTEGRITY, false, object_integrity),

    ROW(PORT, "connected", BOOLEAN, true, port_connected),
    ROW(PORT, "queued", NUMBER, true, port_queued),
    ROW(PORT, "client", TOKEN, true, port_client),

    ROW(CLIENT, "ClientToken", TOKEN, true, client_token),
    ROW(CLIENT, "DirectlyAccessClientToken", BOOLEAN, true, client_direct),
    ROW(CLIENT, "DirectAccessEffectiveOnly", BOOLEAN, true, client_direct_effective_only),
    ROW(CLIENT, "ServerIsRemote", BOOLEAN, true, client_remote),
    ROW(CLIENT, "ImpersonationLevel", LEVEL, true, client_level),
    ROW(CLIENT, "ContextTrackingMode", TRACKING, true, client_tracking),
    ROW(CLIENT, "EffectiveOnly", BOOLEAN, true, client_effective_only),
    ROW(CLIENT, "TokenControlFilled", BOOLEAN, true, client_control),

    ROW(SUBJECT, "ClientToken", TOKEN, true, subject_client_token),
    ROW(SUBJECT, "PrimaryToken", TOKEN, true, subject_primary_token),
    ROW(SUBJECT, "ImpersonationLevel", LEVEL, true, subject_level),

    ROW(STATE, "Token", TOKEN, true, state_token),
    ROW(STATE, "CopyOnOpen", BOOLEAN, true, state_copy_on_open),
    ROW(STATE, "EffectiveOnly", BOOLEAN, true, state_effective_only),
    ROW(STATE, "Level", LEVEL, true, state_level),

    ROW(PIPE_END, "state", PIPE_STATE, true, pipe_end_state),
    ROW(PIPE_END, "client", TOKEN, true, pipe_end_client),
    ROW(PIPE_END, "client-level", LEVEL, true, pipe_end_level),
    ROW(PIPE_END, "unread", NUMBER, true, pipe_end_unread),

    ROW(HANDLE, "object", OBJECT, false, handle_object),
    ROW(HANDLE, "access", ACCESS, false, handle_access),
    ROW(HANDLE, "inheritable", BOOLEAN, false, handle_inheritable),

    {.space = SPACE_NONE, .name = NULL},
};

const struct property *property_at(size_t index)
{
    return index < sizeof rows / sizeof rows[0] - 1 ? &rows[index] : NULL;
}

const struct property *properties_of(enum word_space space)
{
    const struct property *property = rows;
    while (property->name && property->space != space) {
        property++;
    }
    return property;
}
