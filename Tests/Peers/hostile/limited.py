"""Runs a program with limits, as another user, and reports what it used.

    python limited.py REPORT JSON PROGRAM [ARGUMENT ...]

A process of its own, because the memory that a test has counts for the children it makes.
"""

import json
import os
import resource
import signal
import sys

report, options, program = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3:]
child = os.fork()
if child == 0:
    for name, value in options.get("limits", {}).items():
        limit = getattr(resource, f"RLIMIT_{name}")
        resource.setrlimit(limit, (value, resource.getrlimit(limit)[1] if name == "STACK" else value))
    for number in options.get("closed", []):
        os.close(number)
    if options.get("ignores_file_size"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if options.get("is_nobody") and os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    os.execve(program[0], program, options["environment"])
_, status, usage = os.wait4(child, 0)
with open(report, "w") as file:
    json.dump(
        {
            "status": os.waitstatus_to_exitcode(status),
            "seconds": usage.ru_utime + usage.ru_stime,
            "mebibytes": usage.ru_maxrss / 1024,
        },
        file,
    )
