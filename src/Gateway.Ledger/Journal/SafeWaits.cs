namespace Gateway.Ledger.Journal;

/// <summary>Waiting callers, in order. Each one links to the next, so the list allocates nothing.</summary>
internal struct SafeWaits
{
    private SafeWait? _first;
    private SafeWait? _last;

    public readonly bool IsEmpty => _first is null;

    public void Add(SafeWait wait)
    {
        if (_last is null)
        {
            _first = wait;
        }
        else
        {
            _last.Next = wait;
        }

        _last = wait;
    }

    /// <summary>Moves all callers of another list to the end of this one.</summary>
    public void Take(ref SafeWaits others)
    {
        if (others._first is null)
        {
            return;
        }

        if (_last is null)
        {
            _first = others._first;
        }
        else
        {
            _last.Next = others._first;
        }

        _last = others._last;
        others = default;
    }

    /// <returns>The first caller, taken out; null when there is none.</returns>
    public SafeWait? Next()
    {
        var first = _first;
        if (first is not null)
        {
            _first = first.Next;
            _last = _first is null ? null : _last;
            first.Next = null;
        }

        return first;
    }
}
