using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Configuration;

/// <summary>A kind of limit: what it counts, over which time, and its key in the configuration. A new kind is a new row here.</summary>
internal sealed class LimitKind
{
    private readonly Func<QuotaLimitsConfig, decimal?> _of;

    private LimitKind(string key, Meter meter, LimitWindow window, Func<QuotaLimitsConfig, decimal?> of)
    {
        (Key, Name, Meter, Window, _of) = (key, JsonNamingPolicy.SnakeCaseLower.ConvertName(key), meter, window, of);
        IsBudget = window switch
        {
            LimitWindow.Day or LimitWindow.Month => true,
            LimitWindow.Minute or LimitWindow.AtOnce => false,
        };
        CountsRequests = meter switch
        {
            Meter.Requests or Meter.Concurrent => true,
            Meter.Tokens or Meter.Money or Meter.Pictures or Meter.Seconds or Meter.Characters => false,
        };
    }

    /// <summary>All kinds, in the order in which they are checked and listed.</summary>
    public static ImmutableArray<LimitKind> All { get; } =
    [
        new("requestsPerMinute", Meter.Requests, LimitWindow.Minute, static c => c.RequestsPerMinute),
        new("tokensPerMinute", Meter.Tokens, LimitWindow.Minute, static c => c.TokensPerMinute),
        new("concurrent", Meter.Concurrent, LimitWindow.AtOnce, static c => c.Concurrent),
        new("tokensPerDay", Meter.Tokens, LimitWindow.Day, static c => c.TokensPerDay),
        new("tokensPerMonth", Meter.Tokens, LimitWindow.Month, static c => c.TokensPerMonth),
        new("moneyPerDay", Meter.Money, LimitWindow.Day, static c => c.MoneyPerDay),
        new("moneyPerMonth", Meter.Money, LimitWindow.Month, static c => c.MoneyPerMonth),
        new("picturesPerDay", Meter.Pictures, LimitWindow.Day, static c => c.PicturesPerDay),
    ];

    /// <summary>The key in the configuration, such as <c>tokensPerDay</c>.</summary>
    public string Key { get; }

    /// <summary>The name in the API and in metrics, such as <c>tokens_per_day</c>.</summary>
    public string Name { get; }

    public Meter Meter { get; }

    public LimitWindow Window { get; }

    /// <summary>True when it resets by the calendar.</summary>
    public bool IsBudget { get; }

    /// <summary>True when it counts requests rather than what they use.</summary>
    public bool CountsRequests { get; }

    /// <summary>True when the ledger records its usage, so that new counters start from that.</summary>
    public bool IsInLedger => IsBudget && Meter switch
    {
        Meter.Tokens or Meter.Money => true,
        Meter.Requests or Meter.Concurrent or Meter.Pictures or Meter.Seconds or Meter.Characters => false,
    };

    /// <summary>Returns the configured value as written; null for no limit.</summary>
    public decimal? Of(QuotaLimitsConfig config) => _of(config);

    public override string ToString() => Key;
}
