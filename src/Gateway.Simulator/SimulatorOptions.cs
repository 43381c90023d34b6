namespace Gateway.Simulator;

/// <summary>What a simulated backend is started with.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Whose wire it speaks.</summary>
    public required Personality Personality { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The models it holds; null takes the default list of the personality.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>When set, requests need it as a bearer token and get the provider's 401 body otherwise.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The clock of delays and of the <c>created</c> fields.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
