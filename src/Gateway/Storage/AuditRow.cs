namespace Gateway.Storage;

/// <summary>One entry of the audit log. Each holds the hash of the one before, so that none can be changed or taken out unseen.</summary>
internal sealed class AuditRow
{
    /// <summary>1, 2, 3 ... without a gap.</summary>
    public required long Number { get; init; }

    public required long At { get; init; }

    /// <summary>Who did it: a key's name and id, or <c>cli</c>.</summary>
    public required string By { get; init; }

    /// <summary>From which address; null when from none.</summary>
    public string? From { get; init; }

    /// <summary>What was done, such as <c>key.revoke</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what: an id or a name.</summary>
    public required string Target { get; init; }

    /// <summary>How it was, as JSON without secrets; null when it was not there.</summary>
    public string? Before { get; init; }

    public string? After { get; init; }

    /// <summary>The hash of the entry before; of the first, 64 zeros.</summary>
    public required string PreviousHash { get; init; }

    public required string Hash { get; init; }
}
