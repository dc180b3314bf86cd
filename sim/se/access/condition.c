#include "se/access/condition.h"

#include <string.h>

bool se_access_has_condition(const struct srm_world *w, const struct rtl_ace *ace)
{
    (void)w;
    return ace->data_size >= 4 && memcmp(ace->data, "artx", 4) == 0;
}

NTSTATUS se_access_condition(const struct se_decision *decision, enum se_stage stage,
                             const struct rtl_ace *ace, bool denies, enum se_truth *truth)
{
    (void)ace;
    (void)stage;
    (void)denies;
    *truth = SE_UNKNOWN;
    return world_not_modelled(decision->w, "conditional entries");
}
