/* The types of objects, under the names by which drivers know them. */
#include "ob/named.h"
#include "ps/thread.h"

#define TYPE(name, type)                                     \
    static const struct ob_type *const name##Value = (type); \
    const POBJECT_TYPE *const name = &name##Value;

TYPE(PsProcessType, &ps_process_type)
TYPE(PsThreadType, &ps_thread_type)
TYPE(PsJobType, &ps_job_type)
TYPE(SeTokenObjectType, &se_token_type)
TYPE(IoFileObjectType, &ob_named_types[RTL_MAPPED_File])
TYPE(CmKeyObjectType, &ob_named_types[RTL_MAPPED_Key])
TYPE(ExEventObjectType, &ob_named_types[RTL_MAPPED_Event])
TYPE(ExSemaphoreObjectType, &ob_named_types[RTL_MAPPED_Semaphore])
TYPE(MmSectionObjectType, &ob_named_types[RTL_MAPPED_Section])
