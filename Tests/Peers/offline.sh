#!/bin/sh
# Proves that akvlint opens no socket unless it is told to ask: every network call of whole runs is
# traced. Arguments: the binaries to try.
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
  # The check can fail: a run that is told to ask does open sockets, where live mode is built in.
  # The proxy is a closed port on this machine, so nothing goes out.
  HTTPS_PROXY=http://127.0.0.1:9 strace -f -qq -e trace=network -o "$trace" \
    "$binary" --live --root "$root/samples/live" "$root/samples/live" > /dev/null 2> "$output" || true
  grep -q 'socket(' "$trace" || grep -q 'built without live mode' "$output" || {
    echo "$binary --live opens no socket" >&2
    exit 1
  }
  echo "$binary: no network call without --live"
done
