namespace Gateway.Configuration;

/// <summary>A secret, or the reason why there is none.</summary>
internal sealed record Secret(string? Value, string? Missing)
{
    // A record would print its members, and anything printed ends in a log some day.
    public override string ToString() => Missing ?? "[secret]";
}
