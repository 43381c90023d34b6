namespace Gateway.Tests.Telemetry.Collector;

/// <summary>A span as it was exported.</summary>
/// <param name="Kind">2 for a server's, 3 for a client's.</param>
/// <param name="Status">0 for none, 2 for an error.</param>
internal sealed record ExportedSpan(
    string Trace, string Id, string Parent, string Name, ulong Kind, ulong Status, ulong Start, ulong End,
    SortedDictionary<string, string> Attributes)
{
    public const ulong Server = 2;
    public const ulong Client = 3;
    public const ulong Error = 2;

    public static ExportedSpan Read(ProtoMessage span) => new(
        span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Number(6), span.All(15).SingleOrDefault()?.Number(3) ?? 0, span.Number(7),
        span.Number(8), span.Attributes(9));
}
