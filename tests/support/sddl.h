/* SDDL in tests: text into bytes and back, in a world of its own, on a machine without a domain. */
#ifndef TESTS_SUPPORT_SDDL_H
#define TESTS_SUPPORT_SDDL_H

#include "ntsrm/srm.h"
#include "ntsrm/winerror.h"
#include "rtl/sddl.h"

/* Both are the caller's to free. A wrong text, or bytes without text, fail the test. */
struct rtl_bytes sddl_bytes(const char *text);
struct rtl_bytes sddl_text(const struct rtl_bytes *descriptor);

void sddl_check_hex(const struct rtl_bytes *bytes, const char *hex);

#endif
