using System.Text;
using CsCheck;
using Gateway.Authentication;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

/// <summary>The strictest client can read every event, however the backend shapes it.</summary>
public class AnyShapeIsStrictTests
{
    private static readonly Gen<string> Text = One(
        "\"\"", "null", "\"a\"", "\"词\"", "\"\\n\"", "\"<think>\"", "\"<th\"", "\"ink>x\"", "\"b</think>\"", "\"</\"",
        "\"\\u003cthink\\u003er\"");

    private static readonly Gen<string> Odd = One(
        "5", "true", "{}", "[]", "{\"type\":\"text\",\"text\":\"t\"}", "[{\"type\":\"text\",\"text\":\"t\"}]",
        "[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"th\"}]}]",
        "[{\"type\":\"thinking\",\"thinking\":\"th\"},{\"type\":\"text\",\"text\":\"t\"}]",
        "[null,{\"text\":\"r\",\"type\":\"reasoning\"},\"s\",{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"}}]");

    private static readonly Gen<string> Value = Gen.Frequency((3, Text), (1, Odd));

    private static readonly Gen<string> Id = One("", "\"id\":null", "\"id\":\"\"", "\"id\":\"a\"", "\"id\":\"b\"", "\"id\":7");

    private static readonly Gen<string> Function = Members(
        One("", "\"name\":null", "\"name\":\"f\"", "\"name\":\"g\"", "\"name\":\"\""),
        One(
            "", "\"arguments\":null", "\"arguments\":\"\"", "\"arguments\":{\"a\":[1,\"\\\"\\\\\"]}", "\"arguments\":\"{}\"",
            "\"arguments\":5"),
        One("", "\"x\":[{}]"));

    private static readonly Gen<string> Piece = Members(
        One("", "\"index\":0", "\"index\":1", "\"index\":null", "\"index\":\"0\"", "\"index\":-1", "\"index\":2000000000", "\"index\":1.5"),
        Id,
        One("", "\"type\":null", "\"type\":\"function\"", "\"type\":\"\"", "\"type\":3"),
        Gen.Frequency((8, Function.Select(f => "\"function\":" + f)), (1, Gen.Const("\"function\":null"))));

    private static readonly Gen<string> Calls = Gen.OneOf(
        Gen.Const(""), Gen.Const(""), Gen.Const("\"tool_calls\":null"), Gen.Const("\"tool_calls\":{}"), Gen.Const("\"tool_calls\":[]"),
        Piece.Array[1, 3].Select(p => $"\"tool_calls\":[{string.Join(',', p)}]"), Piece.Select(p => $"\"tool_calls\":[null,{p}]"));

    private static readonly Gen<string> Delta = Members(
        One("", "\"role\":null", "\"role\":\"assistant\"", "\"role\":\"model\"", "\"role\":1"),
        Gen.OneOf(Gen.Const(""), Value.Select(v => "\"content\":" + v)),
        Gen.OneOf(Gen.Const(""), Value.Select(v => "\"reasoning_content\":" + v)),
        Gen.OneOf(Gen.Const(""), Gen.Const(""), Value.Select(v => "\"reasoning\":" + v)),
        Calls);

    private static readonly Gen<string> Count = One("3", "0", "\"12\"", "null", "1.5", "12.0", "-4", "{}", "99999999999", "true");

    private static readonly Gen<string> Usage = Gen.Frequency(
        (2, Gen.Const("")),
        (1, One("\"usage\":null", "\"usage\":5", "\"usage\":{}", "\"x_groq\":{\"id\":\"g\",\"usage\":{\"prompt_tokens\":1}}")),
        (3, Members(
            Count.Select(c => "\"prompt_tokens\":" + c),
            Gen.OneOf(Gen.Const(""), Count.Select(c => "\"completion_tokens\":" + c)),
            Gen.OneOf(Gen.Const(""), Count.Select(c => "\"total_tokens\":" + c)),
            Gen.OneOf(
                Gen.Const(""), Count.Select(c => $"\"prompt_tokens_details\":{{\"cached_tokens\":{c}}}"),
                Gen.Const("\"completion_tokens_details\":null"), Gen.Const("\"completion_tokens_details\":3")))
                    .Select(u => "\"usage\":" + u)));

    private static readonly Gen<string> Head = Gen.Select(
        One("", "\"id\":null,", "\"id\":\"c\",", "\"id\":9,"),
        One("", "\"object\":null,", "\"object\":\"chat.completion\",", "\"object\":\"chat.completion.chunk\","),
        One(
            "", "\"created\":1,", "\"created\":1700000000.25,", "\"created\":\"1700000000\",", "\"created\":null,", "\"created\":-1,",
            "\"created\":1700000000123,", "\"created\":1e999,", "\"created\":\"2026-01-02T03:04:05Z\","),
        One("", "\"model\":\"m\",", "\"model\":null,"),
        (a, b, c, d) => a + b + c + d);

    private static readonly Gen<string> Event = Gen.Select(Head, Choices("delta"), Usage, Gen.Bool, (head, choices, usage, usageFirst) =>
        Sse.Data(
            "{" + head + (usageFirst && usage.Length > 0 ? usage + "," : "") + choices
                + (usageFirst || usage.Length == 0 ? "" : "," + usage) + "}"));

    private static readonly Gen<string> UsageOnly = Gen.Select(
        Usage, One("\"choices\":[]", "\"choices\":null", "\"x\":\"\""), One("", ",\"timings\":{\"prompt_n\":1}"), (usage, choices, more) =>
            Sse.Data("{" + choices + (usage.Length == 0 ? "" : "," + usage) + more + "}"));

    private static readonly Gen<string> Stream = Gen.Select(
        Gen.Frequency((6, Event), (1, UsageOnly)).Array[1, 8], Gen.OneOf(UsageOnly, Gen.Const("")), (events, last) =>
            string.Concat(events) + Sse.Ends("tool_calls") + Sse.Ends("tool_calls", 1) + last + Sse.Done);

    [Fact]
    public void Stream_OfAnyShapes_IsStrict() => Gen.Select(Stream, Gen.Bool, Gen.Bool).Sample(
        (stream, asks, thinks) =>
        {
            var repaired = StreamCases.Run(NewRepair(asks, thinks), Encoding.UTF8.GetBytes(stream));
            // Calls of these pieces need not be whole; what they look like till then must hold all the same.
            var text = repaired.End == AnswerEnd.Complete ? repaired.Text : UpToTheError(repaired.Text);
            StrictSchema.AssertStream(text, asks);
        },
        iter: 20_000);

    [Fact]
    public void Answer_OfAnyShapes_IsStrict() => Gen.Select(Head, Choices("message"), Usage, Gen.Bool).Sample(
        (head, choices, usage, thinks) =>
        {
            var body = "{" + head + choices.Replace("\"finish_reason\":null", "\"finish_reason\":\"length\"", StringComparison.Ordinal)
                + (usage.Length > 0 ? "," + usage : "") + "}";
            var edits = new ByteEdits();
            var kind = AnswerReader.ReadBody(Encoding.UTF8.GetBytes(body), NewState(thinks), edits);
            if (kind == AnswerKind.Content)
            {
                var mended = new System.Buffers.ArrayBufferWriter<byte>();
                edits.Apply(Encoding.UTF8.GetBytes(body), mended);
                StrictSchema.AssertWhole(Encoding.UTF8.GetString(mended.WrittenSpan));
            }
        },
        iter: 10_000);

    internal static AnswerState NewState(bool thinks = false) => new()
    {
        ReasoningName = ApiKey.Anonymous.ReasoningName,
        ThinkTags = thinks ? new ThinkTags() : null,
        Defaults = new AnswerDefaults("r1", "Chat", 1),
    };

    internal static StreamRepair NewRepair(bool asksForUsage = false, bool thinks = false) =>
        new(NewState(thinks), new StreamSettings("r1", "Chat", 1, asksForUsage, SecretScrubber.None));

    private static string UpToTheError(string stream)
    {
        Assert.NotEqual("", Sse.ErrorAtEnd(stream));
        return stream[..stream.LastIndexOf("data: ", StringComparison.Ordinal)] + Sse.Done;
    }

    private static Gen<string> One(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<string> Choices(string member)
    {
        var delta = member == "delta"
            ? Gen.Frequency((6, Delta.Select(d => "\"delta\":" + d)), (1, One("", "\"delta\":null", "\"delta\":[]")))
            : Delta.Select(d => "\"message\":" + d);
        var choice = Gen.Select(
            One("\"index\":0", "\"index\":1", "", "\"index\":null", "\"index\":\"1\"", "\"index\":-1"), delta, (index, d) =>
                "{" + string.Join(',', new[] { index, d, "\"finish_reason\":null" }.Where(m => m.Length > 0)) + "}");
        return choice.Array[1, 2].Select(c => $"\"choices\":[{string.Join(',', c)}]");
    }

    private static Gen<string> Members(params Gen<string>[] members) => Gen.Select(
        Gen.Shuffle(Enumerable.Range(0, members.Length).ToArray()),
        members.Aggregate(Gen.Const(Array.Empty<string>()), (all, one) => Gen.Select(all, one, (a, m) => (string[])[.. a, m])),
        (order, texts) => "{" + string.Join(',', order.Select(i => texts[i]).Where(t => t.Length > 0)) + "}");
}
