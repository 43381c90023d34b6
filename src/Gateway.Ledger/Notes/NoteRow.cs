namespace Gateway.Ledger.Notes;

/// <summary>A text that gateways share, with its name.</summary>
internal sealed class NoteRow
{
    public required string Name { get; init; }

    public required long Revision { get; init; }

    public required string Text { get; init; }
}
