using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>
/// The names of the Redis keys. The braces put all of them into one slot of a Redis Cluster. A script may only touch keys of one slot, and
/// a single request can count against limits of a team, of a model and of everyone.
/// </summary>
internal sealed class RedisKeys(string prefix)
{
    private readonly string _ring = $"{{{prefix}}}:w:";
    private readonly string _budget = $"{{{prefix}}}:b:";
    private readonly string _places = $"{{{prefix}}}:c:";
    private readonly string _reservation = $"{{{prefix}}}:r:";

    /// <summary>The random name of this set of counters. If it is missing, the counters were lost.</summary>
    public RedisKey Epoch { get; } = $"{{{prefix}}}:epoch";

    /// <summary>Reservations, sorted by the time at which they become orphans.</summary>
    public RedisKey Deadlines { get; } = $"{{{prefix}}}:rx";

    /// <summary>Replicas, sorted by the time at which they count as gone.</summary>
    public RedisKey Instances { get; } = $"{{{prefix}}}:inst";

    /// <summary>The server run in which all replicas have found the counters complete.</summary>
    public RedisKey Run { get; } = $"{{{prefix}}}:run";

    /// <summary>A pattern that matches all keys.</summary>
    public string All { get; } = $"{{{prefix}}}:*";

    /// <summary>The lock for creating a new epoch.</summary>
    public RedisKey RebuildLock { get; } = $"{{{prefix}}}:rebuild";

    /// <summary>The replicas that have added what they admitted to newly created counters.</summary>
    public RedisKey Joined { get; } = $"{{{prefix}}}:joined";

    /// <summary>The state of alerts that replicas share. It is no counter, and belongs to no epoch.</summary>
    public RedisKey Alerts { get; } = $"{{{prefix}}}:alerts";

    /// <summary>The number of times a replica has signalled that it is alive; it reveals an old copy of the counters.</summary>
    public RedisKey Beats(string instance) => $"{{{prefix}}}:beats:{instance}";

    /// <summary>The number of the last message with which a replica added what it had admitted without Redis.</summary>
    public RedisKey Marker(string instance) => $"{{{prefix}}}:merged:{instance}";

    /// <summary>Set for a while after a subject was corrected from the ledger.</summary>
    public RedisKey Corrected(string subject) => $"{{{prefix}}}:corrected:{subject}";

    public RedisKey Ring(string subject) => _ring + subject;

    public RedisKey Budget(string subject) => _budget + subject;

    public RedisKey Reservation(string id) => _reservation + id;

    /// <summary>Lists the given keys, followed by the three keys of each subject.</summary>
    public RedisKey[] With(IReadOnlyList<QuotaSubject>? subjects, params ReadOnlySpan<RedisKey> first)
    {
        var all = new RedisKey[first.Length + 3 * (subjects?.Count ?? 0)];
        first.CopyTo(all);
        var at = first.Length;
        for (var i = 0; i < (subjects?.Count ?? 0); i++)
        {
            var subject = subjects![i].Id;
            all[at++] = _ring + subject;
            all[at++] = _budget + subject;
            all[at++] = _places + subject;
        }

        return all;
    }

    /// <summary>Adds the keys a renewal touches: reservations and their places.</summary>
    public void AddPlaces(List<RedisKey> keys, string id, QuotaSubject[]? subjects)
    {
        keys.Add(Reservation(id));
        foreach (var subject in subjects ?? [])
        {
            keys.Add(_places + subject.Id);
        }
    }
}
