using Gateway.Ledger.Pricing;
using Gateway.Ledger.Records;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Benchmarks.Ledger;

/// <summary>The usage record of a typical chat.</summary>
internal static class MeasuredRecord
{
    public static UsageRecord New(int number) => new()
    {
        Request = new Guid(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0),
        CountedAt = 1_790_000_000_000,
        ReceivedAt = 1_790_000_000_000,
        FirstByteMs = 250,
        TotalMs = 1800,
        OverheadMicros = 300,
        Key = "laptop",
        Owner = "lin",
        Team = "ml",
        Client = "cline",
        Asked = "Coder",
        Tag = "Coder",
        Backend = "siliconflow",
        Model = "Qwen/Qwen3-Coder-480B-A35B-Instruct",
        Operation = "chat",
        Stream = true,
        Tokens = new TokenUsage { Source = UsageSource.Backend, Prompt = 1200, Cached = 800, Output = 340, Reasoning = 20 },
        Cost = new Cost(1_234_567, "CNY", new DateOnly(2026, 1, 1)),
        ChargedNano = 1_234_567,
        ReservedTokens = 5000,
        ReservedNano = 9_000_000,
        Status = 200,
        End = AnswerEnd.Complete,
        Attempts = 1,
    };
}
