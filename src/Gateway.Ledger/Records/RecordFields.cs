using System.Collections.Immutable;
using System.Globalization;
using Gateway.Ledger.Pricing;
using static Gateway.Ledger.Records.FieldKinds;

namespace Gateway.Ledger.Records;

/// <summary>
/// The fields of the usage record, one per row. They define what the journal writes, the columns of the table, what is summed and by which
/// dimensions, and what reports show, in this order. A record also has a key: the request's id and the number of the answer.
/// </summary>
/// <remarks>CONTRIBUTING.md lists what a new field needs besides its row.</remarks>
internal static class RecordFields
{
    private const string Day = "yyyy-MM-dd";

    public static RecordField Prompt { get; } =
        Count(19, "prompt", static r => r.Tokens.Prompt, static (r, v) => r.Tokens = r.Tokens with { Prompt = v });

    public static RecordField Output { get; } =
        Count(21, "output", static r => r.Tokens.Output, static (r, v) => r.Tokens = r.Tokens with { Output = v });

    public static RecordField Cached { get; } =
        Count(20, "cached", static r => r.Tokens.Cached, static (r, v) => r.Tokens = r.Tokens with { Cached = v });

    /// <summary>1 for an answer with a price, so that the mean age of prices can be told. It follows from the cost.</summary>
    public static RecordField Priced { get; } =
        Derived(46, "priced", static r => r.Cost is null ? null : 1) with { Metric = "price_age", Tell = Nothing };

    public static RecordField PriceAge { get; } =
        Derived(47, "price_age_days", static r => r.PriceAgeDays) with { Metric = "price_age" };

    public static RecordField CostNano { get; } =
        MaybeMoney(27, "cost_nano", static r => r.Cost?.Nano, static (r, v) => r.Cost = CostOf(r) with { Nano = v }) with
        {
            Told = "cost",
            Metric = "cost",
        };

    public static RecordField ChargedNano { get; } =
        Money(30, "charged_nano", static r => r.ChargedNano, static (r, v) => r.ChargedNano = v) with { Told = "charged", Metric = "cost" };

