/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Fills its vCPU page with random bytes at random moments, while interrupts come
 * from timer and windows. Argument of the model: so many windows in all, of which there are four
 * in a major frame.
 */
#include "campaign.h"

static volatile uint32_t interrupts;

static void ignore(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)count, (void)context;
    interrupts++;
    _CPU_Virtual_Irq_acknowledge(vector);
}

static void fill(uint32_t *random)
{
    volatile uint32_t *words = (volatile uint32_t *)BULKHEAD_VCPU_ADDRESS;

    for (uint32_t i = 0; i < BULKHEAD_PAGE_SIZE / 4; i++)
        words[i] = guest_random(random);
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = ignore,
                                                .interrupt_stack = stack + sizeof(stack)};
    uint64_t end = (uint64_t)campaign_argument(0) * start_info->major_frame / 4;
    uint32_t random = 4711 + start_info->partition, filled = 0;
    struct guest_line line = {.length = 0};

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_WINDOW);
    _BSP_Virtual_Clock_init(3001);
    while (_BSP_Virtual_Clock_read() < end) {
        fill(&random);
        filled++;
        for (volatile uint32_t wait = guest_random(&random) % 1024; wait > 0;)
            wait--;
        if (guest_random(&random) % 4 == 0)
            campaign_call(BULKHEAD_HC_VERSION, 0, 0, 0);
    }
    vcpu->level = 0;
    campaign_figure(&line, "pages filled", filled);
    campaign_figure(&line, "interrupts", interrupts);
    campaign_figure(&line, "windows",
                    (uint32_t)(end / start_info->major_frame) *
                        (start_info->partition == 2 ? 2 : 1));
    campaign_end(&line, interrupts == 0);
}
