#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Prints the model of "make timing": as many partitions as there can be, with
# the longest messages to as many destinations as a port can have, and a second
# schedule that starts everybody anew. usage: model.sh
set -euo pipefail

special=(caller sending failing faulting idling restarting)
busy=58
names=("${special[@]}")
for ((i = 1; i <= busy; i++)); do
    names+=("busy_$i")
done

# Destinations of the port "wide_out": 300.
wide_ports() {
    case $1 in
    caller) echo 0 ;;
    sending | failing | faulting | idling) echo 2 ;;
    restarting) echo 2 ;;
    *) echo 5 ;;
    esac
}

list() { # text before, text behind: "before name behind", for each name
    local first=1

    for name in "${names[@]}"; do
        [ $first -eq 1 ] || printf ', '
        first=0
        printf '%s' "$1$name$2"
    done
}

slots() {
    printf '10 ms'
    for name in "${names[@]:1}"; do
        if [ "$name" = restarting ] || [ "$name" = sending ]; then printf ', 1 ms'; else printf ', 20 us'; fi
    done
}

features() { # name
    if [ "$1" = caller ]; then
        echo '    outgoing : out event data port large { Queue_Size => 4; };'
        echo '    incoming : in event data port large { Queue_Size => 2; };'
        echo '    incoming_2 : in event data port large { Queue_Size => 2; };'
        echo '    wide_in_1 : in data port large { ARINC653::Sampling_Refresh_Period => 1 sec; };'
        echo '    wide_out : out data port large;'
        echo '    bell : out event port { Bulkhead::Doorbell => true; };'
    else
        echo '    bell : in event port { Bulkhead::Doorbell => true; };'
    fi
    if [ "$1" = sending ]; then
        echo '    from_caller : in event data port large { Queue_Size => 4; };'
        echo '    to_caller : out event data port large { Queue_Size => 2; };'
        echo '    sample : out data port large;'
        echo '    to_caller_2 : out event data port large { Queue_Size => 2; };'
    elif [ "$1" = restarting ]; then
        for ((i = 1; i <= 400; i++)); do
            echo "    nobody_$i : in event data port large { Queue_Size => 1; Required_Connection => false; };"
        done
    fi
    for ((i = 1; i <= $(wide_ports "$1"); i++)); do
        echo "    wide_in_$i : in data port large { ARINC653::Sampling_Refresh_Period => 1 sec; };"
    done
}

connections() {
    echo '    q : port caller.outgoing -> sending.from_caller;'
    echo '    t : port sending.sample -> caller.wide_in_1;'
    echo '    r : port sending.to_caller -> caller.incoming;'
    echo '    s : port sending.to_caller_2 -> caller.incoming_2;'
    for name in "${names[@]}"; do
        for ((i = 1; i <= $(wide_ports "$name"); i++)); do
            echo "    w_${name}_$i : port caller.wide_out -> $name.wide_in_$i;"
        done
        [ "$name" = caller ] || echo "    b_$name : port caller.bell -> $name.bell;"
    done
}

cat <<EOF
-- SPDX-License-Identifier: BSD-2-Clause
package timing
public
  with POK, ARINC653, Bulkhead;

  data large properties Data_Size => 8192 Bytes; end large;

  virtual processor slice end slice;
  processor cpu end cpu;
  processor implementation cpu.i
  subcomponents
$(for name in "${names[@]}"; do echo "    $name : virtual processor slice;"; done)
  modes
    first : initial mode;
    second : mode;
  properties
    POK::Slots => ($(slots)) in modes (first), ($(slots)) in modes (second);
    POK::Slots_Allocation => ($(list 'reference (' ')'));
    POK::Major_Frame => 13220 us;
    Bulkhead::Schedule_Change_Actions => (
      $(list '[Partition => reference (' '); Action => Warm_Start;]')) in modes (second);
    POK::Recovery_Errors => (Application_Error) applies to restarting;
    POK::Recovery_Actions => (Partition_Restart) applies to restarting;
  end cpu.i;

  device clock
  properties
    Bulkhead::Hardware_Lines => (8);
    Bulkhead::IO_Ports => (16#70# .. 16#71#);
  end clock;

  process program
  properties
    POK::Needed_Memory_Size => 128 KiByte;
    Bulkhead::Program => "paths.elf";
  end program;

$(for name in "${names[@]}"; do
    echo "  process $name extends program features"
    features "$name"
    echo "  properties Bulkhead::Argument => \"$name\";"
    echo "  end $name;"
done)

  system module end module;
  system implementation module.i
  subcomponents
    cpu : processor cpu.i;
    rtc : device clock;
$(for name in "${names[@]}"; do echo "    $name : process $name;"; done)
  connections
$(connections)
  properties
$(for name in "${names[@]}"; do echo "    Actual_Processor_Binding => (reference (cpu.$name)) applies to $name;"; done)
    Actual_Processor_Binding => (reference (cpu.caller)) applies to rtc;
    Bulkhead::Console_Input => true applies to caller;
    Bulkhead::Change_Schedule => true applies to caller;
    Bulkhead::Read_Logs => true applies to caller;
  end module.i;
end timing;
EOF
