#!/usr/bin/env bash
# The one way to build: restore, build, format check, tests. CI runs the same.
#   ./build.sh          everything that gates a commit
#   ./build.sh bench    the load comparison and the allocation gate, printed
#   ./build.sh format   mend the formatting
set -euo pipefail
cd "$(dirname "$0")"

case "${1:-all}" in
  all)
    dotnet restore Gateway.sln
    dotnet build Gateway.sln --no-restore -c Release
    dotnet format Gateway.sln --no-restore --verify-no-changes --exclude-diagnostics IDE0005
    dotnet test --solution Gateway.sln --no-build -c Release
    ;;
  bench)
    dotnet run -c Release --project bench/Gateway.Benchmarks -- --gate
    dotnet run -c Release --project bench/load
    ;;
  format)
    dotnet format Gateway.sln
    ;;
  *)
    sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2
    ;;
esac
