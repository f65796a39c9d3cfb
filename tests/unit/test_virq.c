/* SPDX-License-Identifier: BSD-2-Clause */

/* Virtual interrupts: every state times every event against a reference model
 * written from the interface's description. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/irq.h"
#include "kernel/partition.h"
#include "kernel/trap.h"

#define ENABLED  ((uint32_t)BULKHEAD_LEVEL_ENABLED)
#define LINES    BULKHEAD_LINE_COUNT
#define OWN_LINE 2u  /* partition 0 has the hardware lines 0..3 */
#define HIS_LINE 5u  /* partition 1 has 4..7 */
#define BAD_LINE 24u /* the first that does not exist */
#define ENTRY    0x00101000u

enum running { RUNS, WAITS, SLEEPS /* not its window */ };

/* What there is to know about one partition and one of its lines. */
struct model {
    bool connected;
    uint32_t count;
    bool in_service;
    uint32_t level;
    bool entry;   /* it has registered one */
    bool failing; /* its stack can't be written */
    enum running running;

    /* What the last event did. */
    int32_t result;
    bool upcall;
    bool shown; /* vector and count on the vCPU page are these: */
    uint32_t vector, shown_count;
    bool stopped;
};

enum event {
    RAISE_ONE,
    RAISE_MANY,
    RAISE_NONE,
    CONNECT,
    DISCONNECT,
    TAKE_NONE,
    TAKE_ONE,
    TAKE_ALL,
    NEXT,
    LEAVE,
    GUEST_ACKNOWLEDGES,
    KERNEL_ACKNOWLEDGES,
    EVENTS
};
#define MANY 0xfffffff0u

static uint32_t saturated_sum(uint32_t a, uint32_t b)
{
    return (uint64_t)a + b > UINT32_MAX ? UINT32_MAX : a + b;
}

static void model_show(struct model *m, uint32_t line)
{
    m->shown = true;
    m->vector = line;
    m->shown_count = m->count;
    m->count = 0;
    m->in_service = true;
}

static int32_t model_take(struct model *m, uint32_t line, uint32_t limit)
{
    uint32_t taken = m->count < limit ? m->count : limit;

    if (line >= BAD_LINE)
        return BULKHEAD_E_RANGE;
    if (!m->connected)
        return BULKHEAD_E_STATE;
    taken = taken > INT32_MAX ? INT32_MAX : taken;
    m->count -= taken;
    return (int32_t)taken;
}

static void model_leave(struct model *m, uint32_t line)
{
    if (m->running == SLEEPS)
        return;
    if (m->running == WAITS && m->count == 0)
        return;
    m->running = RUNS;
    if (m->count == 0 || m->in_service || (m->level & ENABLED) == 0 || !m->entry)
        return;
    if (m->failing) {
        m->stopped = true;
        m->connected = false;
        m->count = 0;
        return;
    }
    m->upcall = true;
    m->level = 0;
    model_show(m, line);
}

