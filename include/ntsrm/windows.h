/* What ntsrm models of the Win32 API, under the one name by which programs include it. */
#ifndef NTSRM_WINDOWS_H
#define NTSRM_WINDOWS_H

#include "errhandlingapi.h"
#include "fileapi.h"
#include "handleapi.h"
#include "minwinbase.h"
#include "namedpipeapi.h"
#include "processthreadsapi.h"
#include "sddl.h"
#include "securitybaseapi.h"
#include "synchapi.h"
#include "winbase.h"
#include "winerror.h"
#include "winnt.h"
#include "winsvc.h"

#endif
