# SPDX-License-Identifier: BSD-2-Clause
# Tests with models that are too long to be written by hand; run.sh reads this
# file. Each is refused with a message, in bounded time.
# shellcheck shell=sh disable=SC2154

# large NAME TEXT: the model in $work/NAME.aadl is refused with this text.
large() {
    expect "limit/$1" 3 "$2" timeout 60 "$bulkhead" check "$work/$1.aadl"
}

# PARTITIONS WINDOWS PORTS: a module, each of whose partitions is connected with
# the next one by that many ports.
module() {
    awk -v partitions="$1" -v windows="$2" -v ports="$3" 'BEGIN {
        print "package big\npublic\nwith POK, Bulkhead;"
        print "data word\nproperties\nData_Size => 4 Bytes;\nend word;"
        print "virtual processor runtime\nend runtime;\nprocessor cpu\nend cpu;"
        print "processor implementation cpu.i\nsubcomponents"
        for (i = 1; i <= partitions; i++) print "v" i " : virtual processor runtime;"
        print "properties\nPOK::Major_Frame => " windows " ms;\nPOK::Slots => ("
        for (i = 1; i <= windows; i++) printf "%s1 ms", i == 1 ? "" : ","
        print ");\nPOK::Slots_Allocation => ("
        for (i = 1; i <= windows; i++)
            printf "%sreference (v%d)", i == 1 ? "" : ",", (i - 1) % partitions + 1
        print ");\nend cpu.i;\nprocess part\nfeatures"
        for (j = 1; j <= ports; j++)
            print "o" j " : out event data port word; i" j " : in event data port word;"
        print "spare : in data port word { Required_Connection => false; };"
        print "properties\nPOK::Needed_Memory_Size => 64 KiByte;"
        print "Bulkhead::Program => \"program.elf\";\nend part;"
        print "system top\nend top;\nsystem implementation top.i\nsubcomponents"
        print "cpu : processor cpu.i;"
        for (i = 1; i <= partitions; i++) print "p" i " : process part;"
        if (ports > 0) print "connections"
        for (i = 1; i <= partitions; i++)
            for (j = 1; j <= ports; j++)
                print "c" i "_" j " : port p" i ".o" j " -> p" i % partitions + 1 ".i" j ";"
        print "properties"
        for (i = 1; i <= partitions; i++)
            print "Actual_Processor_Binding => (reference (cpu.v" i ")) applies to p" i ";"
        print "end top.i;\nend big;"
    }'
}

module 65 65 0 > "$work/partitions.aadl"
large partitions "there are 65 partitions; the kernel has room for 64"
module 2 4097 0 > "$work/windows.aadl"
large windows "there are 4097 windows; the kernel has room for 4096"
module 2 2 257 > "$work/ports.aadl"
large ports "the partition 'v1' has 515 ports; the kernel has room for 512, send more by each"
module 40 40 52 > "$work/ports_of_module.aadl"
large ports_of_module "there are 4200 ports in the module; the kernel has room for 4096, send more by each"

awk 'BEGIN {
    print "package deep\npublic"
    for (i = 70; i >= 1; i--) {
        print "system s" i "\nend s" i ";\nsystem implementation s" i ".i"
        if (i > 1) print "subcomponents\nx : system s" i - 1 ".i;"
        print "end s" i ".i;"
    }
    print "end deep;"
}' > "$work/deep.aadl"
large deep "components are more than 64 deep in each other; make the model flatter"

awk 'BEGIN {
    print "property set deep is\n   x :"
    for (i = 0; i < 20000; i++) print "range of"
    print "aadlinteger applies to (all);\nend deep;"
}' > "$work/ranges.aadl"
large ranges "this is nested too deeply; split it up"

# extensions COUNT RING: types, each of which extends the next one, and the last
# the first one if RING is not 0.
extensions() {
    awk -v count="$1" -v ring="$2" 'BEGIN {
        print "package chain\npublic"
        for (i = 1; i <= count; i++)
            print "system s" i (i < count ? " extends s" i + 1 : ring ? " extends s1" : "") "\nend s" i ";"
        print "end chain;"
    }'
}
extensions 50000 0 > "$work/chain.aadl"
large chain "'s1' extends more than 1000 others, one through the other; extend fewer"
extensions 50000 1 > "$work/ring.aadl"
large ring "'s1' extends itself, through 's2'; remove one of these 'extends'"

awk 'BEGIN {
    printf "package scopes\npublic\nsystem s extends "
    for (i = 0; i < 100000; i++) printf "a::"
    print "b\nend s;\nend scopes;"
}' > "$work/scopes.aadl"
large scopes "there is no package 'a::a::a::"

printf 'package empty\npublic\nsystem only\nend only;\nend empty;\n' > "$work/rootless.aadl"
large rootless "there is no system implementation to begin with; declare one that is no subcomponent of another"

# A step through a subcomponent that has no type.
cat > "$work/untyped.aadl" <<'END'
package u
public
system top
end top;
system implementation top.i
subcomponents
   inner : system;
properties
   Period => 1 ms applies to inner.thing;
end top.i;
end u;
END
large untyped "'inner' has no classifier, so there is no 'thing' in it; give it one"

