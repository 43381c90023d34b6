namespace Gateway.Quotas.Redis;

/// <summary>Measures the calls to Redis.</summary>
internal interface IRedisMeter
{
    /// <returns>The start time, for <see cref="Ended"/>; 0 when nobody listens.</returns>
    long Begin();

    void Ended(string operation, long since);

    void Failed();

    /// <summary>Observes whether the shared counters are in use.</summary>
    void ObserveConnected(Func<bool> isConnected);
}
