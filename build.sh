#!/usr/bin/env bash
# The one way to build: restore, build, format check, allocation gate, tests. CI runs the same.
#   ./build.sh          everything that gates a commit
#   ./build.sh bench    the load comparison with bare YARP, printed
#   ./build.sh soak     1,000 streams for a minute beside bare YARP; fails on a wrong answer or on memory that grows;
#                       then Redis frozen and killed for 10 s under load, and three replicas at their limit for 3 min;
#                       the gateway killed 200 times under load, the ledger's database away for 30 s, and the
#                       ledger's speed, printed
#   ./build.sh publish  the program compiled ahead for linux-x64, or for the runtime that is named, in artifacts/publish
#   ./build.sh format   mend the formatting
set -euo pipefail
cd "$(dirname "$0")"

case "${1:-all}" in
  all)
    dotnet restore Gateway.sln
    dotnet build Gateway.sln --no-restore -c Release
    # Style and analyzers have failed the build by now, and looking twice takes minutes.
    dotnet format whitespace Gateway.sln --no-restore --verify-no-changes
    dotnet run -c Release --no-build --project bench/Gateway.Benchmarks -- --gate
    # A short soak: wrong answers and growing memory fail it, time never does. Shorter, and what starting up takes would count as growth.
    dotnet run -c Release --no-build --project bench/load -- --only soak --targets gateway --streams 200 --soak-seconds 15
    dotnet test -c Release --no-build
    ;;
  bench)
    dotnet build src/Gateway -c Release
    dotnet run -c Release --project bench/load
    ;;
  soak)
    dotnet build src/Gateway -c Release
    dotnet run -c Release --project bench/load -- --only soak
    # Redis away for its full 10 seconds, the ledger's database for 30, the gateway killed 200 times. What was seen is printed.
    dotnet build tests/Gateway.Tests -c Release
    GATEWAY_SOAK=1 dotnet test -c Release --no-build --project tests/Gateway.Tests --filter-class "*RedisUnderFaultTests" --filter-class "*RedisAwayTests" --filter-class "*ReplicasShareQuotasTests" --filter-class "*LedgerUnderFaultTests" --filter-class "*LedgerFaultsTests" --filter-class "*LedgerKillStormTests" --output Detailed
    dotnet run -c Release --project bench/Gateway.Benchmarks -- --ledger
    ;;
  publish)
    dotnet publish src/Gateway -c Release -r "${2:-linux-x64}" -o artifacts/publish
    ;;
  format)
    dotnet format Gateway.sln
    ;;
  *)
    sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 2
    ;;
esac
