using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Usage;

namespace Gateway.Operations.Rerank;

/// <summary>
/// Writes the answer to a rerank request. Clients read the same list under one of two names, so the answer has both;
/// everything else the backend said is kept.
/// </summary>
internal static class RerankAnswer
{
    private static readonly JsonWriterOptions AsItStands = new() { SkipValidation = true };

    public static ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> body, RerankHead head, in RerankAnswerReader read, AnswerState answer)
    {
        var items = WriteItems(body, head, read.Ranks);
        var written = new ArrayBufferWriter<byte>(body.Length + items.Length * 2);
        written.Write("{"u8);
        Add(written, read.HasId ? default : [.. "\"id\":"u8, .. JsonText.Quoted("rerank-" + answer.Defaults!.RequestId)]);
        Add(written, read.HasObject ? default : "\"object\":\"list\""u8);
        Add(written, read.HasModel ? default : [.. "\"model\":"u8, .. answer.Defaults!.Model.Span]);
        foreach (var member in read.Members)
        {
            var isUsage = member.End == read.UsageValue.End;
            Add(written, isUsage ? Detailed(body, member, read, answer) : body.Slice(member.Start, member.Length));
        }

        if (read.UsageValue.IsAbsent && read.Usage.Prompt is { } tokens)
        {
            Add(written, [.. JsonText.Quoted("usage"), .. ":"u8, .. UsageOf(tokens, read.Usage, answer)]);
        }

        Add(written, [.. "\"results\":"u8, .. items.Span]);
        Add(written, [.. "\"data\":"u8, .. items.Span]);
        written.Write("}"u8);
        return written.WrittenMemory;
    }

    private static void Add(ArrayBufferWriter<byte> written, ReadOnlySpan<byte> member)
    {
        if (!member.IsEmpty)
        {
            written.Write(written.WrittenCount > 1 ? ","u8 : default);
            written.Write(member);
        }
    }

    // Adds who answered, for clients that are told.
    private static ReadOnlySpan<byte> Detailed(ReadOnlySpan<byte> body, JsonRange member, in RerankAnswerReader read, AnswerState answer)
    {
        var json = body.Slice(member.Start, member.Length);
        return answer.UsageDetails is { } details && read.Usage.Prompt > 0
            ? (byte[])[.. json[..^1], .. details(read.Usage), (byte)'}']
            : json;
    }

    private static byte[] UsageOf(int tokens, in TokenUsage usage, AnswerState answer)
    {
        byte[] counts =
            [.. JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, int> { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens })];
        return answer.UsageDetails is { } details ? [.. counts[..^1], .. details(usage), (byte)'}'] : counts;
    }

    // Best first; equal scores keep the order of the request.
    private static ReadOnlyMemory<byte> WriteItems(ReadOnlySpan<byte> body, RerankHead head, List<Rank> ranks)
    {
        ranks.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Index.CompareTo(b.Index));
        var items = new ArrayBufferWriter<byte>(body.Length);
        using var json = new Utf8JsonWriter(items, AsItStands);
        json.WriteStartArray();
        foreach (ref readonly var rank in CollectionsMarshal.AsSpan(ranks)[..head.ResultCount])
        {
            json.WriteStartObject();
            json.WriteNumber("index"u8, rank.Index);
            json.WritePropertyName("relevance_score"u8);
            json.WriteRawValue(body.Slice(rank.Written.Start, rank.Written.Length), skipInputValidation: true);
            if (head.Returned(rank.Index) is { IsEmpty: false } document)
            {
                json.WritePropertyName("document"u8);
                json.WriteRawValue(document, skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Flush();
        return items.WrittenMemory;
    }
}
