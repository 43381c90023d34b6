namespace Gateway.Backends.Failures;

/// <summary>The statuses a failure row applies to, both ends included.</summary>
internal readonly record struct Statuses(int First, int Last)
{
    /// <summary>Statuses that blame the request, or seem to.</summary>
    public static Statuses Refusals { get; } = new(400, 499);

    /// <summary>Statuses by which a server reports its own failure, or seems to.</summary>
    public static Statuses Failures { get; } = new(500, 599);

    public static Statuses Any { get; } = new(0, int.MaxValue);

    public static implicit operator Statuses(int only) => new(only, only);

    public bool Contain(int status) => status >= First && status <= Last;
}
