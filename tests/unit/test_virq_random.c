/* SPDX-License-Identifier: BSD-2-Clause */

/* Virtual interrupts under random operations: the counts add up, and nothing
 * that a guest writes to its page breaks what the kernel holds. */
#include "fixture.h"

#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/irq.h"
#include "kernel/partition.h"
#include "kernel/trap.h"

#define ENABLED  ((uint32_t)BULKHEAD_LEVEL_ENABLED)
#define LINES    BULKHEAD_LINE_COUNT
#define BAD_LINE 24u /* the first that does not exist */
#define ENTRY    0x00101000u

static void register_entry(struct partition *partition)
{
    partition->arch.upcalls.entry = ENTRY;
    partition->virq.level_mask = ENABLED;
}

/* Per partition and line, where the occurrences went. */
struct account {
    uint64_t raised, delivered, taken, dropped, saturated;
};
static struct account accounts[2][LINES];

static void raise_and_account(uint32_t who, uint32_t line, uint32_t occurrences)
{
    const struct virq *virq = &partitions[who].virq;
    struct account *account = &accounts[who][line];

    if ((virq->connected >> line & 1) == 0)
        return;
    account->raised += occurrences;
    if ((uint64_t)virq->count[line] + occurrences > UINT32_MAX)
        account->saturated += (uint64_t)virq->count[line] + occurrences - UINT32_MAX;
}

static void account_shown(uint32_t who)
{
    const struct bulkhead_vcpu *vcpu = partitions[who].vcpu;

    assert_in_range(vcpu->vector, 0, LINES - 1);
    assert_int_not_equal(vcpu->count, 0);
    assert_int_equal(vcpu->in_service >> vcpu->vector & 1, 1);
    accounts[who][vcpu->vector].delivered += vcpu->count;
}

static void leave_and_account(void)
{
    uint32_t who = partition_current->index;
    unsigned upcalls = null_machine.virq_upcalls;
    uint32_t level = partitions[who].vcpu->level, service = partitions[who].vcpu->in_service;

    partitions[who].arch.context.stack = scratch_address(&partitions[who]) + PAGE;
    trap(TRAP_NONE, 0, NULL);
    if (null_machine.virq_upcalls == upcalls)
        return;
    /* Never while disabled, never unacknowledged. */
    assert_int_not_equal(level & ENABLED, 0);
    assert_int_equal(service >> partitions[who].vcpu->vector & 1, 0);
    account_shown(who);
}

static void random_operation(struct random *random)
{
    uint32_t who = random_below(random, 2);
    uint32_t line = random_below(random, BAD_LINE);
    struct partition *p = &partitions[who];
    uint32_t many =
        random_below(random, 50) == 0 ? (uint32_t)random_wild(random) : random_below(random, 4);
    uint32_t count = p->virq.count[line];
    int32_t result;

    switch (random_below(random, 12)) {
    case 0:
        virq_connect(p, line);
        break;
    case 1:
        if (random_below(random, 8) == 0 && virq_disconnect(p, line) == BULKHEAD_OK)
            accounts[who][line].dropped += count;
        break;
    case 2:
        result = virq_take(p, line, many);
        accounts[who][line].taken += result > 0 ? (uint64_t)result : 0;
        break;
    case 3:
        if (p == partition_current && virq_next(p) >= 0)
            account_shown(who);
        break;
    case 4:
        p->vcpu->in_service &= ~(1u << line);
        irq_acknowledge(p, line);
        break;
    case 5:
        p->vcpu->in_service = 0;
        p->vcpu->level = ENABLED;
        break;
    case 6:
        p->vcpu->level = random_below(random, 2) * ENABLED;
        break;
    case 7:
        partition_current = &partitions[random_below(random, 2)];
        break;
    case 8:
        leave_and_account();
        break;
    default:
        raise_and_account(who, line, many);
        virq_raise(p, line, many);
        break;
    }
}

