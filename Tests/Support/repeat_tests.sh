#!/usr/bin/env bash
# Runs all tests several times, beside busy programs if told to, and tells of each time whether it
# passed and how long it took:
#
#     repeat_tests.sh <times> <busy programs> <arguments of swift test>
#
# Nobody knows the seeds by which Swift orders the entries of dictionaries here; they are others in each
# process. What a test prints is in .build/test-repeat, a file for each time. Ends with code 1 if a
# time failed.
set -euo pipefail
times=$1 busy=$2
shift 2
logs=.build/test-repeat
rm -rf "$logs"
mkdir -p "$logs"

programs=()
trap '[ ${#programs[@]} -eq 0 ] || kill "${programs[@]}"' EXIT
for ((program = 0; program < busy; program++)); do
  sha256sum /dev/zero &
  programs+=($!)
done

failed=0
for ((time = 1; time <= times; time++)); do
  log=$logs/$time.log
  start=$SECONDS
  if swift test "$@" >"$log" 2>&1; then
    verdict=passed
  else
    verdict=FAILED
    failed=$((failed + 1))
  fi
  echo "$time of $times: $verdict in $((SECONDS - start)) s, beside $busy busy programs; $log"
  [ $verdict = passed ] || grep -aE '✘|Fatal error|crashed' "$log" || true
done
echo "$((times - failed)) of $times passed"
[ $failed -eq 0 ]
