namespace Gateway.Storage;

/// <summary>The one row that counts changes: by it the other replicas know that there was one, and writers take turns.</summary>
internal sealed class StampRow
{
    public required int Id { get; init; }

    public long Value { get; set; }
}
