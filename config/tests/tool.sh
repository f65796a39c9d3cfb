# SPDX-License-Identifier: BSD-2-Clause
# Tests of the bulkhead command; run.sh reads this file.
# shellcheck shell=sh disable=SC2154

# expect NAME STATUS TEXT COMMAND...: its exit status, and a line of its output.
expect() {
    expect_name=$1
    expect_status=$2
    expect_text=$3
    shift 3
    "$@" > "$work/output" 2>&1
    actual_status=$?
    if [ "$actual_status" -eq "$expect_status" ] &&
        { [ -z "$expect_text" ] || grep -qF -e "$expect_text" "$work/output"; }; then
        report "$expect_name" 0
    else
        {
            echo "exit status $actual_status, expected $expect_status with: $expect_text"
            cat "$work/output"
        } > "$work/diff"
        report "$expect_name" 1 "$work/diff"
    fi
}

model=$here/good/pok_slots.aadl
base=$here/base.aadl
"$work/make-elf" "$work/kernel.elf" kernel

# --- usage ---
expect usage/version 0 "bulkhead " "$bulkhead" --version
expect usage/help 0 "Exit status:" "$bulkhead" help
expect usage/help-option 0 "usage: bulkhead COMMAND" "$bulkhead" --help
for command in build check report run inspect properties help; do
    expect "usage/$command-help" 0 "usage: bulkhead $command" "$bulkhead" "$command" --help
done
expect usage/help-of-command 0 "usage: bulkhead run" "$bulkhead" help run
expect usage/no-command 2 "a command is missing" "$bulkhead"
expect usage/unknown-command 2 "there is no command 'frobnicate'" "$bulkhead" frobnicate
expect usage/unknown-option 2 "'--frobnicate' is not an option of 'check'" \
    "$bulkhead" check --frobnicate x
expect usage/wrong-option 2 "'inspect' has no such option" "$bulkhead" inspect --gdb x
expect usage/no-file 2 "a file is missing" "$bulkhead" check
expect usage/bad-number 2 "--time-limit takes a number from 1" \
    "$bulkhead" run --time-limit soon "$model"
expect usage/two-images 2 "too many arguments" "$bulkhead" inspect a b
expect usage/properties 0 "property set POK is" "$bulkhead" properties pok
expect usage/no-such-properties 2 "there is no property set 'nope'" "$bulkhead" properties nope

# --- files ---
expect file/no-model 5 "can't read '$work/none.aadl': No such file" "$bulkhead" check "$work/none.aadl"
expect file/model-is-folder 5 "can't read '$work': Is a directory" "$bulkhead" check "$work"
expect file/no-image 5 "can't read '$work/none': No such file" "$bulkhead" inspect "$work/none"
expect file/no-kernel 5 "can't read '$work/none': No such file" \
    "$bulkhead" build --kernel "$work/none" -L "$work" -o "$work/image" "$base" "$model"
expect file/no-output-folder 5 "can't write '$work/none/image': No such file" \
    "$bulkhead" build --kernel "$work/kernel.elf" -L "$work" -o "$work/none/image" "$base" "$model"
expect file/output-is-device 5 "can't write '/dev/null': Invalid argument" \
    "$bulkhead" build --kernel "$work/kernel.elf" -L "$work" -o /dev/null "$base" "$model"
expect file/kernel-without-multiboot 5 "is no kernel: it has no multiboot header" \
    "$bulkhead" build --kernel "$work/program.elf" -L "$work" -o "$work/image" "$base" "$model"

# --- programs ---
mkdir "$work/bad"
# program NAME TEXT: a program with something wrong is refused, and no image is written.
program() {
    "$work/make-elf" "$work/bad/program.elf" "$1"
    rm -f "$work/image"
    expect "program/$1" 4 "the program 'program.elf' of partition 'part1' is refused: $2" \
        "$bulkhead" build --kernel "$work/kernel.elf" -L "$work/bad" -o "$work/image" "$base" "$model"
    [ ! -e "$work/image" ]
    report "program/$1-leaves-nothing" $?
}
program empty "it is too short for an ELF file"
program truncated "it is truncated: a segment is not in the file"
program truncated-headers "it is truncated: its program headers are not in the file"
program not-elf "it is not an ELF file"
program other-machine "it is an ELF file for another machine (32-bit x86 is needed)"
program 64-bit "it is an ELF file for another machine (32-bit x86 is needed)"
program big-endian "it is an ELF file for another machine (32-bit x86 is needed)"
program relocatable "it is not a statically linked executable"
program dynamic "it is dynamically linked"
program overlap "its segments overlap, share a page, or are not in ascending order"
program below "a segment is outside of the partition's memory"
program too-large "a segment is outside of the partition's memory; it needs 1073766400 bytes (program 1073745920, guard page 4096, stack 16384), 1073504256 more than the 262144 that there are"
program no-stack "no room is left for the stack and its guard page; it needs 278528 bytes (program 258048, guard page 4096, stack 16384), 16384 more than the 262144 that there are"
program shrinking "a segment is smaller in memory than in the file"
program entry "its entry point is not in its code"
program write-execute "a segment is both writable and executable"
program nothing "it has nothing to load"
program no-note "it carries no Bulkhead ABI note: link it with libpart.a"
abi=$(sed -n 's/.*define BULKHEAD_ABI_VERSION \([0-9]*\)u.*/\1/p' \
    "$here/../../abi/include/bulkhead/version.h")
