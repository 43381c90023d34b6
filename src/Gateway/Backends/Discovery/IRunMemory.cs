namespace Gateway.Backends.Discovery;

/// <summary>What one provider's probes remember of a server.</summary>
internal interface IRunMemory
{
    /// <summary>Forgets the observed settings: the server may have been restarted with others.</summary>
    void Forget();
}
