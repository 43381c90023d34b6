namespace Gateway.Wire.Answers;

/// <summary>The tool calls of one choice. Lookups never scan: some answers have a hundred thousand calls.</summary>
internal sealed class ChoiceToolCalls
{
    // With an index far beyond the others, clients would fill the gap.
    private const int MaxGap = 64;

    // The call of the latest piece. Most answers call once and need nothing else.
    private ToolCallState? _open;
    private Dictionary<int, ToolCallState>? _byWireIndex;
    private Dictionary<long, ToolCallState>? _byId;
    private HashSet<int>? _indexes;
    private int _free;
    private int _broken;

    public bool IsEmpty => _open is null;

    public bool AreWhole => _broken == 0;

    /// <summary>Finds the call that a piece belongs to, or begins one.</summary>
    public ToolCallState Find(in ToolCallPiece piece, out bool begins)
    {
        var found = Lookup(piece);
        begins = found is null;
        if (found is null)
        {
            return Begin(piece);
        }

        if (found != _open && _byWireIndex is not null)
        {
            _byWireIndex[found.WireIndex] = found;
        }

        return _open = found;
    }

    /// <summary>Begins a call.</summary>
    public ToolCallState Begin(in ToolCallPiece piece)
    {
        var isTaken = _indexes is null ? piece.WireIndex == _open?.Index : piece.WireIndex is { } given && _indexes.Contains(given);
        var index = piece.WireIndex is { } wire && !isTaken && wire - _free <= MaxGap ? wire : _free;
        _free = Math.Max(_free, index + 1);
        var call = new ToolCallState(piece.WireIndex ?? index, index, piece.Id);
        if (_open is not null)
        {
            Remember(_open);
            Remember(call);
        }

        return _open = call;
    }

    /// <summary>Adds arguments to a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="escaped">The text between its quotes; empty for arguments that came at once rather than as text.</param>
    public void Add(ToolCallState call, ReadOnlySpan<byte> escaped)
    {
        var before = call.IsWhole;
        if (escaped.IsEmpty)
        {
            call.AddWhole();
        }
        else
        {
            call.Add(escaped);
        }

        _broken += (before ? 1 : 0) - (call.IsWhole ? 1 : 0);
    }

    private ToolCallState? Lookup(in ToolCallPiece piece)
    {
        if (_open is null || (piece is { WireIndex: null, Id: 0, IsFirst: false, Name: not 0 }))
        {
            return null;
        }

        var open = piece.WireIndex is not { } wire || wire == _open.WireIndex ? _open : _byWireIndex?.GetValueOrDefault(wire);
        if (piece.Id != 0 && piece.Id != open?.Id && _byId?.GetValueOrDefault(piece.Id) is { } named
            && (piece.WireIndex is null || piece.WireIndex == named.WireIndex))
        {
            // It continues one that began earlier.
            open = named;
        }

        return open is not null && piece.BelongsTo(open) ? open : null;
    }

    private void Remember(ToolCallState call)
    {
        (_byWireIndex ??= [])[call.WireIndex] = call;
        (_indexes ??= []).Add(call.Index);
        if (call.Id != 0)
        {
            (_byId ??= [])[call.Id] = call;
        }
    }
}
