namespace Gateway.Quotas.Redis;

/// <summary>Redis holds counters that a gateway of a newer version has taken over. This one cannot read them, and keeps away.</summary>
internal sealed class NewerCountersException(int format) : Exception(
    $"the counters in Redis are those of a newer version of the gateway (format {format}; this one knows {RedisFormat.Current}). "
    + "Replace this gateway too, or give it another quotas.redis.prefix.");
