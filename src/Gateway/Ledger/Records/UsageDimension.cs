namespace Gateway.Ledger.Records;

/// <summary>By what usage is summed and filtered.</summary>
internal enum UsageDimension
{
    Team,
    Owner,
    Key,
    Tag,
    Model,
    Backend,
    Client,

    /// <summary>How it ended, such as <c>complete</c>.</summary>
    Status,
}
