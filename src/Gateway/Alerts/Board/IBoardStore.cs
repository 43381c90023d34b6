namespace Gateway.Alerts.Board;

/// <summary>Keeps the board across restarts and, if replicas share it, for all of them.</summary>
internal interface IBoardStore
{
    /// <summary>Its name in the log.</summary>
    string Name { get; }

    /// <summary>True when other replicas may write to it too.</summary>
    bool IsShared { get; }

    /// <returns>The board; null when none is kept yet. Throws when the store cannot be used.</returns>
    Task<AlertBoard?> ReadAsync(CancellationToken stop);

    /// <summary>Replaces the board if nobody else did.</summary>
    /// <param name="board">The next one.</param>
    /// <param name="expected">The revision of the one it replaces; 0 for none.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>False when another replica was first.</returns>
    Task<bool> TryWriteAsync(AlertBoard board, long expected, CancellationToken stop);
}
