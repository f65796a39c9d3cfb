/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The register storm: a checksum is computed with every general register, the
 * flags, the x87 and the SSE registers live, first undisturbed, then under
 * virtual timer interrupts at several periods down to 20 us, while another
 * partition does the same. Results must be equal and the counts of ticks must
 * add up exactly to the time that has passed.
 */
#include "guest.h"

#define ROUNDS_PER_BLOCK 4000u

struct machine_state {
    uint32_t general[8]; /* EAX ECX EDX EBX ESP-offset EBP ESI EDI */
    uint32_t flags;
    uint32_t segments[4]; /* DS ES FS GS */
    uint8_t fpu[512] __attribute__((aligned(16)));
};

/* storm.S */
void storm_block(uint32_t seed, uint32_t rounds, struct machine_state *result);

static volatile uint64_t ticks;
static volatile uint32_t deliveries;
static volatile uint32_t while_disabled;

static void tick(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    ticks += count;
    deliveries++;
    if (_CPU_Virtual_Interrupts_get_level() != _CPU_VIRTUAL_LEVEL_DISABLED)
        while_disabled++;
    _CPU_Virtual_Irq_acknowledge(vector);
}

static uint32_t block_hash(uint32_t seed)
{
    struct machine_state state = {.flags = 0};

    storm_block(seed, ROUNDS_PER_BLOCK, &state);
    return guest_hash(0x811c9dc5u, &state, sizeof(state));
}

struct period {
    uint32_t ns;
    uint32_t interrupts;
};

/* Mostly as short as the floor allows; all but one prime, so that interrupts
 * of the two partitions and their windows meet in every constellation. */
static const struct period periods[] = {
    {20000, 10000}, {20011, 10000}, {20021, 10000}, {20023, 10000}, {20029, 10000},
    {20047, 10000}, {20051, 10000}, {20063, 10000}, {20071, 10000}, {20089, 10000},
    {23003, 1000},  {37003, 500},   {71011, 300},
};

static unsigned run_period(const struct period *period, uint32_t seed)
{
    uint32_t expected = block_hash(seed), first = deliveries;
    uint64_t started, running, stopping, stopped, counted = ticks;
    unsigned failures = 0;

    started = _BSP_Virtual_Clock_read();
    GUEST_CHECK(failures, "clock start", _BSP_Virtual_Clock_init(period->ns), 0);
    running = _BSP_Virtual_Clock_read();
    while (deliveries - first < period->interrupts)
        GUEST_CHECK(failures, "checksum", block_hash(seed), expected);
    stopping = _BSP_Virtual_Clock_read();
    _BSP_Virtual_Clock_init(0);
    stopped = _BSP_Virtual_Clock_read();
    /* The hypercall above delivered what was due before it, so all is counted;
     * the two bounds differ only if a tick was due within the calls. */
    counted = ticks - counted;
    if (counted < (stopping - running) / period->ns || counted > (stopped - started) / period->ns)
        GUEST_CHECK(failures, "ticks", counted, (stopping - running) / period->ns);
    GUEST_CHECK(failures, "deliveries with the level enabled", while_disabled, 0);
    return failures;
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = tick,
                                                .interrupt_stack = stack + sizeof(stack)};
    _Partition_Virtual_Identity identity;
    unsigned failures = 0;

    _Partition_Virtual_Get_identity(&identity);
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    GUEST_CHECK(failures, "request", _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK), 0);
    _CPU_Virtual_Interrupts_open();
    for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++)
        failures += run_period(&periods[i], identity.identifier * 7919u + (uint32_t)i);
    guest_print("interrupts delivered, at least: ", deliveries / 1000 * 1000);
    guest_print("failures: ", failures);
    return failures == 0 ? 0 : 1;
}
