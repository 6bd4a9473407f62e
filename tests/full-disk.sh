#!/bin/sh
# The real program on a real disk that is full: a tmpfs of eight megabytes. Run as root, after `cargo build`:
#   tests/full-disk.sh [target/debug/onus]
# Each round leaves so much room, imports into a project until the disk refuses, and expects that the program says so,
# that every text it called kept is there, and that all goes well once there is room.
set -eu
onus=$(realpath "${1:-$(dirname "$0")/../target/debug/onus}")
work=$(mktemp -d)
disk=$work/disk
mkdir "$disk" "$work/texts"
trap 'umount "$disk" 2>/dev/null; rm -rf "$work"' EXIT
export ONUS_HOME="$work/home"
fail() { echo "full-disk: $*" >&2; exit 1; }

n=0
while [ $n -lt 12 ]; do
    n=$((n + 1))
    # Some kilobytes each, all of them others.
    { echo "Text $n"; echo; seq $((n * 1000)) $((n * 1000 + 900)); } > "$work/texts/$n.txt"
done

refused=0
for room in 0 4 8 16 32 64 96 128 200 300 400 600 800 1200 4000; do
    mount -t tmpfs -o size=8m none "$disk"
    (cd "$disk" && "$onus" new p > /dev/null && "$onus" import p "$work/texts/1.txt" > "$work/kept")
    # What is left is filled but for the room.
    free=$(df -k --output=avail "$disk" | tail -1)
    [ "$free" -le "$room" ] || head -c $(((free - room) * 1024)) /dev/zero > "$disk/filler"
    code=0
    (cd "$disk" && "$onus" import p "$work"/texts/*.txt > "$work/out" 2> "$work/err") || code=$?
    grep ': added' "$work/out" >> "$work/kept" || true
    case $code in
        0) ;;
        1) refused=$((refused + 1)); grep -q 'the disk is full' "$work/err" || fail "$room: $(cat "$work/err")" ;;
        *) fail "$room: exit $code, $(cat "$work/err")" ;;
    esac
    (cd "$disk" && "$onus" validate p > /dev/null) || fail "$room: the project is not sound"
    said=$(grep -c ': added' "$work/kept")
    rm -f "$disk/filler"
    (cd "$disk" && "$onus" import p "$work"/texts/*.txt > "$work/again" 2> "$work/err") || fail "$room: $(cat "$work/err")"
    # What was called kept is there already, once.
    same=$(grep -c 'holds it already' "$work/again" || true)
    [ "$same" -ge "$said" ] || fail "$room: $said texts were called kept, and $same are there"
    echo "room for $room kB: exit $code, $said of 12 kept, $same found again"
    umount "$disk"
done
[ $refused -ge 5 ] || fail "only $refused rounds were refused"
echo "full-disk: nothing was lost"
