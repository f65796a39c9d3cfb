/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Virtual interrupts between the kernel and one partition (docs/abi.md), with
 * every interleaving of the partition's instructions, two interrupt lines,
 * windows and a fault. The kernel is not interruptible, so each entry is one
 * atomic step, whose end is leave(). Names follow kernel/core/virq.c, irq.c,
 * trap.c and layer/bulkhead/x86.S.
 *
 * Line HARD is a hardware line with edges: the chip keeps one of them, and the
 * kernel masks the line until it is acknowledged. Line SOFT is a virtual one.
 * A variant (-DWRONG_...) is a mistake that the checks must find.
 */
#ifndef EDGES
#define EDGES 3
#endif
#ifndef RAISES
#define RAISES 3
#endif
#ifndef SWITCHES
#define SWITCHES 3
#endif
#ifndef FAULTS
#define FAULTS 1
#endif

#define HARD 0
#define SOFT 1
#define bit(line) (1 << (line))

/* The vCPU page. */
bool level;
byte vcpu_pending, in_service, vector, taken;

/* The kernel's own. */
byte pending, count[2];
bool waiting, held, running = true;

/* The interrupt controller. */
bool latched, masked;

/* The partition: what it executes next, and what it has on its stack. */
mtype = {
    DISABLE, CRITICAL, LOOK, IDLE, ENABLE, CHECK, FLUSH,
    HANDLE, ACKNOWLEDGE, ANOTHER, NEXT,
    EXIT_BEGIN, EXIT_CHECK, EXIT_DISABLE, EXIT_NEXT, EXIT_POPA, EXIT_IRET,
    FAULT_ENTRY, DONE
};
mtype pc = DISABLE, return_pc, fault_pc;
bool fault_level, fault_active;
byte frames;

/* What the checks compare. */
byte raised[2], coalesced, handled[2];
bool closed; /* the partition counts on the level being disabled */

#define ready() (running && !waiting && !held)
#define deliverable() (pending & ~in_service)
#define in_exit() (pc == EXIT_CHECK || pc == EXIT_DISABLE || pc == EXIT_NEXT || \
                   pc == EXIT_POPA || pc == EXIT_IRET)
#define finished() (handled[SOFT] == RAISES && handled[HARD] + coalesced == EDGES)

inline raise(line)
{
    count[line]++;
    pending = pending | bit(line)
}

inline begin_service()
{
    if
    :: (deliverable() & bit(HARD)) != 0 -> vector = HARD
    :: else -> vector = SOFT
    fi;
    taken = count[vector];
#ifndef WRONG_COUNT
    count[vector] = 0;
#endif
    assert((in_service & bit(vector)) == 0);
    in_service = in_service | bit(vector);
    pending = pending & ~bit(vector);
    vcpu_pending = pending
}

/* The one way out: trap.c, virq_leave(), arch_upcall_virq(). */
inline leave()
{
    if
    :: waiting && pending != 0 -> waiting = false
    :: else
    fi;
    if
    :: ready() ->
        vcpu_pending = pending;
        if
        :: deliverable() != 0 && level ->
            assert(!closed);
#ifndef WRONG_LEVEL
            level = false;
#endif
            begin_service();
            if
            :: in_exit()
            :: else ->
                return_pc = pc;
                frames++;
                assert(frames == 1)
            fi;
            pc = HANDLE
        :: else
        fi
    :: else
    fi
}

