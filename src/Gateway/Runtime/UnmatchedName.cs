namespace Gateway.Runtime;

/// <summary>A name in the configuration that matches nothing the backends hold.</summary>
/// <param name="Path">Its position, such as <c>models[0].model</c>.</param>
/// <param name="Name">The name as written.</param>
/// <param name="Nearest">A known name that may be meant; null when none is similar.</param>
internal sealed record UnmatchedName(string Path, string Name, string? Nearest)
{
    /// <summary>
    /// True when the others beside it work without it: a candidate of a route, which may list more than one machine holds.
    /// </summary>
    public bool IsPassedOver { get; init; }

    /// <summary>The provider's announcement about the name; null for none.</summary>
    public string? Life { get; init; }

    public string Message => Life is not null ? $"\"{Name}\" is not listed any more. {Life}" :
        $"\"{Name}\" matches nothing that the backends hold.{(Nearest is null ? "" : $" Did you mean \"{Nearest}\"?")}";
}
