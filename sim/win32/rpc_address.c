/* Where servers are, as programs write it. Sources: Rpc string-binding; Midl ncacn-np, ncalrpc. */
#include "win32/rpc.h"

#include "ex/rules.h"

#define PORT_NAME_MOST 53u

/* ---- words ---- */

static WCHAR lower(WCHAR character)
{
    return character >= 'A' && character <= 'Z' ? (WCHAR)(character + ('a' - 'A')) : character;
}

/* How many characters of the text these are, in either case; 0 if it does not begin so. */
static size_t begins(const WCHAR *text, const char *word)
{
    size_t i = 0;

    while (word[i] && lower(text[i]) == (WCHAR)word[i])
        i++;
    return word[i] ? 0 : i;
}

static bool equals(const WCHAR *text, const char *word)
{
    size_t length = begins(text, word);

    return length > 0 && text[length] == 0;
}

/* The first of the words that the text begins with, which it leaves behind; else -1. */
static int take_word(const WCHAR **text, const char *const *words)
{
    for (int i = 0; words[i]; i++) {
        size_t length = begins(*text, words[i]);

        if (length > 0) {
            *text += length;
            return i;
        }
    }
    return -1;
}

/* ---- protocols and endpoints ---- */

static const char *const other_protocols[] = {
    "ncacn_ip_tcp", "ncacn_http", "ncacn_spx", "ncacn_nb_tcp", "ncacn_nb_ipx",   "ncacn_nb_nb",
    "ncacn_at_dsp", "ncadg_mq",   "ncadg_ipx", "ncadg_ip_udp", "ncacn_dnet_nsp", "ncacn_vns_spp",
};

static bool is_other(const WCHAR *protocol)
{
    for (size_t i = 0; i < sizeof other_protocols / sizeof *other_protocols; i++)
        if (equals(protocol, other_protocols[i]))
            return true;
    return false;
}

static DWORD read_protocol(struct srm_world *w, const WCHAR *text, enum rpc_protocol *protocol)
{
    bool pipes = equals(text, "ncacn_np"), ports = equals(text, "ncalrpc");

    if (!rule(w, rpc_binding, protocol_known, pipes || ports || is_other(text)))
        return RPC_S_INVALID_RPC_PROTSEQ;
    if (!rule(w, rpc_binding, protocol_modelled, pipes || ports))
        return rpc_not_modelled(w, "RPC over this protocol");
    *protocol = pipes ? RPC_OVER_PIPES : RPC_OVER_PORTS;
    return RPC_S_OK;
}

static bool is_port_name(const WCHAR *name)
{
    size_t length = 0;

    while (name[length] && name[length] != '\\')
        length++;
    return name[length] == 0 && length > 0 && length <= PORT_NAME_MOST;
}

static bool is_pipe_name(const WCHAR *name)
{
    size_t root = begins(name, "\\pipe\\");

    return root > 0 && name[root] != 0;
}

static DWORD check_endpoint(const struct srm_world *w, const struct rpc_address *address)
{
    bool formed = address->protocol == RPC_OVER_PIPES ? is_pipe_name(address->endpoint)
                                                      : is_port_name(address->endpoint);

    return rule(w, rpc_binding, endpoint_formed, formed) ? RPC_S_OK : RPC_S_INVALID_ENDPOINT_FORMAT;
}

/* Appends what fits. */
static void append(WCHAR *to, size_t room, const WCHAR *text)
{
    size_t length = 0;

    while (to[length])
        length++;
    while (*text && length + 1 < room)
        to[length++] = *text++;
    to[length] = 0;
}

static void append_ascii(WCHAR *to, size_t room, const char *text)
{
    for (; *text; text++)
        append(to, room, (const WCHAR[]){(WCHAR)*text, 0});
}

DWORD rpc_address_read(struct srm_world *w, const WCHAR *protocol, const WCHAR *endpoint,
                       struct rpc_address *address)
{
    DWORD status;

    *address = (struct rpc_address){.protocol = RPC_OVER_PIPES};
    status = read_protocol(w, protocol, &address->protocol);
    if (status != RPC_S_OK)
        return status;
    append(address->endpoint, RPC_NAME_MOST, endpoint);
    return check_endpoint(w, address);
}

void rpc_address_path(const struct rpc_address *address, WCHAR path[RPC_PATH_MOST])
{
    const WCHAR *computer = address->computer;

    path[0] = 0;
    if (address->protocol == RPC_OVER_PORTS) {
        append_ascii(path, RPC_PATH_MOST, "\\RPC Control\\");
    } else if (computer[0]) {
        if (computer[0] != '\\')
            append_ascii(path, RPC_PATH_MOST, "\\\\");
        append(path, RPC_PATH_MOST, computer);
    } else {
        append_ascii(path, RPC_PATH_MOST, "\\\\.");
    }
    append(path, RPC_PATH_MOST, address->endpoint);
}

