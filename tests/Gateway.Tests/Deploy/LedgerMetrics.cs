namespace Gateway.Tests.Deploy;

/// <summary>
/// What dashboards and rules ask of the ledger, whose metrics the code does not have yet. A test fails as soon as it has one, so that
/// the exception goes with its reason.
/// </summary>
internal static class LedgerMetrics
{
    private const string Prefix = "gateway_ledger_";

    public static IReadOnlyList<string> Labels { get; } = ["record", "kind"];

    public static bool IsNamedIn(string text) => text.Contains(Prefix, StringComparison.Ordinal);
}
