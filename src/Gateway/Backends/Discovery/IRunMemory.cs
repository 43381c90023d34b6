namespace Gateway.Backends.Discovery;

/// <summary>The memory of one provider's probes of a server.</summary>
internal interface IRunMemory
{
    /// <summary>Forgets the observed settings: the server may have been restarted with others.</summary>
    void Forget();
}
