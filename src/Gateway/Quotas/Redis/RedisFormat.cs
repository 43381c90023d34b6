using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Gateway.Configuration;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>
/// How amounts and limits are packed, for scripts and in what Redis keeps. Another format needs another number, by which a gateway that
/// does not know it keeps away from the counters; and the scripts go on reading what the format before it has left. A new kind of limit
/// over a meter that exists changes no format: limits are told with meter and window, and of every meter all is counted.
/// </summary>
internal static class RedisFormat
{
    /// <summary>
    /// 1 had no number: tokens and money of days and months, requests and tokens of minutes, seven limits in a fixed order.
    /// </summary>
    public const int Current = 2;

    // An amount ends here where only zeros follow. Days and months of format 1 have two places, and buckets of its rings.
    private const int LeastPlaces = 3;
    private const int PerLimit = 2 + sizeof(double);

    /// <summary>
    /// What scripts know of the format, meters and windows, and how amounts are computed with, meter by meter: loops, and lists that grow,
    /// would cost Redis twice the time.
    /// </summary>
    public static string Preamble { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        local FORMAT, METERS, LEAST = '{{Current}}', {{QuotaAmount.Length}}, {{LeastPlaces}}
        local REQUESTS, TOKENS, CONCURRENT = {{Place(Meter.Requests)}}, {{Place(Meter.Tokens)}}, {{Place(Meter.Concurrent)}}
        local MINUTE, DAY, MONTH, AT_ONCE = {{(int)LimitWindow.Minute}}, {{(int)LimitWindow.Day}}, {{(int)LimitWindow.Month}}, {{(int)LimitWindow.AtOnce}}
        local WHOLE = '<{{Each("", "d")}}'
        local function none() return { {{Each(", ", "0")}} } end
        local function isNone(a) return {{Each(" and ", "a[#] == 0")}} end
        local function isShort(a) return {{Each(" and ", "a[#] == 0", LeastPlaces)}} end
        local function plus(a, b) return { {{Each(", ", "a[#] + b[#]")}} } end
        local function minus(a, b) return { {{Each(", ", "a[#] - b[#]")}} } end
        local function whole(a) return struct.pack(WHOLE, {{Each(", ", "a[#]")}}) end
        local function filled(x, y, z) return { x, y, z, {{Each(", ", "0", LeastPlaces)}} } end

        """);

    public static RedisValue Of(in QuotaAmount amount)
    {
        var places = LeastPlaces;
        for (var i = places; i < QuotaAmount.Length; i++)
        {
            places = amount[(Meter)i] != 0 ? QuotaAmount.Length : places;
        }

        var packed = new byte[places * sizeof(double)];
        for (var i = 0; i < places; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(packed.AsSpan(i * sizeof(double)), amount[(Meter)i]);
        }

        return packed;
    }

    /// <summary>A subject's limits in one argument: the script keeps it with the reservation, for an extension.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="mustBeOpened">Whether its budgets may be claimed only when the ledger's sums are there.</param>
    public static RedisValue LimitsOf(QuotaSubject subject, bool mustBeOpened = false)
    {
        var limits = subject.Limits.All;
        var packed = new byte[1 + limits.Length * PerLimit];
        packed[0] = (byte)((subject.CountsRequests ? 1 : 0) + (mustBeOpened ? 2 : 0));
        var at = 1;
        foreach (var (kind, max) in limits)
        {
            (packed[at], packed[at + 1]) = ((byte)Place(kind.Meter), (byte)kind.Window);
            BinaryPrimitives.WriteDoubleLittleEndian(packed.AsSpan(at + 2), max);
            at += PerLimit;
        }

        return packed;
    }

    /// <summary>An amount in text, as sums are told that were counted elsewhere.</summary>
    public static void Append(StringBuilder text, long second, in QuotaAmount amount)
    {
        text.Append(CultureInfo.InvariantCulture, $" {second}");
        foreach (var meter in QuotaAmount.Meters)
        {
            text.Append(CultureInfo.InvariantCulture, $" {amount[meter]}");
        }
    }

    private static string Each(string between, string text, int from = 0) =>
        string.Join(
            between,
            Enumerable.Range(from + 1, QuotaAmount.Length - from).Select(i => text.Replace("#", $"{i}", StringComparison.Ordinal)));

    // Lists begin with 1 there.
    private static int Place(Meter meter) => (int)meter + 1;
}
