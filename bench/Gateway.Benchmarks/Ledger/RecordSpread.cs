using Gateway.Ledger.Pricing;
using Gateway.Ledger.Records;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Benchmarks.Ledger;

/// <summary>
/// Records of a company: 50 keys in 8 teams, 12 models on 3 backends, and 8 programs. Each key uses two of the programs and a few of
/// the models.
/// </summary>
internal sealed class RecordSpread(int seed)
{
    private static readonly string[] Tags = ["Coder", "Chat", "Vision", "Reasoning"];

    private readonly Random _random = new(seed);

    public UsageRecord Next(long at)
    {
        var key = _random.Next(50);
        // Most requests of a key go to one model, and some to three others.
        var pick = _random.Next(100);
        var model = (key + (pick < 60 ? 0 : pick < 85 ? 1 : pick < 95 ? 2 : 5)) % 12;
        var backend = model < 5 ? "ollama" : model < 10 || _random.Next(10) > 0 ? "siliconflow" : "deepseek";
        var prompt = _random.Next(100, 8000);
        var output = _random.Next(10, 1500);
        var ended = _random.Next(100);
        return new UsageRecord
        {
            Request = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(at)),
            CountedAt = at,
            ReceivedAt = at,
            FirstByteMs = _random.Next(100, 4000),
            TotalMs = _random.Next(4000, 60_000),
            QueueMs = 3,
            OverheadMicros = 140,
            Key = $"key-{key}",
            Owner = $"owner-{key % 40}",
            Team = $"team-{key % 8}",
            Client = $"client-{(key + (pick % 5 == 0 ? 1 : 0)) % 8}",
            Asked = Tags[model % 4],
            Tag = Tags[model % 4],
            Backend = backend,
            Model = $"vendor/model-{model}",
            Operation = "chat",
            Stream = true,
            Tokens = new TokenUsage
            {
                Source = UsageSource.Backend,
                Prompt = prompt,
                Cached = prompt / 3,
                Output = output,
                Reasoning = output / 4
            },
            Cost = model < 5 ? null : new Cost(prompt * 500L + output * 2000L, "CNY", new DateOnly(2026, 11, 1)),
            ChargedNano = model < 5 ? 0 : prompt * 500L + output * 2000L,
            ReservedTokens = 9000,
            ReservedNano = 10_000_000,
            Status = 200,
            End = ended < 95 ? AnswerEnd.Complete : ended < 98 ? AnswerEnd.ClientClosed : AnswerEnd.BackendError,
            Attempts = 1,
        };
    }
}