/* The partition's instructions; those that enter the kernel end in leave(). */
active proctype partition()
{
    do
    :: atomic { ready() && pc == DISABLE ->
        /* With the level enabled nothing is left to wait. */
        assert(!level || deliverable() == 0);
        level = false; closed = true;
        pc = CRITICAL }
    :: atomic { ready() && pc == CRITICAL -> assert(frames == 0); pc = LOOK }
    :: atomic { ready() && pc == LOOK ->
        if
        :: finished() -> pc = DONE
        :: !finished() -> pc = IDLE
        :: !finished() -> pc = ENABLE /* other work */
        fi }
    :: atomic { ready() && pc == IDLE ->
        pc = ENABLE;
#ifdef WRONG_IDLE
        waiting = true;
        goto idle_is_done;
#endif
        if
        :: pending == 0 -> waiting = true
        :: else
        fi;
        leave();
#ifdef WRONG_IDLE
idle_is_done: skip
#endif
        }
#ifdef WRONG_ORDER
    :: atomic { ready() && pc == ENABLE ->
        if
        :: (vcpu_pending & ~in_service) != 0 -> pc = FLUSH
        :: else -> pc = CHECK
        fi }
    :: atomic { ready() && pc == CHECK -> closed = false; level = true; pc = DISABLE }
    :: atomic { ready() && pc == FLUSH -> closed = false; level = true; pc = DISABLE; leave() }
#else
    :: atomic { ready() && pc == ENABLE -> closed = false; level = true; pc = CHECK }
    :: atomic { ready() && pc == CHECK ->
        if
        :: (vcpu_pending & ~in_service) != 0 -> pc = FLUSH
        :: else -> pc = DISABLE
        fi }
    :: atomic { ready() && pc == FLUSH -> pc = DISABLE; leave() }
#endif

    /* The layer's dispatcher: level is disabled. */
    :: atomic { ready() && pc == HANDLE ->
        handled[vector] = handled[vector] + taken;
        assert(handled[SOFT] <= raised[SOFT]);
        assert(handled[HARD] + coalesced <= raised[HARD]);
        pc = ACKNOWLEDGE }
    :: atomic { ready() && pc == ACKNOWLEDGE ->
        in_service = in_service & ~bit(vector);
        pc = ANOTHER;
        if
        :: vector == HARD ->
            masked = false;
#ifdef WRONG_ACKNOWLEDGE
            latched = false;
#endif
            leave()
        :: else
        fi }
    :: atomic { ready() && pc == ANOTHER ->
        if
        :: (vcpu_pending & ~in_service) != 0 -> pc = NEXT
        :: else -> pc = EXIT_BEGIN
        fi }
    :: atomic { ready() && pc == NEXT ->
        if
        :: deliverable() != 0 -> begin_service(); pc = HANDLE
        :: else -> pc = EXIT_BEGIN
        fi;
        leave() }
    :: atomic { ready() && pc == EXIT_BEGIN -> level = true; pc = EXIT_CHECK }
    :: atomic { ready() && pc == EXIT_CHECK ->
        if
        :: (vcpu_pending & ~in_service) != 0 -> pc = EXIT_DISABLE
        :: else -> pc = EXIT_POPA
        fi }
    :: atomic { ready() && pc == EXIT_DISABLE -> level = false; pc = EXIT_NEXT }
    :: atomic { ready() && pc == EXIT_NEXT ->
        if
        :: deliverable() != 0 -> begin_service(); pc = HANDLE
        :: else -> pc = EXIT_BEGIN
        fi;
        leave() }
    :: atomic { ready() && pc == EXIT_POPA -> pc = EXIT_IRET }
    :: atomic { ready() && pc == EXIT_IRET -> frames--; pc = return_pc }

    /* BULKHEAD_HC_RESUME. */
    :: atomic { ready() && pc == FAULT_ENTRY ->
        fault_active = false;
        level = fault_level;
        pc = fault_pc;
        leave() }
    :: atomic { pc == DONE -> break }
    od
}

/* The device: an edge while one is latched is the same to the chip. */
active proctype device()
{
    byte edges = EDGES;

    do
    :: atomic { edges > 0 ->
        edges--;
        raised[HARD]++;
        if
        :: latched -> coalesced++
        :: else -> latched = true
        fi }
    :: edges == 0 -> break
    od
}

/* Lines interrupt in their owner's windows only. */
active proctype controller()
{
end:
    do
    :: atomic { latched && !masked && running ->
        latched = false;
        masked = true;
        raise(HARD);
        leave() }
    od
}

/* A timer, a port or a peer: at any time, whoever runs. */
active proctype others()
{
    byte raises = RAISES;

    do
    :: atomic { raises > 0 ->
        raises--;
        raised[SOFT]++;
#ifdef WRONG_RAISE
        if
        :: running -> raise(SOFT); leave()
        :: else
        fi
#else
        raise(SOFT);
        leave()
#endif
        }
    :: raises == 0 -> break
    od
}

/* The end of a window, with or without a fault that must wait, and the next one. */
active proctype schedule()
{
    byte switches = SWITCHES, faults = FAULTS;

    do
    :: atomic { switches > 0 && running -> running = false; switches-- }
    :: atomic { faults > 0 && ready() && !fault_active && pc != DONE ->
        faults--;
        held = true }
    :: atomic { held && running -> running = false }
    :: atomic { !running ->
        running = true;
        if
        :: held ->
            held = false;
            fault_active = true;
            fault_level = level;
            level = false;
            fault_pc = pc;
            pc = FAULT_ENTRY
        :: else
        fi;
        leave() }
    :: switches == 0 && running && !held && (faults == 0 || pc == DONE) -> break
    od
}
