namespace Gateway.Ledger.Records;

/// <summary>
/// The dimensions that usage is summed and filtered by; each is a field of the record. The numbers are stored: as kinds of groups, and as
/// the order in which a group's values are hashed. They have no gaps, new ones go to the end, and none is reused.
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