static void model_event(struct model *m, enum event event, uint32_t line)
{
    bool hardware = line < 16;
    bool owned = !hardware || line < 4;

    m->result = BULKHEAD_OK;
    m->upcall = m->shown = m->stopped = false;
    switch (event) {
    case RAISE_ONE:
        m->count = m->connected ? saturated_sum(m->count, 1) : 0;
        break;
    case RAISE_MANY:
        m->count = m->connected ? saturated_sum(m->count, MANY) : 0;
        break;
    case CONNECT:
        m->result = line >= BAD_LINE ? BULKHEAD_E_RANGE
                    : !owned         ? BULKHEAD_E_PERMISSION
                    : m->connected   ? BULKHEAD_E_STATE
                                     : BULKHEAD_OK;
        m->connected = m->connected || m->result == BULKHEAD_OK;
        break;
    case DISCONNECT:
        m->result = line >= BAD_LINE ? BULKHEAD_E_RANGE
                    : m->connected   ? BULKHEAD_OK
                                     : BULKHEAD_E_STATE;
        m->connected = false;
        m->count = 0;
        break;
    case TAKE_NONE:
        m->result = model_take(m, line, 0);
        break;
    case TAKE_ONE:
        m->result = model_take(m, line, 1);
        break;
    case TAKE_ALL:
        m->result = model_take(m, line, UINT32_MAX);
        break;
    case NEXT:
        if (m->count != 0 && !m->in_service) {
            model_show(m, line);
            m->result = (int32_t)line;
        } else {
            m->result = BULKHEAD_E_EMPTY;
        }
        break;
    case LEAVE:
        model_leave(m, line);
        break;
    case GUEST_ACKNOWLEDGES:
        m->in_service = false;
        break;
    case KERNEL_ACKNOWLEDGES:
        m->result = !hardware                 ? BULKHEAD_E_RANGE
                    : !owned || !m->connected ? BULKHEAD_E_STATE
                                              : BULKHEAD_OK;
        if (m->result == BULKHEAD_OK)
            m->in_service = false;
        break;
    case RAISE_NONE:
    case EVENTS:
        break;
    }
}

static int32_t kernel_event(struct partition *partition, enum event event, uint32_t line)
{
    switch (event) {
    case RAISE_ONE:
        virq_raise(partition, line, 1);
        break;
    case RAISE_MANY:
        virq_raise(partition, line, MANY);
        break;
    case RAISE_NONE:
        virq_raise(partition, line, 0);
        break;
    case CONNECT:
        return virq_connect(partition, line);
    case DISCONNECT:
        return virq_disconnect(partition, line);
    case TAKE_NONE:
        return virq_take(partition, line, 0);
    case TAKE_ONE:
        return virq_take(partition, line, 1);
    case TAKE_ALL:
        return virq_take(partition, line, UINT32_MAX);
    case NEXT:
        return virq_next(partition);
    case LEAVE:
        trap(TRAP_NONE, 0, NULL);
        break;
    case GUEST_ACKNOWLEDGES:
        partition->vcpu->in_service &= ~(1u << line);
        break;
    case KERNEL_ACKNOWLEDGES:
        return irq_acknowledge(partition, line);
    case EVENTS:
        break;
    }
    return BULKHEAD_OK;
}

/* Puts the partition into the model's state. Other bits of in_service are set
 * as told: they are other lines' and must neither matter nor change. */
static void enter_state(struct partition *partition, const struct model *m, uint32_t line,
                        uint32_t other_service)
{
    uint32_t bit = 1u << line;

    partition->virq = (struct virq){.connected = m->connected ? bit : 0,
                                    .pending = m->count != 0 ? bit : 0,
                                    .level_mask = m->entry ? ENABLED : 0};
    partition->virq.count[line] = m->count;
    partition->arch.upcalls.entry = m->entry ? ENTRY : 0;
    partition->arch.context.stack = 0x00101000u + 5 * PAGE;
    partition->arch.context.instruction = 0x00100040u;
    *partition->vcpu =
        (struct bulkhead_vcpu){.level = m->level,
                               .in_service = (other_service & ~bit) | (m->in_service ? bit : 0),
                               .vector = 77,
                               .count = 78};
    partition->vcpu->pending = partition->virq.pending;
    partition->state = m->running == WAITS ? PARTITION_WAITING : PARTITION_READY;
    partition->deliveries = 0;
    partition_current = m->running == SLEEPS ? &partitions[1] : partition;
    null_machine.upcalls_fail = m->failing;
    null_machine.virq_upcalls = 0;
}

