/* The driver kit's basic header; everything that ntsrm models of it is in ntifs.h. */
#ifndef NTSRM_WDM_H
#define NTSRM_WDM_H

#include "ntifs.h"

#endif
