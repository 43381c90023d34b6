using Gateway.Ledger.Records;
using Gateway.Protocol;
using Gateway.Streaming;
using Gateway.Usage;

namespace Gateway.Ledger.Journal;

/// <summary>A record as bytes. The first is the version: what an older gateway left behind is read by a newer one.</summary>
internal static class RecordEncoding
{
    private const byte Version = 2;

    // Without marks and decision.
    private const byte First = 1;

    // Version and id, and 29 numbers of at most ten bytes.
    private const int MaxNumbers = 21 + 29 * 10;

    /// <summary>What a record takes at most.</summary>
    public static int MaxSize(UsageRecord record) =>
        MaxNumbers + FieldWriter.MaxSize(record.Key) + FieldWriter.MaxSize(record.Owner) + FieldWriter.MaxSize(record.Team)
        + FieldWriter.MaxSize(record.Client) + FieldWriter.MaxSize(record.Asked) + FieldWriter.MaxSize(record.Tag) + FieldWriter.MaxSize(record.Backend)
        + FieldWriter.MaxSize(record.Model) + FieldWriter.MaxSize(record.Operation) + FieldWriter.MaxSize(record.Error) + FieldWriter.MaxSize(record.Cost?.Currency)
        + FieldWriter.MaxSize(record.Decision);

    /// <returns>How many bytes were written.</returns>
    public static int Write(UsageRecord record, Span<byte> buffer)
    {
        var to = new FieldWriter(buffer);
        to.Byte(Version);
        to.Id(new RecordId(record.Request, record.Answer));
        to.Byte(record.CountsAsRequest ? (byte)1 : (byte)0);
        to.Number(record.CountedAt);
        to.Number(record.ReceivedAt);
        to.Maybe(record.FirstByteMs);
        to.Number(record.TotalMs);
        to.Number(record.QueueMs);
        to.Number(record.OverheadMicros);
        to.Text(record.Key);
        to.Text(record.Owner);
        to.Text(record.Team);
        to.Text(record.Client);
        to.Text(record.Asked);
        to.Text(record.Tag);
        to.Text(record.Backend);
        to.Text(record.Model);
        to.Text(record.Operation);
        to.Byte(record.Stream ? (byte)1 : (byte)0);
        WriteTokens(ref to, record.Tokens);
        to.Text(record.Cost?.Currency);
        if (record.Cost is { } cost)
        {
            to.Number(cost.Nano);
            to.Number(cost.AsOf.DayNumber);
        }

        to.Number(record.ChargedNano);
        to.Number(record.ReservedTokens);
        to.Number(record.ReservedNano);
        to.Number(record.Status);
        to.Byte((byte)record.End);
        to.Text(record.Error);
        to.Number(record.Attempts);
        to.Number((int)record.Marks);
        to.Text(record.Decision);
        return to.Length;
    }

    /// <summary>The id alone.</summary>
    public static RecordId ReadId(ReadOnlySpan<byte> bytes, NamePool names)
    {
        var from = new FieldReader(bytes, names);
        Expect(from.Byte());
        return from.Id();
    }

    /// <exception cref="InvalidDataException">It is no record, or one of a newer version.</exception>
    public static UsageRecord Read(ReadOnlySpan<byte> bytes, NamePool names)
    {
        var from = new FieldReader(bytes, names);
        var version = Expect(from.Byte());
        var id = from.Id();
        // An initializer is carried out in the order in which it is written, which is the order of the bytes.
        return new UsageRecord
        {
            Request = id.Request,
            Answer = id.Answer,
            CountsAsRequest = from.Flag(),
            CountedAt = from.Number(),
            ReceivedAt = from.Number(),
            FirstByteMs = from.Maybe(),
            TotalMs = from.Int(),
            QueueMs = from.Int(),
            OverheadMicros = from.Int(),
            Key = from.Name(),
            Owner = from.Text(),
            Team = from.Text(),
            Client = from.Name(),
            Asked = from.Text(),
            Tag = from.Text(),
            Backend = from.Text(),
            Model = from.Text(),
            Operation = from.Name(),
            Stream = from.Flag(),
            Tokens = ReadTokens(ref from),
            Cost = from.Text() is { } currency ? new Cost(from.Number(), currency, DateOnly.FromDayNumber(from.Int())) : null,
            ChargedNano = from.Number(),
            ReservedTokens = from.Number(),
            ReservedNano = from.Number(),
            Status = from.Int(),
            End = (AnswerEnd)from.Byte(),
            Error = from.Text(),
            Attempts = from.Int(),
            Marks = version == First ? UsageMarks.None : (UsageMarks)from.Int(),
            Decision = version == First ? null : from.Text(),
        };
    }

    private static void WriteTokens(ref FieldWriter to, in TokenUsage tokens)
    {
        to.Byte((byte)tokens.Source);
        to.Maybe(tokens.Prompt);
        to.Maybe(tokens.Cached);
        to.Maybe(tokens.PromptAudio);
        to.Maybe(tokens.PromptImages);
        to.Maybe(tokens.Output);
        to.Maybe(tokens.Reasoning);
        to.Maybe(tokens.OutputAudio);
        to.Maybe(tokens.OutputImages);
    }

    private static TokenUsage ReadTokens(ref FieldReader from) => new()
    {
        Source = (UsageSource)from.Byte(),
        Prompt = from.Maybe(),
        Cached = from.Maybe(),
        PromptAudio = from.Maybe(),
        PromptImages = from.Maybe(),
        Output = from.Maybe(),
        Reasoning = from.Maybe(),
        OutputAudio = from.Maybe(),
        OutputImages = from.Maybe(),
    };

    private static byte Expect(byte version) => version is First or Version
        ? version
        : throw new InvalidDataException($"A record of version {version} is not known here; those up to {Version} are.");
}
