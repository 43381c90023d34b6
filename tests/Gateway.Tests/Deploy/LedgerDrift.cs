namespace Gateway.Tests.Deploy;

/// <summary>
/// The one metric that a panel and an alert ask for and the code does not have yet: how far the counters are from the ledger. A test
/// fails as soon as it has it, so that the exception goes with its reason.
/// </summary>
internal static class LedgerDrift
{
    public static bool IsNamedIn(string text) => text.Contains("gateway_ledger_drift", StringComparison.Ordinal);
}
