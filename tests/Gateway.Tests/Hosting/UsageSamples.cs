using Gateway.Ledger.Pricing;
using Gateway.Ledger.Records;
using Gateway.Ledger.Store;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Hosting;

/// <summary>Usage records for tests, and the way of them into a gateway's ledger.</summary>
internal static class UsageSamples
{
    /// <summary>A request of ten tokens and five, for a hundredth of a yuan.</summary>
    public static UsageRecord Record(
        string at, string key = "k", string? owner = null, string? team = null, string? model = "m", AnswerEnd end = AnswerEnd.Complete,
        long nano = 10_000_000, string currency = "CNY")
    {
        var moment = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        return new UsageRecord
        {
            Request = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(moment)),
            CountedAt = moment,
            ReceivedAt = moment,
            FirstByteMs = 15,
            TotalMs = 100,
            Key = key,
            Owner = owner,
            Team = team,
            Client = "cline",
            Asked = "Coder",
            Tag = "Coder",
            Backend = "b",
            Model = model,
            Operation = "chat",
            Tokens = new TokenUsage { Source = UsageSource.Backend, Prompt = 10, Cached = 4, Output = 5, Reasoning = 2 },
            Cost = new Cost(nano, currency, new DateOnly(2026, 11, 1)),
            ChargedNano = currency == "CNY" ? nano : nano * 7,
            Status = end == AnswerEnd.Complete ? 200 : 502,
            End = end,
            Attempts = 1,
        };
    }

    public static Task KeepAsync(this TestGateway gateway, params UsageRecord[] records) =>
        gateway.Services.GetRequiredService<UsageStore>().WriteAsync(records, default);
}