static bool agrees(const struct partition *partition, const struct model *m, uint32_t line,
                   int32_t result, uint32_t other_service)
{
    const struct virq *virq = &partition->virq;
    const struct bulkhead_vcpu *vcpu = partition->vcpu;
    uint32_t bit = 1u << line;

    if (result != m->result || null_machine.virq_upcalls != m->upcall ||
        partition->deliveries != m->upcall)
        return false;
    if (m->stopped != (partition->state == PARTITION_STOPPED))
        return false;
    if (!m->stopped && (partition->state == PARTITION_WAITING) != (m->running == WAITS))
        return false;
    if (virq->connected != (m->connected ? bit : 0) || virq->count[line] != m->count ||
        virq->pending != (m->count != 0 ? bit : 0))
        return false;
    if (vcpu->in_service != ((other_service & ~bit) | (m->in_service ? bit : 0)) ||
        vcpu->level != m->level)
        return false;
    if (m->shown ? vcpu->vector != m->vector || vcpu->count != m->shown_count
                 : vcpu->vector != 77 || vcpu->count != 78)
        return false;
    return partition->arch.context.instruction == (m->upcall ? ENTRY : 0x00100040u);
}

static void try_all_events(const struct model *state, uint32_t line, uint32_t other_service)
{
    for (enum event event = 0; event < EVENTS; event++) {
        struct model m = *state;
        int32_t result;

        enter_state(&partitions[0], &m, line, other_service);
        model_event(&m, event, line);
        result = kernel_event(&partitions[0], event, line);
        if (!agrees(&partitions[0], &m, line, result, other_service))
            fail_msg("line %u, event %d: connected %d count %x in service %d level %x entry %d "
                     "failing %d running %d: result %d, expected %d",
                     line, (int)event, state->connected, state->count, state->in_service,
                     state->level, state->entry, state->failing, (int)state->running, result,
                     m.result);
    }
}

static void every_state_and_event(void **unused)
{
    static const uint32_t lines[] = {OWN_LINE, HIS_LINE, 15, 16, 23, 24, 31};
    static const uint32_t counts[] = {0, 1, 2, 0x7fffffff, 0x80000000, UINT32_MAX - 1, UINT32_MAX};
    static const uint32_t levels[] = {0, ENABLED, 1, ~ENABLED, UINT32_MAX};
    struct model m;

    (void)unused;
    module_boot_simple(2);
    partitions[1].virq = (struct virq){0};
    for (size_t l = 0; l < ELEMENTS(lines); l++)
        for (unsigned bits = 0; bits < 16; bits++)
            for (size_t c = 0; c < ELEMENTS(counts); c++)
                for (size_t v = 0; v < ELEMENTS(levels); v++)
                    for (enum running r = RUNS; r <= SLEEPS; r++) {
                        m = (struct model){.connected = bits & 1,
                                           .in_service = bits & 2,
                                           .entry = bits & 4,
                                           .failing = bits & 8,
                                           .count = counts[c],
                                           .level = levels[v],
                                           .running = r};
                        if ((!m.connected && m.count != 0) || (m.connected && lines[l] >= BAD_LINE))
                            continue; /* can't be: the invariant test's matter */
                        try_all_events(&m, lines[l], 0);
                        try_all_events(&m, lines[l], UINT32_MAX);
                    }
    module_end();
}

static void lines_that_do_not_exist(void **state)
{
    static const uint32_t lines[] = {32, 33, 64, 0x7fffffff, 0x80000000, UINT32_MAX};
    struct virq before;

    (void)state;
    module_boot_simple(1);
    before = partitions[0].virq;
    for (size_t i = 0; i < ELEMENTS(lines); i++) {
        assert_int_equal(virq_connect(&partitions[0], lines[i]), BULKHEAD_E_RANGE);
        assert_int_equal(virq_disconnect(&partitions[0], lines[i]), BULKHEAD_E_RANGE);
        assert_int_equal(virq_take(&partitions[0], lines[i], 1), BULKHEAD_E_RANGE);
        assert_int_equal(irq_acknowledge(&partitions[0], lines[i]), BULKHEAD_E_RANGE);
        irq_line(lines[i]);
    }
    assert_memory_equal(&before, &partitions[0].virq, sizeof(before));
    module_end();
}

