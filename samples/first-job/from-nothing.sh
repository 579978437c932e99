#!/bin/sh
# From an application that trusts nobody to jobs that work, before the sandbox: docs/credentials.md.
set -eu

cd "$(dirname "$0")"
akvlint=${AKVLINT:-akvlint}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step() {
  printf '\n$ %s\n' "$*"
  "$@"
}

akvlint() {
  "$akvlint" "$@"
}

# What GitLab, Entra ID and the vault know, and what will therefore fail.
step akvlint snapshot --root . -o "$work/before.json"
step akvlint predict --root . --evidence "$work/before.json"

# The plan as a script, and its execution; here a file beside this one stands in for az.
step akvlint credentials --root . --evidence "$work/before.json" --format az -o "$work/credentials.sh"
PATH="$PWD:$PATH" step bash "$work/credentials.sh"

# Nothing remains to be done, and the jobs work.
step akvlint snapshot --root . -o "$work/after.json"
step akvlint credentials --root . --evidence "$work/after.json" --check
step akvlint predict --root . --evidence "$work/after.json" --fail-on unknown
