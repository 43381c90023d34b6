namespace Gateway.Quotas.Redis;

/// <summary>
/// Thrown when a newer gateway has taken over the counters in Redis. This version cannot read them and leaves them alone.
/// </summary>
internal sealed class NewerCountersException(int format) : Exception(
    $"the counters in Redis are those of a newer version of the gateway (format {format}; this one knows {RedisFormat.Current}). "
    + "Replace this gateway too, or give it another quotas.redis.prefix.");