static void register_entry(struct partition *partition)
{
    partition->arch.upcalls.entry = ENTRY;
    partition->virq.level_mask = ENABLED;
}

static void lowest_line_first(void **state)
{
    struct random random = {2};

    (void)state;
    module_boot_simple(1);
    register_entry(&partitions[0]);
    for (int i = 0; i < 20000; i++) {
        uint32_t service = (uint32_t)random_next(&random) & (uint32_t)random_next(&random);
        uint32_t pending = (uint32_t)random_next(&random);
        uint32_t expected = 0;

        partitions[0].virq.connected = UINT32_MAX;
        partitions[0].virq.pending = 0;
        memset(partitions[0].virq.count, 0, sizeof(partitions[0].virq.count));
        for (uint32_t line = 0; line < LINES; line++)
            if ((pending >> line & 1) != 0)
                virq_raise(&partitions[0], line, line + 1);
        while (expected < LINES && ((pending & ~service) >> expected & 1) == 0)
            expected++;
        partitions[0].vcpu->in_service = service;
        partitions[0].vcpu->level = ENABLED;
        if (i % 2 == 0) {
            assert_int_equal(virq_next(&partitions[0]),
                             expected == LINES ? BULKHEAD_E_EMPTY : (int32_t)expected);
        } else {
            null_machine.virq_upcalls = 0;
            partitions[0].arch.context.stack = scratch_address(&partitions[0]) + PAGE;
            trap(TRAP_NONE, 0, NULL);
            assert_int_equal(null_machine.virq_upcalls, expected < LINES);
        }
        if (expected == LINES)
            continue;
        assert_int_equal(partitions[0].vcpu->vector, expected);
        assert_int_equal(partitions[0].vcpu->count, expected + 1);
        assert_int_equal(partitions[0].vcpu->in_service, service | 1u << expected);
        assert_int_equal(partitions[0].virq.pending, pending & ~(1u << expected));
        assert_int_equal(partitions[0].vcpu->pending, pending & ~(1u << expected));
    }
    module_end();
}

static void saturation(void **state)
{
    struct partition *p = &partitions[0];

    (void)state;
    module_boot_simple(1);
    virq_connect(p, 16);
    virq_raise(p, 16, UINT32_MAX - 1);
    virq_raise(p, 16, 1);
    assert_int_equal(p->virq.count[16], UINT32_MAX);
    virq_raise(p, 16, 1);
    assert_int_equal(p->virq.count[16], UINT32_MAX);
    virq_raise(p, 16, UINT32_MAX);
    assert_int_equal(p->virq.count[16], UINT32_MAX);
    assert_int_equal(virq_take(p, 16, UINT32_MAX), INT32_MAX);
    assert_int_equal(p->virq.count[16], 0x80000000u);
    assert_int_equal(p->virq.pending, 1u << 16);
    assert_int_equal(virq_take(p, 16, UINT32_MAX), INT32_MAX);
    assert_int_equal(virq_take(p, 16, UINT32_MAX), 1);
    assert_int_equal(p->virq.pending, 0);
    assert_int_equal(p->vcpu->pending, 0);
    module_end();
}

static void failed_delivery_changes_nothing(void **state)
{
    struct partition *p = &partitions[0];
    struct partition before;
    struct bulkhead_vcpu page;

    (void)state;
    module_boot_simple(2);
    register_entry(p);
    virq_connect(p, 16);
    virq_raise(p, 16, 3);
    p->vcpu->level = ENABLED;
    p->vcpu->pending = p->virq.pending;
    p->arch.context.stack = BULKHEAD_START_INFO_ADDRESS + 100; /* read-only */
    before = *p;
    page = *p->vcpu;
    assert_false(virq_leave(p));
    assert_memory_equal(&before, p, sizeof(before));
    assert_memory_equal(&page, p->vcpu, sizeof(page));
    module_end();
}

