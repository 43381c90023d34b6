using System.Reflection;
using CsCheck;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Pricing;
using Gateway.Ledger.Records;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Ledger.Journal;

public sealed class RecordEncodingTests
{
    private const string FirstFull =
        "012c4f93011e7d3a7c9b1f3d5e8a7b2c4d0300000000f6b183c59868dab083c5986801901c8c01ec0e076c6170746f70046c696e010663"
        + "6c696e650c436f6465723a6c6f63616c06436f646572076f6c6c616d610be6a8a1e59e8b3a33306205636861740102e112811001d904a9"
        + "059103152904434e59ffc7afa025a0a95a80c09b88ba9703904eaab4de75ec070c0e6261636b656e645f6572726f7204";

    private const string FirstBare =
        "012c4f93011e7d3a7c9b1f3d5e8a7b2c4e0100000001010000000000026b0000066f746865720000000007726572616e6b000000000000"
        + "0000000000000000000b0000";

    private const string SecondFull =
        "022c4f93011e7d3a7c9b1f3d5e8a7b2c4d0300000000f6b183c59868dab083c5986801901c8c01ec0e076c6170746f70046c696e010663"
        + "6c696e650c436f6465723a6c6f63616c06436f646572076f6c6c616d610be6a8a1e59e8b3a33306205636861740102e112811001d904a9"
        + "059103152904434e59ffc7afa025a0a95a80c09b88ba9703904eaab4de75ec070c0e6261636b656e645f6572726f720422136368656170"
        + "65737420746861742066697473";

    private const string SecondBare =
        "022c4f93011e7d3a7c9b1f3d5e8a7b2c4e0100000001010000000000026b0000066f746865720000000007726572616e6b000000000000"
        + "0000000000000000000b00000000";

    private static readonly PropertyInfo[] Fields = [.. typeof(UsageRecord).GetProperties().Where(p => p.CanWrite)];

    private static readonly Gen<string> Name = Gen.OneOf(Gen.String[0, 40], Gen.Const("模型 🙂"), Gen.Const("")).Select(Whole);
    private static readonly Gen<int?> Count = Gen.OneOf(
        Gen.Int.Select(i => (int?)i), Gen.Const((int?)null), Gen.Const((int?)0), Gen.Const((int?)int.MinValue));

