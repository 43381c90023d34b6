namespace Gateway.Health;

/// <summary>What the process holds of the machine's memory.</summary>
internal interface IProcessMemory
{
    /// <summary>Bytes that it takes up now.</summary>
    long Used { get; }

    /// <summary>Bytes that it may take up by its container's limit, or the machine's size where there is none.</summary>
    long Limit { get; }

    /// <summary>Gives back what nobody uses.</summary>
    void Collect();
}
