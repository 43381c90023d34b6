namespace Gateway.Protocol;

/// <summary>One tool call of an answer, as far as it has come.</summary>
internal sealed class ToolCallState(int wireIndex, int index, long id)
{
    // Not kept for a call that is done: there may be a hundred thousand of them.
    private JsonWholeness? _arguments;
    private bool _isBroken;

    /// <summary>The index the backend gave.</summary>
    public int WireIndex { get; } = wireIndex;

    /// <summary>The index the client gets: differs where the backend numbered two calls alike, or not at all.</summary>
    public int Index { get; } = index;

    /// <summary>A hash of the id the backend gave; 0 when it gave none.</summary>
    public long Id { get; } = id;

    /// <summary>A hash of the function's name; 0 while it has none.</summary>
    public long Name { get; set; }

    /// <summary>Whether its arguments have begun.</summary>
    public bool HasArguments { get; private set; }

    /// <summary>Whether its arguments are whole, so that nothing can be added to them.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether its arguments are whole, or there are none.</summary>
    public bool IsWhole => !_isBroken && (IsDone || _arguments?.IsWhole != false);

    /// <summary>Adds arguments.</summary>
    /// <param name="escaped">The text as it stands between its quotes.</param>
    public void Add(ReadOnlySpan<byte> escaped)
    {
        if (IsDone)
        {
            _isBroken |= !JsonText.IsBlank(escaped);
            return;
        }

        HasArguments |= !JsonText.IsBlank(escaped);
        _arguments ??= new JsonWholeness();
        JsonText.Unescape(escaped, _arguments);
        if (_arguments.IsDone)
        {
            IsDone = true;
            _arguments = null;
        }
    }

    /// <summary>Its arguments came at once, and not as text.</summary>
    public void AddWhole()
    {
        _isBroken |= HasArguments;
        HasArguments = IsDone = true;
        _arguments = null;
    }
}