static void check_invariants(const struct partition *p)
{
    for (uint32_t line = 0; line < LINES; line++)
        if ((p->virq.count[line] != 0) != (p->virq.pending >> line & 1))
            fail_msg("line %u: pending and count differ", line);
    assert_int_equal(p->virq.pending & ~p->virq.connected, 0);
}

static void counts_add_up(void **state)
{
    struct random random = {3};

    (void)state;
    memset(accounts, 0, sizeof(accounts));
    module_boot_simple(2);
    for (uint32_t who = 0; who < 2; who++)
        register_entry(&partitions[who]);
    for (int i = 0; i < 1000000; i++)
        random_operation(&random);
    for (uint32_t who = 0; who < 2; who++) {
        check_invariants(&partitions[who]);
        for (uint32_t line = 0; line < LINES; line++) {
            const struct account *a = &accounts[who][line];

            assert_int_equal(a->raised, a->delivered + a->taken + a->dropped + a->saturated +
                                            partitions[who].virq.count[line]);
        }
        assert_int_not_equal(accounts[who][BULKHEAD_LINE_TIMER].delivered, 0);
        assert_int_not_equal(accounts[who][BULKHEAD_LINE_TIMER].dropped, 0);
        assert_int_not_equal(accounts[who][BULKHEAD_LINE_TIMER].taken, 0);
    }
    module_end();
}

static void random_event(struct partition *p, struct random *random, uint32_t line)
{
    switch (random_below(random, 5)) {
    case 0:
        virq_connect(p, line);
        break;
    case 1:
        virq_disconnect(p, line);
        break;
    case 2:
        virq_take(p, line, random_below(random, 3));
        break;
    case 3:
        virq_next(p);
        break;
    default:
        virq_raise(p, line, (uint32_t)random_wild(random));
        break;
    }
}

/* The page is the guest's to write: whatever it writes, the kernel's own
 * state and the neighbour stay right. */
static void wild_page(void **state)
{
    struct random random = {4};
    struct partition neighbour;
    struct bulkhead_vcpu neighbours_page;

    (void)state;
    module_boot_simple(2);
    register_entry(&partitions[0]);
    neighbour = partitions[1];
    neighbours_page = *partitions[1].vcpu;
    for (int i = 0; i < 300000; i++) {
        uint32_t *word = (uint32_t *)partitions[0].vcpu;
        uint32_t line = random_below(&random, LINES);
        unsigned upcalls = null_machine.virq_upcalls;
        struct virq before;

        for (size_t field = 0; field < sizeof(struct bulkhead_vcpu) / sizeof(*word); field++)
            word[field] = (uint32_t)random_wild(&random);
        random_event(&partitions[0], &random, line);
        before = partitions[0].virq;
        check_invariants(&partitions[0]);
        partitions[0].arch.context.stack = scratch_address(&partitions[0]) + PAGE;
        partitions[0].state = random_below(&random, 2) ? PARTITION_READY : PARTITION_WAITING;
        trap(TRAP_NONE, 0, NULL);
        check_invariants(&partitions[0]);
        assert_int_not_equal(partitions[0].state, PARTITION_STOPPED);
        if (partitions[0].state == PARTITION_READY && before.pending != 0)
            assert_int_equal(partitions[0].vcpu->pending, partitions[0].virq.pending);
        if (null_machine.virq_upcalls != upcalls)
            assert_int_equal(before.count[partitions[0].vcpu->vector], partitions[0].vcpu->count);
    }
    assert_int_not_equal(null_machine.virq_upcalls, 0);
    assert_memory_equal(&neighbour, &partitions[1], sizeof(neighbour));
    assert_memory_equal(&neighbours_page, partitions[1].vcpu, sizeof(neighbours_page));
    module_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_add_up),
        cmocka_unit_test(wild_page),
    };

    return cmocka_run_group_tests_name("virtual interrupts at random", tests, NULL, NULL);
}
