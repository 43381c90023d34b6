using Gateway.Wire.Bytes;

namespace Gateway.Wire.Answers;

/// <summary>One tool call of an answer, as far as it has arrived.</summary>
internal sealed class ToolCallState(int wireIndex, int index, long id)
{
    // Not kept for a finished call: there may be a hundred thousand.
    private JsonWholeness? _arguments;
    private bool _isBroken;

    /// <summary>The index given by the backend.</summary>
    public int WireIndex { get; } = wireIndex;

    /// <summary>The index the client gets; differs when the backend numbered two calls alike, or not at all.</summary>
    public int Index { get; } = index;

    /// <summary>A hash of the backend's id; 0 when it gave none.</summary>
    public long Id { get; } = id;

    /// <summary>A hash of the function's name; 0 while it has none.</summary>
    public long Name { get; set; }

    /// <summary>True when its arguments have begun.</summary>
    public bool HasArguments { get; private set; }

    /// <summary>True when its arguments are complete, so that nothing can be added.</summary>
    public bool IsDone { get; private set; }

    /// <summary>True when its arguments are complete or absent.</summary>
    public bool IsWhole => !_isBroken && (IsDone || _arguments?.IsWhole != false);

    /// <summary>Adds arguments.</summary>
    /// <param name="escaped">The text as written between its quotes.</param>
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

    /// <summary>Notes that its arguments came at once rather than as text.</summary>
    public void AddWhole()
    {
        _isBroken |= HasArguments;
        HasArguments = IsDone = true;
        _arguments = null;
    }
}
