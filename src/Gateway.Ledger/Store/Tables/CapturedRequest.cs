namespace Gateway.Ledger.Store.Tables;

/// <summary>One request and its answer: the bytes as they came, and as they were sent on.</summary>
internal sealed record CapturedRequest
{
    /// <summary>The request's id, as in its usage record.</summary>
    public required Guid Request { get; init; }

    /// <summary>The time by which it counts, as in its usage record, in Unix milliseconds.</summary>
    public required long CountedAt { get; init; }

    /// <summary>The key's name.</summary>
    public required string Key { get; init; }

    public required string Route { get; init; }

    /// <summary>The model that answered, or was tried last.</summary>
    public string? Model { get; init; }

    public required byte[] Body { get; init; }

    public bool IsBodyCut { get; init; }

    /// <summary>The answer; empty where there was none.</summary>
    public byte[] Answer { get; init; } = [];

    public bool IsAnswerCut { get; init; }
}
