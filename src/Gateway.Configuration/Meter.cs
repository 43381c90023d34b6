namespace Gateway.Configuration;

/// <summary>
/// The quantities that limits count. The numbers are positions in an amount, also in those stored in Redis: they never change, and a new
/// meter goes at the end.
/// </summary>
internal enum Meter
{
    Requests = 0,

    /// <summary>Tokens of prompts and answers.</summary>
    Tokens = 1,

    /// <summary>Money, in nano units of the currency of account.</summary>
    Money = 2,

    /// <summary>Running requests. Counted at once and in no window.</summary>
    Concurrent = 3,

    Pictures = 4,

    /// <summary>Seconds of sound.</summary>
    Seconds = 5,

    /// <summary>Characters of spoken text.</summary>
    Characters = 6,
}
