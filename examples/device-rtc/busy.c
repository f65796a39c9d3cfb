/* SPDX-License-Identifier: BSD-2-Clause */

/* Uses up its windows, and counts those that begin late: an interrupt of the
 * other partition's device in one of them would show. */

#include <partition.h>
#include <virtualizationlayerbsp.h>
#include <virtualizationlayercpu.h>

#define NS_PER_S 1000000000u
#define SECONDS  3u

/* Instructions between two looks at the time, at most, one ns each. */
#define LOOK 150u

int main(void)
{
    uint64_t now = _BSP_Virtual_Clock_read(), last, longest = 0;
    _Partition_Virtual_Window window;

    _Partition_Virtual_Get_window(&window);
    while (now < SECONDS * (uint64_t)NS_PER_S) {
        last = now;
        now = _BSP_Virtual_Clock_read();
        if (now >= window.end) {
            _Partition_Virtual_Get_window(&window);
            now = _BSP_Virtual_Clock_read();
        } else if (last >= window.start && now - last > longest) {
            longest = now - last;
        }
    }
    _BSP_Virtual_Console_write(longest <= LOOK ? "never interrupted within a window\n"
                                               : "interrupted within a window\n");
    return longest <= LOOK ? 0 : 1;
}