/* The line comes for its owner only while the owner runs, and one running
 * partition's level says nothing about another's. */
static void hardware_line_waits_for_its_owner(void **state)
{
    (void)state;
    module_boot_simple(2);
    register_entry(&partitions[0]);
    register_entry(&partitions[1]);
    assert_int_equal(call(BULKHEAD_HC_VIRQ_CONNECT, HIS_LINE, 0), BULKHEAD_E_PERMISSION);
    assert_int_equal(virq_connect(&partitions[1], HIS_LINE), BULKHEAD_OK);
    assert_int_equal(null_machine.lines_unmasked, 1u << HIS_LINE);
    partitions[0].vcpu->level = partitions[1].vcpu->level = ENABLED;
    for (int i = 0; i < 3; i++)
        assert_ptr_equal(trap(TRAP_LINE, HIS_LINE, NULL), &partitions[0]);
    assert_int_equal(null_machine.virq_upcalls, 0);
    assert_int_equal(partitions[1].vcpu->count, 0);
    null_machine.now = null_machine.timer_at;
    assert_ptr_equal(trap(TRAP_TIMER, 0, NULL), &partitions[1]);
    assert_int_equal(null_machine.virq_upcalls, 1);
    assert_ptr_equal(null_machine.upcall_partition, &partitions[1]);
    assert_int_equal(partitions[1].vcpu->vector, HIS_LINE);
    assert_int_equal(partitions[1].vcpu->count, 3);
    assert_int_equal(partitions[1].vcpu->level, 0);
    module_end();
}

static void masking_of_hardware_lines(void **state)
{
    (void)state;
    module_boot_simple(2);
    assert_int_equal(call(BULKHEAD_HC_VIRQ_ACKNOWLEDGE, OWN_LINE, 0), BULKHEAD_E_STATE);
    assert_int_equal(null_machine.unmasks, 0);
    assert_int_equal(call(BULKHEAD_HC_VIRQ_CONNECT, OWN_LINE, 0), BULKHEAD_OK);
    assert_int_equal(null_machine.lines_unmasked, 1u << OWN_LINE);
    null_machine.lines_unmasked = 0; /* it interrupts: the port masks it */
    trap(TRAP_LINE, OWN_LINE, NULL);
    assert_int_equal(null_machine.lines_unmasked, 0);
    assert_int_equal(call(BULKHEAD_HC_VIRQ_ACKNOWLEDGE, HIS_LINE, 0), BULKHEAD_E_STATE);
    assert_int_equal(null_machine.lines_unmasked, 0);
    assert_int_equal(call(BULKHEAD_HC_VIRQ_ACKNOWLEDGE, OWN_LINE, 0), BULKHEAD_OK);
    assert_int_equal(null_machine.lines_unmasked, 1u << OWN_LINE);
    assert_int_equal(call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_TIMER, 0), BULKHEAD_OK);
    assert_int_equal(call(BULKHEAD_HC_VIRQ_DISCONNECT, BULKHEAD_LINE_TIMER, 0), BULKHEAD_OK);
    assert_int_equal(null_machine.masks, 0);
    assert_int_equal(call(BULKHEAD_HC_VIRQ_DISCONNECT, OWN_LINE, 0), BULKHEAD_OK);
    assert_int_equal(null_machine.lines_unmasked, 0);
    assert_int_equal(null_machine.masks, 1);
    module_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_and_event),
        cmocka_unit_test(lines_that_do_not_exist),
        cmocka_unit_test(lowest_line_first),
        cmocka_unit_test(saturation),
        cmocka_unit_test(failed_delivery_changes_nothing),
        cmocka_unit_test(hardware_line_waits_for_its_owner),
        cmocka_unit_test(masking_of_hardware_lines),
    };

    return cmocka_run_group_tests_name("virtual interrupts", tests, NULL, NULL);
}
