using Gateway.Ledger.Records;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Ledger.Journal;

/// <summary>Records for tests: the number of each is in it.</summary>
internal static class SampleRecords
{
    public static UsageRecord New(int number, AnswerEnd end = AnswerEnd.Complete) => new()
    {
        Request = IdOf(number),
        CountedAt = 1_790_000_000_000 + number,
        ReceivedAt = 1_790_000_000_000 + number,
        FirstByteMs = 250,
        TotalMs = 1800,
        Key = "laptop",
        Owner = "lin",
        Team = "ml",
        Client = "cline",
        Asked = "Coder",
        Tag = "Coder",
        Backend = "ollama",
        Model = "qwen3-coder:30b",
        Operation = "chat",
        Stream = true,
        Tokens = new TokenUsage { Source = UsageSource.Backend, Prompt = 1200, Output = 340 },
        ChargedNano = number,
        Status = 200,
        End = end,
        Attempts = 1,
        Decision = "d",
    };

    public static UsageRecord Intent(int number) => New(number, AnswerEnd.Unknown);

    public static Guid IdOf(int number) => new(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);

    public static int NumberOf(UsageRecord record) => BitConverter.ToInt32(record.Request.ToByteArray(), 0);
}
