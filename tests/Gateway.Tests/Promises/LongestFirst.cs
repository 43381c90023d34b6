using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Gateway.Tests.Promises.LongestFirst))]

namespace Gateway.Tests.Promises;

/// <summary>
/// The classes that start the program again and again go first, so that the others fill the processors beside them. Last, each
/// would be waited for by itself.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_first =
    [
        "RedisStories", "LedgerKillStormTests", "ManagingCommandsTests", "CommandsThatCannotFinishTests", "StartThatCannotBeTests",
        "ReliabilityDrainTests", "DemoExplainsItselfTests", "PrintedCommandsRunTests", "UsageCommandTests", "UnreadOutputTests",
        "KilledJournalTests",
        "PostgreSQL", "UnsetSecretsTests", "CommandLineTests", "OnlineCheckTests", "ErrorsInAnswersTests", "AnyStreamEndsHonestlyTests",
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(static c => Rank(c.TestCollectionDisplayName))];

    private static int Rank(string name) =>
        Array.FindIndex(s_first, first => name.Contains(first, StringComparison.Ordinal)) is >= 0 and var rank ? rank : s_first.Length;
}
