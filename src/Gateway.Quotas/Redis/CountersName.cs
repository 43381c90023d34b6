using System.Globalization;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Identifies the counters in Redis and how far their history goes. Every script compares this name with the one it finds, so the first
/// call notices a server with other counters, or with an older copy of these.
/// </summary>
/// <param name="Id">Created with the counters; ids sort by time.</param>
/// <param name="Term">The number of times a replica has returned to these counters after a loss. Of two servers that hold them, the one
/// returned to has the higher term.</param>
/// <param name="IsYoung">True when they were just created and replicas are still adding what they admitted: nobody may claim from them
/// yet.</param>
/// <param name="Format">The packing format, see <see cref="RedisFormat"/>.</param>
internal readonly record struct CountersName(string Id, long Term, bool IsYoung, int Format = RedisFormat.Current)
{
    private const char Young = '~';

    public static CountersName Parse(string text, int format = RedisFormat.Current)
    {
        var isYoung = text.StartsWith(Young);
        var name = isYoung ? text[1..] : text;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 || !long.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var term)
            ? new CountersName(name, 0, isYoung, format)
            : new CountersName(name[..dot], term, isYoung, format);
    }

    /// <summary>True when these are the known counters at a later time, and open: they include everything counted before.</summary>
    public bool Follows(CountersName known) =>
        Format == known.Format && Id == known.Id && Term >= known.Term && (!IsYoung || this == known);

    /// <summary>True when these are older than the known counters: whatever was counted since is missing.</summary>
    public bool IsOlderThan(CountersName known) => known.Id.Length > 0
        && (Id == known.Id ? Term < known.Term : string.CompareOrdinal(Id, known.Id) < 0);

    public override string ToString() =>
        (IsYoung ? "~" : "") + Id + (Term > 0 ? string.Create(CultureInfo.InvariantCulture, $".{Term}") : "");
}
