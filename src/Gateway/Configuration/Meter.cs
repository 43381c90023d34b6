namespace Gateway.Configuration;

/// <summary>
/// What limits count. The numbers are places in an amount, also in those that Redis keeps: they stay as they are, and a new meter goes
/// behind the last.
/// </summary>
internal enum Meter
{
    Requests = 0,

    /// <summary>Of prompts and answers.</summary>
    Tokens = 1,

    /// <summary>In nano units of the currency of account.</summary>
    Money = 2,

    /// <summary>Requests that run. Counted at once and in no window.</summary>
    Concurrent = 3,

    Pictures = 4,

    /// <summary>Of sound.</summary>
    Seconds = 5,

    /// <summary>Of text that is spoken.</summary>
    Characters = 6,
}
