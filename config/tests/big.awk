# SPDX-License-Identifier: BSD-2-Clause
# A large model: awk -v n=PARTITIONS -f big.awk. Each partition has ten threads
# and ten ports; five connections lead to the next partition, five go on inside.
BEGIN {
  print "package big\npublic\nwith POK, Data_Model, Base_Types;\nsubprogram work\nfeatures\ni : in parameter Base_Types::Integer_32; o : out parameter Base_Types::Integer_32;\nend work;"
  print "thread t\nfeatures\ni : in data port Base_Types::Integer_32; o : out data port Base_Types::Integer_32;\nproperties\nDispatch_Protocol => Periodic; Period => " n " ms; Compute_Execution_Time => 0 us .. 1 us; Compute_Entrypoint => classifier (work);\nend t;"
  print "process p\nfeatures"
  for (j=1;j<=5;j++) print "i" j " : in data port Base_Types::Integer_32 {POK::Refresh_Time => 10 sec;}; o" j " : out data port Base_Types::Integer_32;"
  print "properties\nPOK::Needed_Memory_Size => 400 KiByte;\nend p;\nprocess implementation p.i\nsubcomponents"
  for (j=1;j<=10;j++) print "t" j " : thread t { Priority => " j "; };"
  print "connections"
  for (j=1;j<=5;j++) print "a" j " : port i" j " -> t" j ".i; b" j " : port t" j ".o -> t" j+5 ".i; c" j " : port t" j+5 ".o -> o" j ";"
  print "end p.i;\nvirtual processor v\nend v;\nprocessor cpu\nend cpu;\nprocessor implementation cpu.i\nsubcomponents"
  for (i=1;i<=n;i++) print "v" i " : virtual processor v;"
  print "properties\nPOK::Major_Frame => " n " ms;\nPOK::Slots => ("
  for (i=1;i<=n;i++) printf "%s1 ms", i==1?"":","
  print ");\nPOK::Slots_Allocation => ("
  for (i=1;i<=n;i++) printf "%sreference (v%d)", i==1?"":",", i
  print ");\nend cpu.i;\nsystem top\nend top;\nsystem implementation top.i\nsubcomponents\ncpu : processor cpu.i;"
  for (i=1;i<=n;i++) print "p" i " : process p.i;"
  print "connections"
  for (i=1;i<=n;i++) for (j=1;j<=5;j++) print "c" i "_" j " : port p" i ".o" j " -> p" i%n+1 ".i" j ";"
  print "properties"
  for (i=1;i<=n;i++) print "Actual_Processor_Binding => (reference (cpu.v" i ")) applies to p" i ";"
  print "end top.i;\nend big;"
}
