#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Prints the model of the ports' benchmark: partitions with 4, 64 and 512
# source ports, which send to two others. usage: model.sh
set -euo pipefail

counts=(4 64 512)

# All sources of 4 and 64 end in the first sink, those of 512 in the second.
sink_of() {
    [ "$1" -eq 512 ] && echo sink_2 || echo sink_1
}

ports() { # direction, count
    local refresh=

    [ "$1" = out ] || refresh=' { ARINC653::Sampling_Refresh_Period => 1 sec; }'
    for ((i = 1; i <= $2; i++)); do
        echo "    p$2_$i : $1 data port message$refresh;"
    done
}

source_process() {
    echo "  process source_$1 features"
    ports out "$1"
    echo "  properties"
    echo "    Bulkhead::Program => \"many.elf\";"
    echo "    Bulkhead::Argument => \"ports-$1 p$1_$1\";"
    echo "  end source_$1;"
}

connections() {
    for ((i = 1; i <= $1; i++)); do
        echo "    c$1_$i : port source_$1.p$1_$i -> $(sink_of "$1").p$1_$i;"
    done
}

cat <<'HEAD'
-- SPDX-License-Identifier: BSD-2-Clause
package bench_ports
public
  with POK, ARINC653, Bulkhead;

  data message properties Data_Size => 64 Bytes; end message;
  data large properties Data_Size => 8192 Bytes; end large;

  virtual processor slice end slice;
  processor cpu end cpu;
  processor implementation cpu.seven
  subcomponents
    sender : virtual processor slice;
    receiver : virtual processor slice;
    source_4 : virtual processor slice;
    source_64 : virtual processor slice;
    source_512 : virtual processor slice;
    sink_1 : virtual processor slice;
    sink_2 : virtual processor slice;
  properties
    POK::Major_Frame => 70 ms;
    POK::Slots => (10 ms, 10 ms, 10 ms, 10 ms, 10 ms, 10 ms, 10 ms);
    POK::Slots_Allocation => (reference (sender), reference (receiver), reference (source_4),
      reference (source_64), reference (source_512), reference (sink_1), reference (sink_2));
  end cpu.seven;

  process program
  properties
    POK::Needed_Memory_Size => 256 KiByte;
  end program;

  process sender extends program
  features
    sample : out data port message;
    big_sample : out data port large;
    queue : out event data port message { Queue_Size => 500; };
  properties
    Bulkhead::Program => "sender.elf";
  end sender;

  process receiver extends program
  features
    sample : in data port message { ARINC653::Sampling_Refresh_Period => 1 sec; };
    big_sample : in data port large { ARINC653::Sampling_Refresh_Period => 1 sec; };
    queue : in event data port message { Queue_Size => 500; };
  properties
    Bulkhead::Program => "receiver.elf";
  end receiver;

HEAD
for count in "${counts[@]}"; do
    source_process "$count" | sed 's/features/extends program\n  features/'
done
echo "  process sink_1 extends program features"
ports in 4
ports in 64
echo '  properties Bulkhead::Program => "sink.elf";'
echo "  end sink_1;"
echo "  process sink_2 extends program features"
ports in 512
echo '  properties Bulkhead::Program => "sink.elf";'
echo "  end sink_2;"
cat <<'TAIL'
  system bench end bench;
  system implementation bench.i
  subcomponents
    cpu : processor cpu.seven;
    sender : process sender;
    receiver : process receiver;
    source_4 : process source_4;
    source_64 : process source_64;
    source_512 : process source_512;
    sink_1 : process sink_1;
    sink_2 : process sink_2;
  connections
    s : port sender.sample -> receiver.sample;
    b : port sender.big_sample -> receiver.big_sample;
    q : port sender.queue -> receiver.queue;
TAIL
for count in "${counts[@]}"; do
    connections "$count"
done
echo "  properties"
for name in sender receiver source_4 source_64 source_512 sink_1 sink_2; do
    echo "    Actual_Processor_Binding => (reference (cpu.$name)) applies to $name;"
done
echo "  end bench.i;"
echo "end bench_ports;"