program other-abi "it was built for another ABI version ($((abi + 1)); this is $abi)"

# --- images ---
build_image() {
    "$bulkhead" build --kernel "$work/kernel.elf" -L "$work" -o "$work/image" "$base" "$model"
}
expect image/build 0 "" build_image
cp "$work/image" "$work/again"
build_image
cmp "$work/image" "$work/again" > "$work/diff" 2>&1
report image/build-repeats $? "$work/diff"
[ "$(ls "$work"/image*)" = "$work/image" ]
report image/no-temporary-file $?
expect image/inspect 0 "10000000 +     10000000  part2" "$bulkhead" inspect "$work/image"

# inspect_all: everything that an image can have, as "inspect" shows it.
inspect_all() {
    "$bulkhead" build --kernel "$work/kernel.elf" -L "$work" -o "$work/all" "$base" \
        "$here/inspect/model.aadl" && "$bulkhead" inspect "$work/all" > "$work/inspected"
}
expect image/inspect-all 0 "" inspect_all
$update && cp "$work/inspected" "$here/inspect/expected.txt"
same image/inspect-all-content "$here/inspect/expected.txt" "$work/inspected"

# spoil NAME TEXT OFFSET BYTES: other bytes (octal, for printf) in the image are found.
# An offset below 0 counts from the end.
spoil() {
    cp "$work/image" "$work/spoilt"
    offset=$3
    [ "$offset" -ge 0 ] || offset=$(($(wc -c < "$work/image") + offset))
    # shellcheck disable=SC2059
    printf "$4" | dd of="$work/spoilt" bs=1 seek="$offset" conv=notrunc 2> /dev/null
    expect "image/$1" 6 "the image '$work/spoilt' is refused: $2" "$bulkhead" inspect "$work/spoilt"
}
# The block begins behind the kernel, in the last whole pages of the image.
block=$(($(wc -c < "$work/kernel.elf")))
spoil other-magic "there is no configuration behind the kernel" "$block" '\000'
spoil other-version "the configuration is of another ABI version" $((block + 4)) '\377'
spoil corrupt "the configuration is corrupt: its checksum is wrong" $((block + 24)) '\001'
spoil corrupt-program "the program of partition 'part1' is corrupt" -4097 '\001'
spoil not-elf "it is not an ELF file" 0 'x'
head -c $((block + 5000)) "$work/image" > "$work/spoilt"
expect image/truncated 6 "is refused: it is truncated" "$bulkhead" inspect "$work/spoilt"
expect image/kernel-alone 6 "is refused: there is no configuration behind the kernel" \
    "$bulkhead" inspect "$work/kernel.elf"

# A kernel whose program headers have to move; its bytes stay where they are.
"$work/make-elf" "$work/full.elf" kernel-without-room
expect image/headers-move 0 "" \
    "$bulkhead" build --kernel "$work/full.elf" -L "$work" -o "$work/moved" "$base" "$model"
expect image/inspect-moved 0 "10000000 +     10000000  part2" "$bulkhead" inspect "$work/moved"
cmp -i 52 -n $((block - 52)) "$work/full.elf" "$work/moved" > "$work/diff" 2>&1
report image/kernel-unchanged $? "$work/diff"

# Models as other systems write them.
{ printf '\357\273\277'; sed "s/\$/$(printf '\r')/" "$model"; } > "$work/windows.aadl"
expect image/other-line-ends 0 "10000000 +     10000000  part2" \
    "$bulkhead" check --dump -L "$work" "$base" "$work/windows.aadl"

# Files of imported packages are found beside the model.
expect image/imported-files 0 "12000000 +      8000000  part2" \
    "$bulkhead" check --dump -L "$work" "$base" "$here/good/parts/model.aadl"

# The first model in the documentation is a whole one.
awk '/^```/ { if (inside) exit; inside = 1; next } inside' "$here/../../docs/model.md" > "$work/doc.aadl"
cp "$work/program.elf" "$work/control.elf"
cp "$work/program.elf" "$work/display.elf"
expect image/model-of-documentation 0 "12000000 +      8000000  display" \
    "$bulkhead" check --dump -L "$work" "$work/doc.aadl"

