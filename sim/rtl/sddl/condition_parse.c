#include "rtl/sddl/reader.h"

bool sddl_read_condition(struct sddl_reader *reader)
{
    return sddl_fail_here(reader, "conditions cannot be read yet");
}
bool sddl_read_attribute(struct sddl_reader *reader)
{
    return sddl_fail_here(reader, "resource attributes cannot be read yet");
}
bool sddl_write_attribute(const UCHAR *data, size_t size, const struct rtl_sddl_domains *domains,
                          struct rtl_bytes *out)
{
    (void)data, (void)size, (void)domains, (void)out;
    return false;
}
bool rtl_sddl_print_condition(const UCHAR *data, size_t size,
                              const struct rtl_sddl_domains *domains, struct rtl_bytes *out)
{
    (void)data, (void)size, (void)domains, (void)out;
    return false;
}
