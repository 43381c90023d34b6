namespace Gateway.Alerts.Board;

/// <summary>The one row that holds the board.</summary>
internal sealed class BoardRow
{
    public required int Id { get; init; }

    public required long Revision { get; init; }

    public required string Document { get; init; }
}
