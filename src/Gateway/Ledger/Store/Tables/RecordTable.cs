using System.Globalization;
using Gateway.Ledger.Records;

namespace Gateway.Ledger.Store.Tables;

/// <summary>The columns of single records, in the order in which <see cref="StoredRecord"/> reads them.</summary>
internal static class RecordTable
{
    public const string Name = "usage_records";

    public static IReadOnlyList<string> Key { get; } = ["request", "answer"];

    public static IReadOnlyList<Column<UsageRecord>> Columns { get; } =
    [
        Of("request", static r => StoredRecord.Bytes(r.Request)),
        Of("answer", static r => r.Answer),
        Of("counts_as_request", static r => r.CountsAsRequest),
        Of("counted_at", static r => r.CountedAt),
        Of("received_at", static r => r.ReceivedAt),
        Optional("first_byte_ms", static r => r.FirstByteMs),
        Of("total_ms", static r => r.TotalMs),
        Of("queue_ms", static r => r.QueueMs),
        Of("overhead_micros", static r => r.OverheadMicros),
        Of("key", static r => StoredText.Of(r.Key)!),
        Optional("owner", static r => StoredText.Of(r.Owner)),
        Optional("team", static r => StoredText.Of(r.Team)),
        Of("client", static r => StoredText.Of(r.Client)!),
        Optional("asked", static r => StoredText.Of(r.Asked)),
        Optional("tag", static r => StoredText.Of(r.Tag)),
        Optional("backend", static r => StoredText.Of(r.Backend)),
        Optional("model", static r => StoredText.Of(r.Model)),
        Of("operation", static r => StoredText.Of(r.Operation)!),
        Of("stream", static r => r.Stream),
        Of("usage_source", static r => UsageWords.Of(r.Tokens.Source)),
        Optional("prompt", static r => r.Tokens.Prompt),
        Optional("cached", static r => r.Tokens.Cached),
        Optional("prompt_audio", static r => r.Tokens.PromptAudio),
        Optional("prompt_images", static r => r.Tokens.PromptImages),
        Optional("output", static r => r.Tokens.Output),
        Optional("reasoning", static r => r.Tokens.Reasoning),
        Optional("output_audio", static r => r.Tokens.OutputAudio),
        Optional("output_images", static r => r.Tokens.OutputImages),
        Optional("cost_nano", static r => r.Cost?.Nano),
        Optional("cost_currency", static r => StoredText.Of(r.Cost?.Currency)),
        Optional("cost_as_of", static r => r.Cost?.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        Of("charged_nano", static r => r.ChargedNano),
        Of("reserved_tokens", static r => r.ReservedTokens),
        Of("reserved_nano", static r => r.ReservedNano),
        Of("http_status", static r => r.Status),
        Of("status", static r => UsageWords.Of(r.End)),
        Optional("error", static r => StoredText.Of(r.Error)),
        Of("attempts", static r => r.Attempts),
        Optional("marks", static r => UsageWords.Of(r.Marks)),
        Optional("decision", static r => StoredText.Of(r.Decision)),
    ];

    private static TypedColumn<UsageRecord, T> Of<T>(string name, Func<UsageRecord, T> value) => new(name, value);

    private static TypedColumn<UsageRecord, T> Optional<T>(string name, Func<UsageRecord, T> value) => new(name, value) { IsRequired = false };
}
