/* The driver kit's larger header; everything that ntsrm models of it is in ntifs.h. */
#ifndef NTSRM_NTDDK_H
#define NTSRM_NTDDK_H

#include "ntifs.h"

#endif
