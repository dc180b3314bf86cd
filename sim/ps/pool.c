/* The pool as drivers see it: that of the world in which they run. */
#include "ex/pool.h"
#include "ps/thread.h"

VOID ExFreePool(PVOID P)
{
    struct srm_world *w = ps_current_world();

    call_enter_plain(w);
    ex_free(w->pool, P);
    leave_nothing(w);
}
