using System.Collections.Concurrent;
using Gateway.Backends.Mends;

namespace Gateway.Backends;

/// <summary>
/// Remembers the gateway's additions that a backend refused but then answered without. They are left out from then on, until some time has
/// passed or the backend has another version. Stream options depend on the server; everything else may differ between models.
/// </summary>
internal sealed class RefusedAdditions(TimeProvider time)
{
    /// <summary>How long it is remembered: a server may change silently, and finding out costs one extra request.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Refusal> _ofModels = new(StringComparer.Ordinal);
    private volatile Refusal? _ofAll;

    /// <summary>The additions that a backend refused for a model.</summary>
    public Addition Of(string model, string? version) =>
        // Almost no backend refuses any.
        (_ofAll is null ? Addition.None : Of(_ofAll, version))
        | (_ofModels.IsEmpty || !_ofModels.TryGetValue(model, out var refusal) ? Addition.None : Of(refusal, version));

    /// <summary>Notes additions that were refused, with an answer without them.</summary>
    public void Note(string model, Addition refused, string? version)
    {
        var now = time.GetTimestamp();
        if ((refused & Addition.Usage) != 0)
        {
            _ofAll = new Refusal(Addition.Usage, now, version);
        }

        if ((refused & ~Addition.Usage) is not Addition.None and var ofModel)
        {
            var known = _ofModels.TryGetValue(model, out var before) ? Of(before, version) : Addition.None;
            _ofModels[model] = new Refusal(known | ofModel, now, version);
        }
    }

    private Addition Of(Refusal refusal, string? version) =>
        refusal.Version == version && time.GetElapsedTime(refusal.At) < Lasts ? refusal.Refused : Addition.None;

    private sealed record Refusal(Addition Refused, long At, string? Version);
}
