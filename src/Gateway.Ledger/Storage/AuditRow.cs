namespace Gateway.Ledger.Storage;

/// <summary>
/// One entry of the audit log. Each contains the hash of the one before, so that none can be changed or removed unnoticed.
/// </summary>
internal sealed class AuditRow
{
    /// <summary>The number of the entry: 1, 2, 3 ... without gaps.</summary>
    public required long Number { get; init; }

    public required long At { get; init; }

    /// <summary>The author: a key's name and id, or <c>cli</c>.</summary>
    public required string By { get; init; }

    /// <summary>The source address; null for none.</summary>
    public string? From { get; init; }

    /// <summary>The action, such as <c>key.revoke</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The target: an id or a name.</summary>
    public required string Target { get; init; }

    /// <summary>The previous state as JSON without secrets; null when it did not exist.</summary>
    public string? Before { get; init; }

    public string? After { get; init; }

    /// <summary>The hash of the previous entry; 64 zeros for the first.</summary>
    public required string PreviousHash { get; init; }

    public required string Hash { get; init; }
}
