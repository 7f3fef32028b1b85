#!/bin/sh
# Stands in for the C compiler of a phone while only Rust's types are checked: build scripts find what they look for,
# and no C is compiled. Preprocesses with this machine's compiler, and writes an empty file where an object would be.
set -eu
output=
previous=
for argument; do
  case $argument in
    -E) preprocess=yes ;;
    -\?) exit 1 ;; # asks for Microsoft's compiler
  esac
  case $previous in -o) output=$argument ;; esac
  previous=$argument
done
if [ "${preprocess:-}" = yes ]; then
  previous=
  # This machine's compiler does not know the phone's options; the headers' macros are all that is asked for.
  for argument; do
    shift
    case $previous$argument in
      -I?* | -E | -D* | *.c) set -- "$@" "$previous$argument" ;;
    esac
    previous=
    [ "$argument" != -I ] || previous=-I
  done
  exec cc "$@"
fi
[ -z "$output" ] || : > "$output"
