using System.Globalization;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Which counters Redis holds, and how far their history goes. Every script compares the name with what it finds, so a server that has
/// others, or the same from before it was left, is noticed by the first call.
/// </summary>
/// <param name="Id">Made with the counters, in the order of time.</param>
/// <param name="Term">How often a replica has come back to these counters after a loss: of two servers that hold them, the one it came back
/// to has the higher.</param>
/// <param name="IsYoung">Whether they were just made, and replicas are still adding what they admitted: nobody may claim from them
/// yet.</param>
/// <param name="Format">How they are packed, see <see cref="RedisFormat"/>.</param>
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

    /// <summary>Whether these are the same counters, later, and open: everything that was counted in the others is in them.</summary>
    public bool Follows(CountersName known) =>
        Format == known.Format && Id == known.Id && Term >= known.Term && (!IsYoung || this == known);

    /// <summary>Whether they are from before what is known: what was counted since is not in them.</summary>
    public bool IsOlderThan(CountersName known) => known.Id.Length > 0
        && (Id == known.Id ? Term < known.Term : string.CompareOrdinal(Id, known.Id) < 0);

    public override string ToString() =>
        (IsYoung ? "~" : "") + Id + (Term > 0 ? string.Create(CultureInfo.InvariantCulture, $".{Term}") : "");
}
