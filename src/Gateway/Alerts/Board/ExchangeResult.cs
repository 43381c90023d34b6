namespace Gateway.Alerts.Board;

/// <summary>The result of a change to the board.</summary>
internal enum ExchangeResult
{
    /// <summary>It is kept where all replicas see it, or there is only one.</summary>
    Kept,

    /// <summary>No store can be used: only this replica knows it.</summary>
    Alone,

    /// <summary>Others changed the board each time: nothing was changed, and it is for the next turn.</summary>
    Busy,
}
