namespace Gateway.Wire.Heads;

/// <summary>The words in which a provider is told whether a model should think.</summary>
internal sealed record ThinkingWords
{
    /// <summary>The member that switches thinking; a client that sends it needs no translation.</summary>
    public required HeadKeys Switch { get; init; }

    /// <summary>All members the provider reads itself. Other providers' words for the same do not reach it.</summary>
    public required HeadKeys Own { get; init; }

    /// <summary>
    /// Switches thinking off: members with a leading comma each, or without one inside the switch; empty when impossible.
    /// </summary>
    public ReadOnlyMemory<byte> Off { get; init; }

    /// <summary>Switches thinking on; empty when it is on by default.</summary>
    public ReadOnlyMemory<byte> On { get; init; }

    /// <summary>The member for the most reasoning tokens, with a leading comma and a trailing colon; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Budget { get; init; }

    /// <summary>True when the switch is an object with other members, into which <see cref="Off"/> and <see cref="On"/> go.</summary>
    public bool IsInside { get; init; }
}
