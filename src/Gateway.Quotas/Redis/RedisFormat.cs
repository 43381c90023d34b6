using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Gateway.Configuration;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Packs amounts and limits for the scripts and for storage in Redis. Each format has a number. A gateway that does not know the number
/// leaves the counters alone; the scripts still read data of the previous format. A new kind of limit over an existing meter keeps the
/// format: limits are sent with meter and window, and every meter is counted in full.
/// </summary>
internal static class RedisFormat
{
    /// <summary>
    /// Format 1 had no number: it held tokens and money of days and months, requests and tokens of minutes, and seven limits in a fixed
    /// order.
    /// </summary>
    public const int Current = 2;

    // An amount is cut here when only zeros follow. In format 1, days, months and ring buckets have two places.
    private const int LeastPlaces = 3;
    private const int PerLimit = 2 + sizeof(double);

    /// <summary>
    /// Gives the scripts the format, the meters and windows, and arithmetic on amounts written out meter by meter: loops and growing lists
    /// would take Redis twice the time.
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

    /// <summary>Packs a subject's limits into one argument. The script keeps it with the reservation, for a later extension.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="mustBeOpened">True when its budgets may be claimed only once the ledger's totals are in.</param>
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

    /// <summary>Appends an amount as text, for sums that were counted elsewhere.</summary>
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

    // Lua lists begin at 1.
    private static int Place(Meter meter) => (int)meter + 1;
}
