/*
 * The Win32 errors that ntsrm sets or knows, under their documented names and numbers. GetLastError
 * returns them; which NTSTATUS becomes which of them is said once, in sim/rtl/status.def.
 */
#ifndef NTSRM_WINERROR_H
#define NTSRM_WINERROR_H

#include "ntdef.h"

#define ERROR_SUCCESS                 0u
#define NO_ERROR                      0u
#define ERROR_INVALID_FUNCTION        1u
#define ERROR_FILE_NOT_FOUND          2u
#define ERROR_PATH_NOT_FOUND          3u
#define ERROR_ACCESS_DENIED           5u
#define ERROR_INVALID_HANDLE          6u
#define ERROR_NOT_ENOUGH_MEMORY       8u
#define ERROR_OUTOFMEMORY             14u
#define ERROR_BAD_LENGTH              24u
#define ERROR_GEN_FAILURE             31u
#define ERROR_NOT_SUPPORTED           50u
#define ERROR_FILE_EXISTS             80u
#define ERROR_INVALID_PARAMETER       87u
#define ERROR_BROKEN_PIPE             109u
#define ERROR_SEM_TIMEOUT             121u
#define ERROR_INSUFFICIENT_BUFFER     122u
#define ERROR_INVALID_NAME            123u
#define ERROR_BAD_PATHNAME            161u
#define ERROR_ALREADY_EXISTS          183u
#define ERROR_BAD_PIPE                230u
#define ERROR_PIPE_BUSY               231u
#define ERROR_NO_DATA                 232u
#define ERROR_PIPE_NOT_CONNECTED      233u
#define ERROR_MORE_DATA               234u
#define ERROR_DIRECTORY               267u
#define ERROR_MR_MID_NOT_FOUND        317u
#define ERROR_PIPE_CONNECTED          535u
#define ERROR_PIPE_LISTENING          536u
#define ERROR_REPLY_MESSAGE_MISMATCH  595u
#define ERROR_SERVER_SID_MISMATCH     628u
#define ERROR_CANT_ENABLE_DENY_ONLY   629u
#define ERROR_OBJECT_NAME_EXISTS      698u
#define ERROR_IO_PENDING              997u
#define ERROR_NOACCESS                998u
#define ERROR_NO_TOKEN                1008u
#define ERROR_INVALID_LABEL           1299u
#define ERROR_NOT_FOUND               1168u
#define ERROR_NOT_ALL_ASSIGNED        1300u
#define ERROR_UNKNOWN_REVISION        1305u
#define ERROR_REVISION_MISMATCH       1306u
#define ERROR_INVALID_OWNER           1307u
#define ERROR_INVALID_PRIMARY_GROUP   1308u
#define ERROR_NO_IMPERSONATION_TOKEN  1309u
#define ERROR_CANT_DISABLE_MANDATORY  1310u
#define ERROR_NO_SUCH_LOGON_SESSION   1312u
#define ERROR_NO_SUCH_PRIVILEGE       1313u
#define ERROR_PRIVILEGE_NOT_HELD      1314u
#define ERROR_LOGON_FAILURE           1326u
#define ERROR_INVALID_ACL             1336u
#define ERROR_INVALID_SID             1337u
#define ERROR_INVALID_SECURITY_DESCR  1338u
#define ERROR_ALLOTTED_SPACE_EXCEEDED 1344u
#define ERROR_BAD_IMPERSONATION_LEVEL 1346u
#define ERROR_CANT_OPEN_ANONYMOUS     1347u
#define ERROR_BAD_TOKEN_TYPE          1349u
#define ERROR_NO_SECURITY_ON_OBJECT   1350u
#define ERROR_INTERNAL_ERROR          1359u
#define ERROR_GENERIC_NOT_MAPPED      1360u
#define ERROR_BAD_DESCRIPTOR_FORMAT   1361u
#define ERROR_CANNOT_IMPERSONATE      1368u
#define ERROR_TOKEN_ALREADY_IN_USE    1375u
#define ERROR_NO_SYSTEM_RESOURCES     1450u
#define ERROR_INVALID_DATATYPE        1804u
#define ERROR_NOT_ENOUGH_QUOTA        1816u

#define ERROR_INVALID_PACKAGE_SID_LENGTH 4253u

/* What the RPC run time answers; the same number space. */
#define RPC_S_INVALID_STRING_BINDING  1700u
#define RPC_S_WRONG_KIND_OF_BINDING   1701u
#define RPC_S_INVALID_BINDING         1702u
#define RPC_S_INVALID_RPC_PROTSEQ     1704u
#define RPC_S_INVALID_STRING_UUID     1705u
#define RPC_S_INVALID_ENDPOINT_FORMAT 1706u
#define RPC_S_SERVER_UNAVAILABLE      1722u
#define RPC_S_SERVER_TOO_BUSY         1723u
#define RPC_S_INVALID_NETWORK_OPTIONS 1724u
#define RPC_S_NO_CALL_ACTIVE          1725u
#define RPC_S_CALL_FAILED             1726u
#define RPC_S_DUPLICATE_ENDPOINT      1740u
#define RPC_S_UNKNOWN_AUTHN_SERVICE   1747u
#define RPC_S_UNKNOWN_AUTHN_LEVEL     1748u
#define RPC_S_CANNOT_SUPPORT          1764u
#define RPC_S_NO_CONTEXT_AVAILABLE    1765u
#define RPC_S_CALL_IN_PROGRESS        1791u
#define RPC_S_SEC_PKG_ERROR           1825u

#endif
