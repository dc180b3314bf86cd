/* The RPC_S_ names of errors that Win32 has under other names; the others are in winerror.h. */
#ifndef NTSRM_RPCNTERR_H
#define NTSRM_RPCNTERR_H

#include "winerror.h"

#define RPC_S_OK                    ERROR_SUCCESS
#define RPC_S_ACCESS_DENIED         ERROR_ACCESS_DENIED
#define RPC_S_OUT_OF_MEMORY         ERROR_OUTOFMEMORY
#define RPC_S_INVALID_ARG           ERROR_INVALID_PARAMETER
#define RPC_S_ASYNC_CALL_PENDING    ERROR_IO_PENDING
#define RPC_S_INVALID_SECURITY_DESC ERROR_INVALID_SECURITY_DESCR

#endif
