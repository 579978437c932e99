#!/usr/bin/env python3
"""Lists the functions and variables of a program in the order in which a check first uses them.

usage: packaging/order.py PROGRAM FOLDER > packaging/order.txt

The program checks the folder under valgrind (lackey), which writes down all addresses. The linker puts what
is listed side by side, so that Linux maps a few pages for a small check instead of hundreds. Constants are left
out: they are read in larger pieces anyway. A name that a later version lacks does no harm."""

import bisect
import re
import subprocess
import sys

SECTIONS = {".text", ".data", ".bss"}
SECTION = re.compile(r"\s*\[\s*\d+\]\s+(\S+)\s+\S+\s+([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)")
# "I  00436cd0,4" is an instruction; S, L and M are stored, loaded and modified bytes.
ACCESS = re.compile(r"(?:I | [SLM]) ([0-9a-f]+),")


def lines(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def symbols(program):
    """(start, size, name) of what the linker can move, sorted; one name for each address."""
    sections = [
        range(int(match[2], 16), int(match[2], 16) + int(match[3], 16))
        for match in map(SECTION.match, lines("readelf", "-SW", program))
        if match and match[1] in SECTIONS
    ]
    found = {}
    for line in lines("nm", "-S", "--defined-only", program):
        fields = line.split(maxsplit=3)
        if len(fields) < 4:
            continue
        start, size, name = int(fields[0], 16), int(fields[1], 16), fields[3]
        if any(start in section for section in sections):
            found[start] = min(found.get(start, (size, name)), (size, name), key=lambda it: len(it[1]))
    return sorted((start, size, name) for start, (size, name) in found.items())


def accesses(program, folder):
    command = ["valgrind", "--tool=lackey", "--trace-mem=yes", "--log-fd=9", program, folder]
    shell = ["sh", "-c", 'exec "$@" 9>&1 >/dev/null 2>&1', "sh", *command]
    process = subprocess.Popen(shell, stdout=subprocess.PIPE, text=True, errors="replace")
    for line in process.stdout:
        if match := ACCESS.match(line):
            yield int(match[1], 16)


def main(program, folder):
    known = symbols(program)
    starts = [start for start, _, _ in known]
    used, seen = {}, set()
    for address in accesses(program, folder):
        if address >> 3 in seen:
            continue
        seen.add(address >> 3)
        place = bisect.bisect_right(starts, address) - 1
        if place >= 0 and address < starts[place] + known[place][1]:
            used.setdefault(known[place][2])
    print("\n".join(used))


if len(sys.argv) != 3:
    sys.exit(__doc__)
main(*sys.argv[1:])
