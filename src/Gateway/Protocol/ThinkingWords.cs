namespace Gateway.Protocol;

/// <summary>The words in which a provider is told whether a model shall think.</summary>
internal sealed record ThinkingWords
{
    /// <summary>The member that switches; a client that sends it needs no translation.</summary>
    public required HeadKeys Switch { get; init; }

    /// <summary>All the members that it reads itself. Other providers' words for the same do not reach it.</summary>
    public required HeadKeys Own { get; init; }

    /// <summary>
    /// How thinking is switched off: members with a comma before each, or without one inside the switch; empty: not at all.
    /// </summary>
    public ReadOnlyMemory<byte> Off { get; init; }

    /// <summary>How it is switched on; empty: it is, unless told otherwise.</summary>
    public ReadOnlyMemory<byte> On { get; init; }

    /// <summary>The member for the most tokens of it, with a comma before and a colon behind; empty: there is none.</summary>
    public ReadOnlyMemory<byte> Budget { get; init; }

    /// <summary>Whether the switch is an object that holds more, into which <see cref="Off"/> and <see cref="On"/> go.</summary>
    public bool IsInside { get; init; }
}