# --- as much as there is room for, and one more ---
# many_ports COUNT: two partitions with that many channels.
many_ports() {
    awk -v count="$1" 'BEGIN {
        print "package Test\npublic\n   with Base, POK;"
        print "   data word\n   properties\n      Data_Size => 4 Bytes;\n   end word;"
        for (side = 1; side <= 2; side++) {
            printf "   process side%d extends Base::program\n   features\n", side
            for (i = 1; i <= count; i++)
                printf "      p%d : %s event data port word;\n", i, side == 1 ? "out" : "in"
            printf "   end side%d;\n   process implementation side%d.i\n   end side%d.i;\n", \
                side, side, side
        }
        print "   system node extends Base::node\n   end node;"
        print "   system implementation node.i extends Base::node.two\n   subcomponents"
        print "      p1 : refined to process side1.i;\n      p2 : refined to process side2.i;"
        print "   connections"
        for (i = 1; i <= count; i++)
            printf "      c%d : port p1.p%d -> p2.p%d;\n", i, i, i
        print "   properties\n      POK::Major_Frame => 20 ms applies to cpu;"
        print "      POK::Slots => (10 ms, 10 ms) applies to cpu;"
        print "      POK::Slots_Allocation => (reference (cpu.part1), reference (cpu.part2))"
        print "         applies to cpu;\n   end node.i;\nend Test;"
    }' > "$work/many.aadl"
    "$bulkhead" check -L "$work" "$base" "$work/many.aadl"
}
expect limit/ports 0 "" many_ports 512
expect limit/ports-exceeded 3 "the partition 'part1' has 513 ports; the kernel has room for 512" \
    many_ports 513

# --- reports ---
# make_report FORMAT [PART]: of the model in report/, into $work/report.
make_report() {
    (cd "$here/report" && "$bulkhead" report -L "$work" --format "$1" ${2:+--part "$2"} \
        -o "$work/report" ../base.aadl model.aadl)
}
expect report/json 0 "" make_report json
$update && cp "$work/report" "$here/report/expected.json"
same report/json-content "$here/report/expected.json" "$work/report"
for part in schedule memory ports; do
    expect "report/svg-$part" 0 "" make_report svg "$part"
    expect "report/svg-$part-content" 0 "a &lt;b&gt; &amp; 'c'" cat "$work/report"
done
expect report/html 0 "" make_report html
for section in schedule memory partitions threads ports regions devices health messages; do
    expect "report/html-$section" 0 "<section id=\"$section\"><h2>" cat "$work/report"
    expect "report/html-link-$section" 0 "href=\"#$section\"" cat "$work/report"
done
expect report/html-response 0 "2 ms, released at 0 ns" cat "$work/report"
rm -f "$work/report"
expect report/of-a-wrong-model 3 "error:" "$bulkhead" report -L "$work" -o "$work/report" \
    "$base" "$here/bad/frame_not_filled.aadl"
expect report/of-a-wrong-model-content 0 "1 error, 0 warnings" cat "$work/report"
expect report/of-no-model 3 "error:" "$bulkhead" report -o "$work/none" "$here/bad/not_aadl.aadl"
[ ! -e "$work/none" ]
report report/of-no-model-writes-nothing $?
expect report/no-output 2 "'-o FILE' is missing" "$bulkhead" report "$model"
expect report/unknown-format 2 "there is no such report" \
    "$bulkhead" report --format pdf -o "$work/report" "$model"
expect report/unknown-part 2 "there is no such report" \
    "$bulkhead" report --format svg --part ram -o "$work/report" "$model"

# --- run: with a machine that only ends ---
# machine NAME STATUS TEXT SCRIPT
machine() {
    printf '#!/bin/sh\n%s\n' "$4" > "$work/machine"
    chmod +x "$work/machine"
    expect "run/$1" "$2" "$3" "$bulkhead" run --qemu "$work/machine" --time-limit 1 "$work/image"
}
machine done 0 "" "exit 33"
machine partition-failed 1 "" "exit 35"
machine refused 6 "" "exit 37"
machine panic 7 "" "exit 39"
machine triple-fault 8 "the machine ended without a result of the kernel (status 0)" "exit 0"
machine killed 8 "the machine was ended by signal 9" 'kill -9 $$'
machine too-long 124 "the time limit of 1 s is over" "exec sleep 20"
machine stubborn 124 "the time limit of 1 s is over" "trap '' TERM; while :; do sleep 1; done"
machine output-passes 0 "hello" "echo hello; exit 33"
machine memory 0 " -m 64 " 'echo "$*"; exit 33'
expect run/too-little-memory 2 "1 MB of memory are too few: the image and its partitions need at least 2 MB; give more, or leave --memory out" \
    "$bulkhead" run --qemu "$work/machine" --memory 1 "$work/image"
expect run/least-memory 0 " -m 2 " "$bulkhead" run --qemu "$work/machine" --memory 2 "$work/image"
expect run/no-qemu 8 "can't start '$work/none'" "$bulkhead" run --qemu "$work/none" "$work/image"
expect run/model 0 "hello" sh -c "printf '#!/bin/sh\necho hello; exit 33\n' > '$work/machine' &&
    '$bulkhead' run --qemu '$work/machine' --kernel '$work/kernel.elf' -L '$work' '$base' '$model'"
expect run/model-refused 3 "error:" "$bulkhead" run --qemu "$work/machine" "$base" \
    "$here/bad/frame_not_filled.aadl"
