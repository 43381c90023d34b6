using System.Reflection;
using CsCheck;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Records;
using Gateway.Protocol;
using Gateway.Streaming;
using Gateway.Usage;

namespace Gateway.Tests.Ledger.Journal;

public sealed class RecordEncodingTests
{
    private static readonly PropertyInfo[] Fields = [.. typeof(UsageRecord).GetProperties().Where(p => p.CanWrite)];

    private static readonly Gen<string> Name = Gen.OneOf(Gen.String[0, 40], Gen.Const("模型 🙂"), Gen.Const("")).Select(Whole);
    private static readonly Gen<int?> Count = Gen.OneOf(Gen.Int.Select(i => (int?)i), Gen.Const((int?)null), Gen.Const((int?)0), Gen.Const((int?)int.MinValue));

    private static readonly Gen<UsageRecord> Record =
        from id in Gen.Guid
        from names in Name.Array[11]
        from missing in Gen.Bool.Array[11]
        from numbers in Gen.OneOf(Gen.Long, Gen.Const(long.MinValue), Gen.Const(long.MaxValue), Gen.Const(0L)).Array[6]
        from ints in Gen.Int.Array[6]
        from counts in Count.Array[9]
        from flags in Gen.Bool.Array[3]
        from day in Gen.Int[0, DateOnly.MaxValue.DayNumber]
        from end in Gen.Enum<AnswerEnd>()
        from source in Gen.Enum<UsageSource>()
        from marks in Gen.Enum<UsageMarks>()
        select new UsageRecord
        {
            Request = id,
            Answer = ints[0],
            CountsAsRequest = flags[0],
            CountedAt = numbers[0],
            ReceivedAt = numbers[1],
            FirstByteMs = counts[8],
            TotalMs = ints[1],
            QueueMs = ints[2],
            OverheadMicros = ints[3],
            Key = names[0],
            Owner = missing[1] ? null : names[1],
            Team = missing[2] ? null : names[2],
            Client = names[3],
            Asked = missing[4] ? null : names[4],
            Tag = missing[5] ? null : names[5],
            Backend = missing[6] ? null : names[6],
            Model = missing[7] ? null : names[7],
            Operation = names[8],
            Stream = flags[1],
            Tokens = new TokenUsage
            {
                Source = source,
                Prompt = counts[0],
                Cached = counts[1],
                PromptAudio = counts[2],
                PromptImages = counts[3],
                Output = counts[4],
                Reasoning = counts[5],
                OutputAudio = counts[6],
                OutputImages = counts[7],
            },
            Cost = missing[9] ? null : new Cost(numbers[2], names[9], DateOnly.FromDayNumber(day)),
            ChargedNano = numbers[3],
            ReservedTokens = numbers[4],
            ReservedNano = numbers[5],
            Status = ints[4],
            End = end,
            Error = missing[10] ? null : names[10],
            Attempts = ints[5],
            Marks = marks,
            Decision = missing[0] ? null : names[8],
        };

    [Fact]
    public void Record_OfAnyFields_IsReadAsItWasWritten() => Record.Sample(record =>
    {
        var read = RoundTrip(record);
        foreach (var field in Fields)
        {
            Assert.Equal((field.Name, field.GetValue(record)), (field.Name, field.GetValue(read)));
        }
    });

    // A field that is added and not written would be equal in the test above, since the generator would not set it either.
    [Fact]
    public void Record_WithEveryFieldSet_LosesNone()
    {
        var record = Records.New(7);
        foreach (var field in Fields)
        {
            field.SetValue(record, Other(field.PropertyType));
        }

        var read = RoundTrip(record);
        Assert.All(Fields, field => Assert.Equal((field.Name, field.GetValue(record)), (field.Name, field.GetValue(read))));
    }

    [Fact]
    public void Name_LongerThanAny_IsCutBetweenCharacters()
    {
        var record = Records.New(1);
        record.Error = new string('x', FieldWriter.MaxChars - 1) + "🙂";
        Assert.Equal(new string('x', FieldWriter.MaxChars - 1), RoundTrip(record).Error);
        record.Error = string.Concat(Enumerable.Repeat("字", 5000));
        Assert.Equal(FieldWriter.MaxChars, RoundTrip(record).Error!.Length);
    }

    [Fact]
    public void Record_OfANewerVersion_IsRefusedAndNotMisread()
    {
        var bytes = new byte[2000];
        RecordEncoding.Write(Records.New(1), bytes);
        bytes[0]++;
        Assert.Throws<InvalidDataException>(() => RecordEncoding.Read(bytes, new NamePool()));
    }

    // A journal that an older gateway left behind holds no marks and no decision.
    [Fact]
    public void Record_OfTheFirstVersion_IsReadWithoutMarks()
    {
        var record = Records.New(3);
        (record.Attempts, record.Decision) = (5, null);
        var bytes = new byte[2000];
        var length = RecordEncoding.Write(record, bytes);
        bytes[0] = 1;
        // The last two bytes are what the second version added: no mark, and no decision.
        var read = RecordEncoding.Read(bytes.AsSpan(0, length - 2), new NamePool());
        Assert.Equal((5, UsageMarks.None, null), (read.Attempts, read.Marks, read.Decision));
    }

    private static UsageRecord RoundTrip(UsageRecord record)
    {
        var bytes = new byte[RecordEncoding.MaxSize(record)];
        return RecordEncoding.Read(bytes.AsSpan(0, RecordEncoding.Write(record, bytes)), new NamePool());
    }

    private static object Other(Type type) => type switch
    {
        _ when type == typeof(Guid) => Guid.Parse("01934f2c-7d1e-7c3a-9b1f-3d5e8a7b2c4d"),
        _ when type == typeof(UsageMarks) => UsageMarks.PromptCut | UsageMarks.Background,
        _ when type == typeof(int) || type == typeof(int?) => 77,
        _ when type == typeof(long) => 88L,
        _ when type == typeof(bool) => true,
        _ when type == typeof(string) => "other",
        _ when type == typeof(AnswerEnd) => AnswerEnd.Drained,
        _ when type == typeof(TokenUsage) => new TokenUsage
        {
            Source = UsageSource.Estimated,
            Prompt = 1,
            Cached = 2,
            PromptAudio = 3,
            PromptImages = 4,
            Output = 5,
            Reasoning = 6,
            OutputAudio = 7,
            OutputImages = 8,
        },
        _ when type == typeof(Cost?) => new Cost(9, "CNY", new DateOnly(2026, 3, 4)),
        _ => throw new NotSupportedException($"Say here what another {type} is."),
    };

    // Half a surrogate pair is no text, and comes back as the sign for that.
    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
