using Gateway.Ledger.Journal;
using Gateway.Ledger.Pricing;
using Gateway.Ledger.Records;
using Gateway.Ledger.Store.Sums;
using Gateway.Tests.Repository;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Ledger.Records;

/// <summary>
/// Numbers and words that journals and databases hold. What fails here makes what is stored mean something else: a new one is added behind,
/// and none is changed, moved or given to something else.
/// </summary>
public sealed class StoredNumbersTests
{
    [Fact]
    public void Numbers_AreThoseThatAreStored()
    {
        Assert.Equal(
            "None=0 Complete=1 ClientClosed=2 BackendError=3 Truncated=4 Stalled=5 Drained=6 QuotaSpent=7 Refused=8 Failed=9 Orphaned=10 "
            + "Unknown=11 Superseded=12",
            Numbers<AnswerEnd>());
        Assert.Equal("None=0 Backend=1 Estimated=2", Numbers<UsageSource>());
        Assert.Equal("None=0 Background=1 PromptCut=2 ToolsLeftOut=4 ChoicesEstimated=8 GaveWay=16 Gathered=32 Unpriced=64", Numbers<UsageMarks>());
        Assert.Equal("Team=0 Owner=1 Key=2 Tag=3 Model=4 Backend=5 Client=6 Status=7", Numbers<UsageDimension>());
        Assert.Equal("Intent=1 Final=2", Numbers<EntryKind>());
    }

    // The place says it today, and the next one who adds a member in the middle would change those behind it.
    [Theory]
    [InlineData("Gateway.Wire/Streams/AnswerEnd.cs")]
    [InlineData("Gateway.Wire/Usage/UsageSource.cs")]
    [InlineData("Gateway.Ledger/Records/UsageMarks.cs")]
    [InlineData("Gateway.Ledger/Records/UsageDimension.cs")]
    [InlineData("Gateway.Ledger/Journal/EntryKind.cs")]
    public void Number_IsWritten_WhereItsMemberIs(string file) =>
        Assert.All(
            Repo.Text("src/" + file).Split('{', 2)[1].Split('\n')
                .Where(static l => l.StartsWith("    ", StringComparison.Ordinal) && char.IsUpper(l[4])),
            static line => Assert.Matches(@"^    \w+ = \d+,\r?$", line));

    [Fact]
    public void Tags_AreThoseThatAreStored()
    {
        const string stored = """
            1 counts_as_request, 2 counted_at, 3 received_at, 4 first_byte_ms, 5 total_ms, 6 queue_ms, 7 overhead_micros, 8
            key, 9 owner, 10 team, 11 client, 12 asked, 13 tag, 14 backend, 15 model, 16 operation, 17 stream, 18
            usage_source, 19 prompt, 20 cached, 21 output, 22 reasoning, 23 prompt_audio, 24 output_audio, 25 prompt_images,
            26 output_images, 27 cost_nano, 28 cost_currency, 29 cost_as_of, 30 charged_nano, 31 reserved_tokens, 32
            reserved_nano, 33 status, 34 http_status, 35 error, 36 attempts, 37 marks, 38 decision, 39 pictures, 40
            audio_ms, 41 video_ms, 42 characters, 43 documents, 44 cache_write, 45 billed_model, 46 priced, 47
            price_age_days, 48 unpriced
            """;
        Assert.Equal(
            stored.ReplaceLineEndings(" "),
            string.Join(", ", RecordFields.All.OrderBy(static f => f.Tag).Select(static f => $"{f.Tag} {f.Name}")));
    }

    // Every replica comes to the number of a group by itself, and rows of years ago bear it.
    [Fact]
    public void Group_HasTheNumberThatIsStored()
    {
        var whole = UsageGroup.Of(new UsageRecord
        {
            Request = default,
            CountedAt = 0,
            ReceivedAt = 0,
            Key = "laptop",
            Owner = "lin",
            Team = "",
            Client = "cline",
            Tag = "Coder",
            Backend = "ollama",
            Model = "模型:30b",
            Operation = "chat",
            Cost = new Cost(1, "CNY", default),
            End = AnswerEnd.Superseded,
        });
        var bare = UsageRecord.Blank(default, 1);
        (bare.Key, bare.Client) = ("k", "other");
        Assert.Equal((6888718497469297396, 257888863907495419), (whole.Id(), UsageGroup.Of(bare).Id()));
        Assert.Equal(-3057246587770118087, UsageGroup.Of(bare).Only(UsageDimension.Owner).Id());
        Assert.Equal(
            [
                (1, 3812781449314172469), (2, 4982001775834735685), (3, -6806578008013256943), (4, -2608611105915954548),
                (5, -2719512866813753845), (6, -2424619387229831823), (7, -3726385627795739778), (8, 2901536542365011007),
            ],
            Enum.GetValues<UsageDimension>().Select(whole.Only).Select(static g => (g.Kind, g.Id())));
    }

    [Fact]
    public void Group_KeepsItsNumber_WhenADimensionIsAdded()
    {
        string?[] values = ["ml", null, "k", null, null, null, null, "complete"];
        Assert.Equal(IdOf(values), IdOf([.. values, null]));
        Assert.NotEqual(IdOf(values), IdOf([.. values, "eu"]));
        Assert.NotEqual(IdOf([.. values, "eu", null]), IdOf([.. values, null, "eu"]));

        static long IdOf(string?[] values) => new UsageGroup(UsageGroup.Whole, values, "CNY").Id();
    }

    private static string Numbers<T>()
        where T : struct, Enum => string.Join(' ', Enum.GetValues<T>().Select(static v => $"{v}={Convert.ToInt64(v, null)}"));
}
