namespace Gateway.Tests.Quotas.Redis;

/// <summary>
/// Replicas, their Redis, and what befalls it, mostly waiting for one another: one story at a time, beside whatever else runs. What they
/// hold is exact whenever they get their turn; how fast it is, is asserted where nothing runs beside them (<c>./build.sh soak</c>).
/// </summary>
[CollectionDefinition(nameof(RedisStories))]
public sealed class RedisStories;