    public static ImmutableArray<RecordField> All { get; } =
    [
        Flag(1, "counts_as_request", static r => r.CountsAsRequest, static (r, v) => r.CountsAsRequest = v),
        Moment(2, "counted_at", static r => r.CountedAt, static (r, v) => r.CountedAt = v),
        Moment(3, "received_at", static r => r.ReceivedAt, static (r, v) => r.ReceivedAt = v),
        Maybe(4, "first_byte_ms", static r => r.FirstByteMs, static (r, v) => r.FirstByteMs = v),
        Number(5, "total_ms", static r => r.TotalMs, static (r, v) => r.TotalMs = v),
        Number(6, "queue_ms", static r => r.QueueMs, static (r, v) => r.QueueMs = v),
        Number(7, "overhead_micros", static r => r.OverheadMicros, static (r, v) => r.OverheadMicros = v) with { Told = "overhead_us" },
        Name(8, "key", static r => r.Key, static (r, v) => r.Key = v) with { Dimension = UsageDimension.Key },
        Text(9, "owner", static r => r.Owner, static (r, v) => r.Owner = v) with { Dimension = UsageDimension.Owner },
        Text(10, "team", static r => r.Team, static (r, v) => r.Team = v) with { Dimension = UsageDimension.Team },
        Name(11, "client", static r => r.Client, static (r, v) => r.Client = v) with { Dimension = UsageDimension.Client },
        Text(12, "asked", static r => r.Asked, static (r, v) => r.Asked = v),
        Text(13, "tag", static r => r.Tag, static (r, v) => r.Tag = v) with { Dimension = UsageDimension.Tag },
        Text(14, "backend", static r => r.Backend, static (r, v) => r.Backend = v) with { Dimension = UsageDimension.Backend },
        Text(15, "model", static r => r.Model, static (r, v) => r.Model = v) with { Dimension = UsageDimension.Model },
        Name(16, "operation", static r => r.Operation, static (r, v) => r.Operation = v),
        Flag(17, "stream", static r => r.Stream, static (r, v) => r.Stream = v),
        Word(
            18, "usage_source",
            static r => (int)r.Tokens.Source, static (r, v) => r.Tokens = r.Tokens with { Source = UsageWords.SourceOf(v) },
            static r => UsageWords.Of(r.Tokens.Source),
            static (r, word) => r.Tokens = r.Tokens with { Source = UsageWords.SourceOf(word) }),
        Prompt,
        Cached,
        Count(44, "cache_write", static r => r.Tokens.CacheWrite, static (r, v) => r.Tokens = r.Tokens with { CacheWrite = v }),
        Output,
        Count(22, "reasoning", static r => r.Tokens.Reasoning, static (r, v) => r.Tokens = r.Tokens with { Reasoning = v }),
        Count(23, "prompt_audio", static r => r.Tokens.PromptAudio, static (r, v) => r.Tokens = r.Tokens with { PromptAudio = v })
            with { Metric = "audio" },
        Count(24, "output_audio", static r => r.Tokens.OutputAudio, static (r, v) => r.Tokens = r.Tokens with { OutputAudio = v })
            with { Metric = "audio" },
        Count(25, "prompt_images", static r => r.Tokens.PromptImages, static (r, v) => r.Tokens = r.Tokens with { PromptImages = v })
            with { Metric = "images" },
        Count(26, "output_images", static r => r.Tokens.OutputImages, static (r, v) => r.Tokens = r.Tokens with { OutputImages = v })
            with { Metric = "images" },
        Count(39, "pictures", static r => r.Pictures, static (r, v) => r.Pictures = v),
        Count(40, "audio_ms", static r => r.AudioMs, static (r, v) => r.AudioMs = v),
        Count(41, "video_ms", static r => r.VideoMs, static (r, v) => r.VideoMs = v),
        Count(42, "characters", static r => r.Characters, static (r, v) => r.Characters = v),
        Count(43, "documents", static r => r.Documents, static (r, v) => r.Documents = v),
        CostNano,
        Text(28, "cost_currency", static r => r.Cost?.Currency, static (r, v) => r.Cost = CostOf(r) with { Currency = v })
            with { Told = "currency" },
        Word(
            29, "cost_as_of",
            static r => r.Cost?.AsOf.DayNumber, static (r, v) => r.Cost = CostOf(r) with { AsOf = DateOnly.FromDayNumber((int)v) },
            static r => r.Cost?.AsOf.ToString(Day, CultureInfo.InvariantCulture),
            static (r, word) => r.Cost = CostOf(r) with { AsOf = DateOnly.ParseExact(word, Day, CultureInfo.InvariantCulture) },
            isRequired: false)
            with { Told = "price_of" },
        ChargedNano,
        Large(31, "reserved_tokens", static r => r.ReservedTokens, static (r, v) => r.ReservedTokens = v),
        Money(32, "reserved_nano", static r => r.ReservedNano, static (r, v) => r.ReservedNano = v) with { Told = "reserved" },
        Word(
            33, "status",
            static r => (int)r.End, static (r, v) => r.End = UsageWords.EndOf(v),
            static r => UsageWords.Of(r.End),
            static (r, word) => r.End = UsageWords.EndOf(word)) with { Dimension = UsageDimension.Status },
        Number(34, "http_status", static r => r.Status, static (r, v) => r.Status = v) with
        {
            // 0 is stored for an unknown status.
            Tell = static (r, cells, told, _) => cells.Number(told, r.Status == 0 ? null : r.Status),
        },
        Text(35, "error", static r => r.Error, static (r, v) => r.Error = v),
        Number(36, "attempts", static r => r.Attempts, static (r, v) => r.Attempts = v),
        Word(
            37, "marks",
            static r => (int)r.Marks, static (r, v) => r.Marks = (UsageMarks)v,
            static r => UsageWords.Of(r.Marks), static (r, word) => r.Marks = UsageWords.MarksOf(word),
            isRequired: false),
        Text(38, "decision", static r => r.Decision, static (r, v) => r.Decision = v),
        Text(45, "billed_model", static r => r.BilledModel, static (r, v) => r.BilledModel = v),
        Priced,
        PriceAge,
        // The marks say it of a single request.
        Derived(48, "unpriced", static r => (r.Marks & UsageMarks.Unpriced) != 0 ? 1 : null) with { Tell = Nothing },
        // The next tag: 49.
    ];

    /// <summary>The fields that are summed.</summary>
    public static ImmutableArray<RecordField> Sums { get; } = [.. All.Where(static f => f.Metric is not null)];

    /// <summary>The fields that usage is summed by, in the order of <see cref="UsageDimension"/>.</summary>
    public static ImmutableArray<RecordField> Dimensions { get; } =
        [.. Enum.GetValues<UsageDimension>().Select(static d => All.Single(f => f.Dimension == d))];

    private static readonly RecordField?[] s_byTag =
        [.. Enumerable.Range(0, All.Max(static f => f.Tag) + 1).Select(static tag => All.SingleOrDefault(f => f.Tag == tag))];

    /// <summary>Finds the field of a journal tag; null for one of a newer version.</summary>
    public static RecordField? OfTag(int tag) => tag < s_byTag.Length ? s_byTag[tag] : null;

    public static RecordField Of(UsageDimension dimension) => Dimensions[(int)dimension];

    /// <summary>Finds the position of a field among those that are summed.</summary>
    public static int PlaceOf(RecordField sum) => Sums.IndexOf(sum);

    private static RecordField Derived(int tag, string name, Func<UsageRecord, int?> value) =>
        Count(tag, name, value, static (_, _) => { }) with { IsDerived = true };

    private static void Nothing(UsageRecord record, IUsageCells cells, string told, TimeZoneInfo zone)
    {
    }

    // The parts of a cost are read one after the other.
    private static Cost CostOf(UsageRecord record) => record.Cost ?? new Cost(0, "", default);
}
