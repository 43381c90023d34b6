using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>
/// The names of the keys. The braces put all of them into one slot of a Redis Cluster, because a script may only touch keys of
/// one slot, and limits of a model or of everyone meet those of every team.
/// </summary>
internal sealed class RedisKeys(string prefix)
{
    private readonly string _ring = $"{{{prefix}}}:w:";
    private readonly string _budget = $"{{{prefix}}}:b:";
    private readonly string _places = $"{{{prefix}}}:c:";
    private readonly string _reservation = $"{{{prefix}}}:r:";

    /// <summary>The random name of this set of counters. Without it they were lost.</summary>
    public RedisKey Epoch { get; } = $"{{{prefix}}}:epoch";

    /// <summary>Reservations by the moment at which they are orphans.</summary>
    public RedisKey Deadlines { get; } = $"{{{prefix}}}:rx";

    /// <summary>Replicas by the moment at which they count as gone.</summary>
    public RedisKey Instances { get; } = $"{{{prefix}}}:inst";

    /// <summary>Who may make a new epoch.</summary>
    public RedisKey RebuildLock { get; } = $"{{{prefix}}}:rebuild";

    /// <summary>The last message by which a replica added what it had admitted without Redis.</summary>
    public RedisKey Marker(string instance) => $"{{{prefix}}}:merged:{instance}";

    public RedisKey Ring(string subject) => _ring + subject;

    public RedisKey Budget(string subject) => _budget + subject;

    public RedisKey Reservation(string id) => _reservation + id;

    /// <summary>The three keys of each subject, behind those that are there already.</summary>
    public void Fill(RedisKey[] keys, IReadOnlyList<QuotaSubject> subjects)
    {
        var at = keys.Length - 3 * subjects.Count;
        for (var i = 0; i < subjects.Count; i++)
        {
            var subject = subjects[i].Id;
            keys[at++] = _ring + subject;
            keys[at++] = _budget + subject;
            keys[at++] = _places + subject;
        }
    }
}