# BLOCKS RANGES: memory blocks in each of two partitions, ranges of I/O ports.
regions() {
    awk -v blocks="$1" -v ranges="$2" 'BEGIN {
        print "package Test\npublic\nwith Base, POK, Bulkhead;"
        print "data page\nproperties\nData_Size => 4096 Bytes;\nBulkhead::Memory_Block => true;\nend page;"
        print "process part extends Base::program\nend part;\nprocess implementation part.i"
        print "subcomponents\nblock : data page[" blocks "];\nend part.i;"
        print "device ports\nproperties\nBulkhead::IO_Ports => ("
        for (i = 0; i < ranges; i++) printf "%s%d .. %d", i == 0 ? "" : ",", 20000 + 4 * i, 20001 + 4 * i
        print ");\nend ports;\nsystem node extends Base::node\nend node;"
        print "system implementation node.i extends Base::node.two\nsubcomponents"
        print "p1 : refined to process part.i;\np2 : refined to process part.i;\nio : device ports;\nproperties"
        print "Actual_Processor_Binding => (reference (cpu.part1)) applies to io;"
        print "POK::Major_Frame => 20 ms applies to cpu;\nPOK::Slots => (10 ms, 10 ms) applies to cpu;"
        print "POK::Slots_Allocation => (reference (cpu.part1), reference (cpu.part2)) applies to cpu;"
        print "end node.i;\nend Test;"
    }'
}

regions 65 1 > "$work/blocks.aadl"
expect limit/blocks 3 "partition 'part1' has 65 memory regions; the kernel has room for 64" \
    "$bulkhead" check -L "$work" "$base" "$work/blocks.aadl"
regions 129 257 > "$work/regions.aadl"
expect limit/regions 3 "there are 258 memory regions; the kernel has room for 256" \
    "$bulkhead" check -L "$work" "$base" "$work/regions.aadl"
expect limit/io-ranges 3 "there are 257 ranges of I/O ports; the kernel has room for 256" \
    "$bulkhead" check -L "$work" "$base" "$work/regions.aadl"

# --- programs that are generated: a compiler that only makes files ---
cat > "$work/cc" <<'END'
#!/bin/sh
out=; deps=; inputs=
[ "$*" != "--apex --show -c" ] || { echo "flags $FLAGS"; exit 0; }
echo "$*" >> "$LOG"
while [ $# -gt 0 ]; do
    case $1 in
    -o) out=$2; shift ;;
    -MF) deps=$2; shift ;;
    -I) shift ;;
    -Wl,--dependency-file=*) deps=${1#*=} ;;
    -*) ;;
    *) inputs="$inputs $1" ;;
    esac
    shift
done
for input in $inputs; do
    ! grep -q 'does not compile' "$input" || { echo "$input: no" >&2; exit 1; }
    for header in $(sed -n 's/^#include "\(shared.h\)"/\1/p' "$input"); do
        inputs="$inputs $(dirname "$input")/$header"
    done
done
echo "$out: $inputs" > "$deps"
case $out in
*.elf) cp "$PROGRAM" "$out" ;;
*) cat $inputs > "$out" ;;
esac
END
chmod +x "$work/cc"
mkdir "$work/own"
cp "$here/generated/model.aadl" "$here/generated/user.c" "$work/own"
echo '/* a header */' > "$work/own/shared.h"
LOG=$work/log PROGRAM=$work/program.elf FLAGS=1
export LOG PROGRAM FLAGS

# make_own: builds; the compiler's commands are in $work/log.
make_own() {
    : > "$LOG"
    "$bulkhead" build --cc "$work/cc" --kernel "$work/kernel.elf" --folder "$work/out" \
        "$work/own/model.aadl"
}
# made NAME COUNT: so many commands were run.
made() {
    expect "make/$1-builds" 0 "" make_own
    [ "$(wc -l < "$LOG")" -eq "$2" ]
    report "make/$1" $? "$LOG"
}
made first 3
for file in main.c gtypes.h subprograms.h; do
    ! $update || cp "$work/out/part/$file" "$here/generated/$file.expected"
    same "make/$file" "$here/generated/$file.expected" "$work/out/part/$file"
done
[ -s "$work/out/image.elf" ]
report make/image-in-folder $?
made again 0
touch "$work/own/user.c"
made touched 0
echo '/* changed */' >> "$work/own/user.c"
made source 2
echo '/* changed */' >> "$work/own/shared.h"
made header 2
sed -i 's/Period => 10 ms/Period => 20 ms/' "$work/own/model.aadl"
made model 2
FLAGS=2
made flags 3
rm "$work/out/part/main.o"
# The same object again: there is nothing new to link.
made lost-object 1
echo 'does not compile' >> "$work/own/user.c"
expect make/error 4 "the program of partition 'part' can't be built" make_own
sed -i '/does not compile/d' "$work/own/user.c"
made repaired 1
rm "$work/own/user.c"
expect make/no-source 5 "the source 'user.c' of partition 'part' is not there; write it, or name its folder with -L" make_own
cp "$here/generated/user.c" "$work/user.c"
cp "$work/user.c" "$work/own"
sed -i 's/^\( *\)POK::Needed_Memory_Size => .*/\1POK::Needed_Memory_Size => 64 KiByte;/' "$work/own/model.aadl"
expect make/too-little-memory 4 "the generated program of partition 'part' needs 139264 bytes of memory (program 16384, first stack 16384, stacks of threads 57344, the rest for its run-time system), its memory has 65536; enlarge it" \
    make_own
expect make/source-in-folder 0 "" \
    "$bulkhead" check -L "$work" "$work/own/model.aadl"
