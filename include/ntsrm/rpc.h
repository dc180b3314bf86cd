/* What ntsrm models of RPC, under the one name by which programs include it. */
#ifndef NTSRM_RPC_H
#define NTSRM_RPC_H

#include "rpcdce.h"
#include "rpcnterr.h"

#endif
