namespace Gateway.Health;

/// <summary>The memory of the process.</summary>
internal interface IProcessMemory
{
    /// <summary>The bytes in use now.</summary>
    long Used { get; }

    /// <summary>The bytes it may use by its container's limit, or the machine's memory when there is none.</summary>
    long Limit { get; }

    /// <summary>Releases unused memory.</summary>
    void Collect();
}
