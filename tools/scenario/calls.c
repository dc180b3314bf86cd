#include "scenario/calls.h"

#include "scenario/calls/rows.h"

#include "ntsrm/rpc.h"

#include <assert.h>

const struct call *const call_tables[] = {
    calls_ntifs_se,
    calls_ntifs_subject,
    calls_ntifs_ps,
    calls_ntifs_open,
    calls_ntifs_set,
    calls_ntifs_token,
    calls_ntifs_object,
    calls_ntifs_process,
    calls_ntifs_named,
    calls_ntifs_access,
    calls_securitybaseapi,
    calls_securitybaseapi_access,
    calls_processthreadsapi,
    calls_handleapi,
    calls_winbase,
    calls_sddl,
    calls_errhandlingapi,
    calls_fileapi,
    calls_private_object,
    calls_ntlpcapi,
    calls_ntifs_pipe,
    calls_namedpipeapi,
    calls_rpcdce,
    NULL,
};

size_t calls_count(void)
{
    size_t count = 0;
    for (size_t i = 0; call_tables[i]; i++) {
        for (const struct call *call = call_tables[i]; call->name; call++) {
            count++;
        }
    }
    assert(count <= CALLS_LIMIT);
    return count;
}

const struct call *call_at(size_t index)
{
    for (size_t i = 0; call_tables[i]; i++) {
        for (const struct call *call = call_tables[i]; call->name; call++) {
            if (index == 0) {
                return call;
            }
            index--;
        }
    }
    return NULL;
}

const char *call_result_unseen(const struct call *call, const struct call_result *result)
{
    bool trusted = result->user_mode && call->family == CALL_ZW;
    return trusted ? "the call comes from kernel mode, which is trusted" : result->unseen;
}

bool call_succeeded(const struct call *call, const struct value *result)
{
    if (call->returns == KIND_STATUS) {
        return NT_SUCCESS((NTSTATUS)result->number);
    }
    if (call->returns == KIND_BOOL) {
        return result->number != 0;
    }
    if (call->returns == KIND_RPC_STATUS) {
        return result->number == RPC_S_OK;
    }
    return call->returns != KIND_TOKEN || result->pointer != NULL;
}
