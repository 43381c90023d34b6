#!/usr/bin/env bash
# The one way to build: restore, build, format check, allocation gate, tests. CI runs the same.
#   ./build.sh          everything that gates a commit
#   ./build.sh bench    the load comparison with bare YARP, printed
#   ./build.sh format   mend the formatting
set -euo pipefail
cd "$(dirname "$0")"

case "${1:-all}" in
  all)
    dotnet restore Gateway.sln
    dotnet build Gateway.sln --no-restore -c Release
    dotnet format Gateway.sln --no-restore --verify-no-changes --exclude-diagnostics IDE0005
    dotnet run -c Release --no-build --project bench/Gateway.Benchmarks -- --gate
    dotnet test -c Release
    ;;
  bench)
    dotnet build src/Gateway -c Release
    dotnet run -c Release --project bench/load
    ;;
  format)
    dotnet format Gateway.sln
    ;;
  *)
    sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 2
    ;;
esac
