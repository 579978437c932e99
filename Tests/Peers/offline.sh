#!/bin/sh
# Proves that akvlint opens no socket without `--live`: every network call of whole runs is traced.
# Arguments: the binaries to try.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
trace=$(mktemp)
output=$(mktemp)
trap 'rm -f "$trace" "$output"' EXIT

for binary in "$@"; do
  for sample in typo predict live; do
    for command in check predict "model" "--offline --live" "--fix --diff"; do
      # shellcheck disable=SC2086
      strace -f -qq -e trace=network -o "$trace" \
        "$binary" $command --root "$root/samples/$sample" "$root/samples/$sample/.gitlab-ci.yml" \
        > /dev/null 2>&1 || [ $? -le 3 ]
      if grep -qE '^[0-9]+ +[a-z]' "$trace"; then
        echo "$binary $command on $sample made network calls:" >&2
        cat "$trace" >&2
        exit 1
      fi
    done
  done
  # The language server, in which a pipeline is opened that names what a server would be asked for;
  # besides sockets, programs are traced: but for its own start there is none.
  uri="file://$root/samples/live/.gitlab-ci.yml"
  text='include: [{remote: https://example.com/a.yml}, {project: a/b, file: c.yml}]\\n'
  document="\"textDocument\":{\"uri\":\"$uri\",\"version\":1,\"text\":\"$text\"}"
  for body in \
    '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}' \
    "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{$document}}" \
    "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didSave\",\"params\":{$document}}" \
    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"textDocument/inlayHint\",\"params\":{$document}}" \
    '{"jsonrpc":"2.0","id":3,"method":"shutdown"}' '{"jsonrpc":"2.0","method":"exit"}'; do
    printf 'Content-Length: %d\r\n\r\n%s' "${#body}" "$body"
  done | strace -f -qq -e trace=network,execve,execveat -o "$trace" "$binary" lsp > "$output"
  grep -q publishDiagnostics "$output" || {
    echo "$binary lsp shows nothing" >&2
    exit 1
  }
  if grep -E '^[0-9]+ +[a-z]' "$trace" | sed 1d | grep .; then
    echo "$binary lsp opened a socket or ran a program" >&2
    exit 1
  fi
  # The check can fail: a run with `--live` does open sockets, where live mode is built in. The
  # proxy is a closed port on this machine, so nothing goes out.
  HTTPS_PROXY=http://127.0.0.1:9 strace -f -qq -e trace=network -o "$trace" \
    "$binary" --live --root "$root/samples/live" "$root/samples/live" > /dev/null 2> "$output" || true
  grep -q 'socket(' "$trace" || grep -q 'built without live mode' "$output" || {
    echo "$binary --live opens no socket" >&2
    exit 1
  }
  echo "$binary: no network call without --live"
done
