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

    /// <summary>The run of the server in which all replicas have found the counters whole.</summary>
    public RedisKey Run { get; } = $"{{{prefix}}}:run";

    /// <summary>A pattern of all of them.</summary>
    public string All { get; } = $"{{{prefix}}}:*";

    /// <summary>Who may make a new epoch.</summary>
    public RedisKey RebuildLock { get; } = $"{{{prefix}}}:rebuild";

    /// <summary>Which replicas have added what they admitted to counters just made.</summary>
    public RedisKey Joined { get; } = $"{{{prefix}}}:joined";

    /// <summary>How often a replica has said that it lives: by that it knows an old copy of the counters.</summary>
    public RedisKey Beats(string instance) => $"{{{prefix}}}:beats:{instance}";

    /// <summary>The last message by which a replica added what it had admitted without Redis.</summary>
    public RedisKey Marker(string instance) => $"{{{prefix}}}:merged:{instance}";

    /// <summary>Set for a while when a subject was corrected by the ledger.</summary>
    public RedisKey Corrected(string subject) => $"{{{prefix}}}:corrected:{subject}";

    public RedisKey Ring(string subject) => _ring + subject;

    public RedisKey Budget(string subject) => _budget + subject;

    public RedisKey Reservation(string id) => _reservation + id;

    /// <summary>The first keys, and behind them the three of each subject.</summary>
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

    /// <summary>What a renewal touches: reservations and their places.</summary>
    public void AddPlaces(List<RedisKey> keys, string id, QuotaSubject[]? subjects)
    {
        keys.Add(Reservation(id));
        foreach (var subject in subjects ?? [])
        {
            keys.Add(_places + subject.Id);
        }
    }
}