    private static readonly Gen<UsageRecord> Record =
        from id in Gen.Guid
        from names in Name.Array[11]
        from missing in Gen.Bool.Array[11]
        from numbers in Gen.OneOf(Gen.Long, Gen.Const(long.MinValue), Gen.Const(long.MaxValue), Gen.Const(0L)).Array[6]
        from ints in Gen.Int.Array[6]
        from counts in Count.Array[15]
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
                CacheWrite = counts[14],
                PromptAudio = counts[2],
                PromptImages = counts[3],
                Output = counts[4],
                Reasoning = counts[5],
                OutputAudio = counts[6],
                OutputImages = counts[7],
            },
            Pictures = counts[9],
            AudioMs = counts[10],
            VideoMs = counts[11],
            Characters = counts[12],
            Documents = counts[13],
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
        var record = SampleRecords.New(7);
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
        var record = SampleRecords.New(1);
        record.Error = new string('x', FieldWriter.MaxChars - 1) + "🙂";
        Assert.Equal(new string('x', FieldWriter.MaxChars - 1), RoundTrip(record).Error);
        record.Error = string.Concat(Enumerable.Repeat("字", 5000));
        Assert.Equal(FieldWriter.MaxChars, RoundTrip(record).Error!.Length);
    }

    [Fact]
    public void Record_OfANewerVersion_IsRefusedAndNotMisread()
    {
        var bytes = new byte[2000];
        RecordEncoding.Write(SampleRecords.New(1), bytes);
        bytes[0]++;
        Assert.Throws<InvalidDataException>(() => RecordEncoding.Read(bytes, new NamePool()));
    }

    // As the gateways of November 2026 wrote them: the bytes are theirs.
    [Theory]
    [InlineData(1, FirstFull, FirstBare)]
    [InlineData(2, SecondFull, SecondBare)]
    public void Record_OfAnOlderVersion_IsReadAsItWasWritten(int version, string full, string bare)
    {
        var wanted = new UsageRecord
        {
            Request = Guid.Parse("01934f2c-7d1e-7c3a-9b1f-3d5e8a7b2c4d"),
            Answer = 3,
            CountsAsRequest = false,
            CountedAt = 1_790_000_000_123,
            ReceivedAt = 1_790_000_000_045,
            FirstByteMs = 0,
            TotalMs = 1800,
            QueueMs = 70,
            OverheadMicros = 950,
            Key = "laptop",
            Owner = "lin",
            Team = "",
            Client = "cline",
            Asked = "Coder:local",
            Tag = "Coder",
            Backend = "ollama",
            Model = "模型:30b",
            Operation = "chat",
            Stream = true,
            Tokens = new TokenUsage
            {
                Source = UsageSource.Estimated,
                Prompt = 1200,
                Cached = 1024,
                PromptAudio = 0,
                PromptImages = 300,
                Output = 340,
                Reasoning = 200,
                OutputAudio = 10,
                OutputImages = 20,
            },
            Cost = new Cost(-5_000_000_000, "CNY", new DateOnly(2026, 11, 1)),
            ChargedNano = 7_000_000_000_000,
            ReservedTokens = 5000,
            ReservedNano = 123_456_789,
            Status = 502,
            End = AnswerEnd.Superseded,
            Error = "backend_error",
            Attempts = 2,
            Marks = version == 1 ? UsageMarks.None : UsageMarks.Background | UsageMarks.GaveWay,
            Decision = version == 1 ? null : "cheapest that fits",
        };
        AssertSame(wanted, Read(full));
        Assert.Equal(new RecordId(wanted.Request, 3), RecordEncoding.ReadId(Convert.FromHexString(full)));
        AssertSame(
            new UsageRecord
            {
                Request = Guid.Parse("01934f2c-7d1e-7c3a-9b1f-3d5e8a7b2c4e"),
                CountedAt = -1,
                ReceivedAt = 0,
                Key = "k",
                Client = "other",
                Operation = "rerank",
            },
            Read(bare));
    }

    [Theory]
    [InlineData(false, 0L)]
    [InlineData(false, long.MinValue)]
    [InlineData(true, 0L)]
    [InlineData(true, 5000L)]
    public void Field_OfANewerGateway_IsSteppedOver(bool isText, long value)
    {
        var record = SampleRecords.New(3);
        var bytes = new byte[20_000];
        var length = RecordEncoding.Write(record, bytes);
        // Before all others and behind them, by tags of one byte and of more.
        foreach (var tag in (int[])[63, 64, 5_000_000])
        {
            byte[] field = [
                .. Unsigned(((ulong)tag << 1) | (isText ? 1UL : 0)), .. Unsigned((ulong)value), .. new byte[isText ? value : 0]
            ];
            byte[] newer = [.. bytes[..21], .. field, .. bytes[21..length], .. field];
            AssertSame(record, RecordEncoding.Read(newer, new NamePool()));
        }
    }

    // What is a number today may be a text one day, and the other way round; a number may be larger, and an end one that is not known yet.
    [Fact]
    public void Field_ThatANewerGatewayWritesOtherwise_IsReadAsFarAsItCanBe()
    {
        byte[] head = [3, .. new byte[16], 1, 0, 0, 0];
        var status = (byte)(RecordFields.Of(UsageDimension.Status).Tag << 1);
        var key = (byte)(RecordFields.Of(UsageDimension.Key).Tag << 1);
        var prompt = (byte)(RecordFields.Prompt.Tag << 1);
        byte[] newer = [.. head, (byte)(prompt | 1), 1, 88, key, 7, prompt, .. Unsigned(1UL << 40), status, .. Unsigned(2 * 77)];
        var read = RecordEncoding.Read(newer, new NamePool());
        Assert.Equal(("", int.MaxValue, AnswerEnd.Unknown), (read.Key, read.Tokens.Prompt, read.End));
        Assert.Equal("unknown", UsageWords.Of(read.End));
    }

    [Fact]
    public void Field_ThatIsNotThere_HasItsDefault() =>
        AssertSame(UsageRecord.Blank(default, 1), RecordEncoding.Read([3, .. new byte[16], 1, 0, 0, 0], new NamePool()));

    private static byte[] Unsigned(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }

    private static UsageRecord Read(string hex) => RecordEncoding.Read(Convert.FromHexString(hex), new NamePool());

    private static void AssertSame(UsageRecord wanted, UsageRecord read) =>
        Assert.All(Fields, field => Assert.Equal((field.Name, field.GetValue(wanted)), (field.Name, field.GetValue(read))));

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
            CacheWrite = 9,
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
