namespace Gateway.Wire.Bytes;

/// <summary>
/// Tells, in constant memory, whether JSON text that arrives in pieces is complete. Tool arguments reach the client as text in many events,
/// and a call whose text stops half way must not look finished.
/// </summary>
internal sealed class JsonWholeness
{
    private const int MaxDepth = 64;

    private readonly ScalarMatcher _scalar = new();
    private ulong _objects; // bit d: the container at depth d is an object
    private int _depth;
    private State _state = State.Value;

    private enum State
    {
        Value,
        ValueOrEnd,
        Name,
        NameOrEnd,
        Colon,
        CommaOrEnd,
        Text,
        NameText,
        Scalar,
        Done,
        Broken,
    }

    /// <summary>True when the text so far is one complete JSON value, or empty: backends send "" for a tool without arguments.</summary>
    public bool IsWhole => _state == State.Done
        || (_state == State.Value && _depth == 0)
        || (_state == State.Scalar && _depth == 0 && _scalar.IsWhole);

    /// <summary>True when it is a complete value that nothing can be added to: an object, but not a number.</summary>
    public bool IsDone => _state == State.Done;

    public void Add(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            Add(b);
        }
    }

    private void Add(byte b)
    {
        switch (_state)
        {
            case State.Text or State.NameText:
                if (_scalar.EndsText(b))
                {
                    _state = _state == State.NameText ? State.Colon : AfterValue();
                }

                return;
            case State.Scalar:
                if (_scalar.Continues(b))
                {
                    return;
                }

                _state = _scalar.IsWhole ? AfterValue() : State.Broken;
                break;
        }

        if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
        {
            _state = Step(b);
        }
    }

    private State Step(byte b) => (_state, b) switch
    {
        (State.Value or State.ValueOrEnd, (byte)'{') => Open(isObject: true),
        (State.Value or State.ValueOrEnd, (byte)'[') => Open(isObject: false),
        (State.Value or State.ValueOrEnd, (byte)'"') => StartText(State.Text),
        (State.ValueOrEnd, (byte)']') => Close(),
        (State.Value or State.ValueOrEnd, _) => _scalar.Start(b) ? State.Scalar : State.Broken,
        (State.Name or State.NameOrEnd, (byte)'"') => StartText(State.NameText),
        (State.NameOrEnd, (byte)'}') => Close(),
        (State.Colon, (byte)':') => State.Value,
        (State.CommaOrEnd, (byte)',') => InObject ? State.Name : State.Value,
        (State.CommaOrEnd, (byte)'}') when InObject => Close(),
        (State.CommaOrEnd, (byte)']') when !InObject => Close(),
        _ => State.Broken,
    };

    private bool InObject => (_objects >> (_depth - 1) & 1) != 0;

    private State AfterValue() => _depth == 0 ? State.Done : State.CommaOrEnd;

    private State StartText(State state)
    {
        _scalar.StartText();
        return state;
    }

    private State Open(bool isObject)
    {
        if (_depth == MaxDepth)
        {
            return State.Broken;
        }

        _objects = isObject ? _objects | (1UL << _depth) : _objects & ~(1UL << _depth);
        _depth++;
        return isObject ? State.NameOrEnd : State.ValueOrEnd;
    }

    private State Close()
    {
        _depth--;
        return AfterValue();
    }
}
