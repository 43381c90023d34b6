using Gateway.Ledger.Pricing;
using Gateway.Ledger.Records;
using Gateway.Wire.Usage;

namespace Gateway.Ledger.Journal;

/// <summary>
/// Reads records of the first two versions. Every field has a fixed position. A 0 stands for a missing value, and any other value is stored
/// plus one. Nothing writes these versions any more, so changes of the record do not concern this class.
/// </summary>
internal ref struct PositionalRecord(FieldReader from, NamePool names)
{
    // Without marks and decision.
    public const byte First = 1;
    public const byte Second = 2;

    private FieldReader _from = from;

    public UsageRecord Read(RecordId id, byte version) => new()
    {
        // An initializer runs in the order in which it is written, which is the order of the bytes.
        Request = id.Request,
        Answer = id.Answer,
        CountsAsRequest = _from.Byte() != 0,
        CountedAt = _from.Number(),
        ReceivedAt = _from.Number(),
        FirstByteMs = Maybe(),
        TotalMs = Int(),
        QueueMs = Int(),
        OverheadMicros = Int(),
        Key = Name(),
        Owner = Text(),
        Team = Text(),
        Client = Name(),
        Asked = Text(),
        Tag = Text(),
        Backend = Text(),
        Model = Text(),
        Operation = Name(),
        Stream = _from.Byte() != 0,
        Tokens = new TokenUsage
        {
            Source = UsageWords.SourceOf(_from.Byte()),
            Prompt = Maybe(),
            Cached = Maybe(),
            PromptAudio = Maybe(),
            PromptImages = Maybe(),
            Output = Maybe(),
            Reasoning = Maybe(),
            OutputAudio = Maybe(),
            OutputImages = Maybe(),
        },
        Cost = Text() is { } currency ? new Cost(_from.Number(), currency, DateOnly.FromDayNumber(Int())) : null,
        ChargedNano = _from.Number(),
        ReservedTokens = _from.Number(),
        ReservedNano = _from.Number(),
        Status = Int(),
        End = UsageWords.EndOf(_from.Byte()),
        Error = Text(),
        Attempts = Int(),
        Marks = version == First ? UsageMarks.None : (UsageMarks)Int(),
        Decision = version == First ? null : Text(),
    };

    private int Int() => checked((int)_from.Number());

    private int? Maybe()
    {
        var more = _from.Unsigned();
        return more == 0 ? null : checked((int)FieldReader.Signed(more - 1));
    }

    private string? Text() => _from.Unsigned() is > 0 and var length ? names.Get(_from.Take(length - 1)) : null;

    private string Name() => Text() ?? throw new InvalidDataException("A name is missing.");
}