/* ---- string bindings ---- */

/*
 * The field up to one of these characters or the end, without its escapes. False if it has no room.
 * What ended it is *text then.
 */
static bool take_field(const WCHAR **text, const char *ends, WCHAR to[RPC_NAME_MOST])
{
    size_t length = 0;

    for (; **text; (*text)++) {
        for (const char *end = ends; *end; end++)
            if (**text == (WCHAR)*end) {
                to[length] = 0;
                return true;
            }
        if (**text == '\\' && (*text)[1])
            (*text)++;
        if (length + 1 == RPC_NAME_MOST)
            return false;
        to[length++] = **text;
    }
    to[length] = 0;
    return true;
}

struct fields {
    WCHAR protocol[RPC_NAME_MOST];
    WCHAR options[RPC_NAME_MOST];
    bool object, has_options;
};

static bool split(const WCHAR *text, struct fields *fields, struct rpc_address *address)
{
    if (!take_field(&text, "@:", fields->protocol))
        return false;
    fields->object = *text == '@';
    if (*text != ':')
        return fields->object;
    text++;
    if (!take_field(&text, "[", address->computer))
        return false;
    if (*text == 0)
        return true;
    text++;
    text += begins(text, "endpoint=");
    if (!take_field(&text, ",]", address->endpoint))
        return false;
    fields->has_options = *text == ',';
    if (fields->has_options) {
        text++;
        if (!take_field(&text, "]", fields->options))
            return false;
    }
    return *text == ']' && text[1] == 0;
}

/* Security=LEVEL TRACKING EFFECTIVE */
static bool read_security(const WCHAR *text, SECURITY_QUALITY_OF_SERVICE *qos)
{
    static const char *const levels[] = {"anonymous ", "identification ", "impersonation ", NULL};
    static const char *const trackings[] = {"static ", "dynamic ", NULL};
    static const char *const effects[] = {"false", "true", NULL};
    const size_t name = begins(text, "security=");
    int level, tracking, effective;

    text += name;
    level = take_word(&text, levels);
    tracking = take_word(&text, trackings);
    effective = take_word(&text, effects);
    if (name == 0 || level < 0 || tracking < 0 || effective < 0 || *text)
        return false;
    qos->ImpersonationLevel = (SECURITY_IMPERSONATION_LEVEL)level;
    qos->ContextTrackingMode = tracking == 1;
    qos->EffectiveOnly = effective == 1;
    return true;
}

/* What holds where the string binding does not say it (rpcdce RPC_BINDING_HANDLE_SECURITY_V1). */
static SECURITY_QUALITY_OF_SERVICE usual(const struct srm_world *w, enum rpc_protocol protocol)
{
    return (SECURITY_QUALITY_OF_SERVICE){
        .Length = sizeof(SECURITY_QUALITY_OF_SERVICE),
        .ImpersonationLevel = SecurityImpersonation,
        .ContextTrackingMode = SECURITY_DYNAMIC_TRACKING,
        .EffectiveOnly = rule(w, rpc_binding, effective_only, protocol == RPC_OVER_PORTS),
    };
}

DWORD rpc_string_binding_read(struct srm_world *w, const WCHAR *text, struct rpc_address *address,
                              SECURITY_QUALITY_OF_SERVICE *qos)
{
    struct fields fields = {.object = false};
    DWORD status;

    *address = (struct rpc_address){.protocol = RPC_OVER_PIPES};
    if (!rule(w, rpc_binding, string_formed, split(text, &fields, address)))
        return RPC_S_INVALID_STRING_BINDING;
    if (!rule(w, rpc_binding, without_object, !fields.object))
        return rpc_not_modelled(w, "a string binding with an object's UUID");
    status = read_protocol(w, fields.protocol, &address->protocol);
    if (status != RPC_S_OK)
        return status;
    if (!rule(w, rpc_binding, endpoint_given, address->endpoint[0] != 0))
        return rpc_not_modelled(w, "a binding whose endpoint has to be found");
    if (!rule(w, rpc_binding, computer_modelled,
              address->protocol == RPC_OVER_PIPES || address->computer[0] == 0))
        return rpc_not_modelled(w, "ncalrpc with the name of a computer");
    status = check_endpoint(w, address);
    if (status != RPC_S_OK)
        return status;
    qos->Length = sizeof *qos;
    if (!rule(w, rpc_binding, security_given, fields.has_options))
        *qos = usual(w, address->protocol);
    else if (!rule(w, rpc_binding, security_formed, read_security(fields.options, qos)))
        return RPC_S_INVALID_NETWORK_OPTIONS;
    return RPC_S_OK;
}
