namespace Gateway.Ledger.Storage;

/// <summary>The one row that counts changes: other replicas notice changes by it, and writers take turns by it.</summary>
internal sealed class StampRow
{
    public required int Id { get; init; }

    public long Value { get; set; }
}
