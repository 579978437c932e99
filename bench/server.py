"""Times how long the language server takes to show a change.

    server.py FOLDER AKVLINT [BASE]

FOLDER holds what `make` generated. The server opens a pipeline, then a line in its middle changes
again and again, each time with the range that changed, as editors send it. A change is shown when its
diagnostics arrive. The medians of AKVLINT and of BASE, an earlier akvlint, are printed, with the
memory that the server takes at the end. Exits with 1 when a median is above its limit.
"""

import json
import os
import statistics
import subprocess
import sys
import time

CHANGES = 60
LIMITS = {2000: 10, 10000: 30}


class Server:
    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.send("initialize", {"capabilities": {}}, identifier=1)
        self.receive(lambda message: message.get("id") == 1)
        self.send("initialized", {})

    def send(self, method, parameters, identifier=None):
        message = {"jsonrpc": "2.0", "method": method, "params": parameters}
        if identifier is not None:
            message["id"] = identifier
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self, is_wanted):
        while True:
            length = 0
            while (line := self.process.stdout.readline()) != b"\r\n":
                if not line:
                    sys.exit("the server went away")
                length = int(line.split(b":")[1])
            message = json.loads(self.process.stdout.read(length))
            if is_wanted(message):
                return message

    def diagnostics(self, version):
        self.receive(
            lambda message: message.get("method") == "textDocument/publishDiagnostics"
            and message["params"].get("version") == version
        )

    def mebibytes(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            kibibytes = next(line for line in status if line.startswith("VmHWM"))
        return int(kibibytes.split()[1]) / 1024

    def end(self):
        self.send("shutdown", None, identifier=2)
        self.receive(lambda message: message.get("id") == 2)
        self.send("exit", None)
        self.process.wait()


def measure(program, path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    lines = text.split("\n")
    middle = next(n for n in range(len(lines) // 2, len(lines)) if "    - make" in lines[n])
    uri = f"file://{os.path.abspath(path)}"
    server = Server(program)
    item = {"uri": uri, "languageId": "yaml", "version": 0, "text": text}
    server.send("textDocument/didOpen", {"textDocument": item})
    server.diagnostics(0)
    times = []
    for version in range(1, CHANGES + 1):
        # A letter is typed at the end of a command.
        end = {"line": middle, "character": len(lines[middle]) + version - 1}
        change = {"range": {"start": end, "end": end}, "text": "x"}
        start = time.perf_counter()
        server.send(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]},
        )
        server.diagnostics(version)
        times.append(time.perf_counter() - start)
    memory = server.mebibytes() if sys.platform == "linux" else 0
    server.end()
    return statistics.median(times) * 1000, memory


def main():
    folder, akvlint, *others = sys.argv[1:]
    is_late = False
    for lines, limit in LIMITS.items():
        path = f"{folder}/p{lines}/.gitlab-ci.yml"
        median, memory = measure(akvlint, path)
        is_late = is_late or median > limit
        name = f"a change in {lines:,} lines"
        print(f"{name:28} {median:9.2f} ms (at most {limit}); {memory:.1f} MiB", end="")
        for base in others:
            former, _ = measure(base, path)
            print(f"; base {former:.2f} ms {median / former:.2f}x", end="")
        print()
    return is_late


if __name__ == "__main__":
    sys.exit(main())
