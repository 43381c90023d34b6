namespace Gateway.Ledger.Records;

/// <summary>
/// By what usage is summed and filtered: each is a field of the record. The numbers are stored, as the kinds of groups and as the order
/// in which a group's values are hashed; they have no gaps, a new one goes to the end, and none is used again.
/// </summary>
internal enum UsageDimension
{
    Team = 0,
    Owner = 1,
    Key = 2,
    Tag = 3,
    Model = 4,
    Backend = 5,
    Client = 6,

    /// <summary>How it ended, such as <c>complete</c>.</summary>
    Status = 7,
}
