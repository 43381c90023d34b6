using System.Buffers;
using System.Text;
using System.Text.Json;
using Gateway.Attempts;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;

namespace Gateway.Tests.Wire.Streams;

/// <summary>
/// Whatever JSON a backend sends, with any value in any place and repeated names, no reader throws. The output is JSON, ends once, and has
/// one delta or message in each choice.
/// </summary>
public class AnyJsonIsReadTests
{
    private const int Cases = 30_000;

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "1", "-1", "1.5", "1e999", "\"\"", "\"a\"", "\"\\ud83d\"", "\"\\ude00x\"", "\"<think>\"",
        "\"</think>b\"",
        "{}", "[]", "[null]", "[[]]", "{\"a\":1}", "\"stop\"", "\"error\"", "\"length\"", "\"assistant\"", "\"{\\\"a\\\":\"",
        "[{\"type\":\"text\",\"text\":\"t\"}]", "[{\"type\":\"thinking\",\"thinking\":\"th\"},{\"type\":\"text\",\"text\":\"t\"}]",
        "{\"message\":\"m\"}",
    ];

    [Fact]
    public void Stream_OfAnyJson_EndsOnceAndIsJson()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var (asks, thinks) = (random.Next(2) == 0, random.Next(2) == 0);
            var events = string.Concat(Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Sse.Data(Answer(random, "delta"))));
            var stream = events + Pick(random, "", Sse.Ends("stop") + Sse.Done, Sse.Done, Sse.Usage(3, 4) + Sse.Done);
            AssertGood(stream, () => StreamCases.Run(AnyShapeIsStrictTests.NewRepair(asks, thinks), Encoding.UTF8.GetBytes(stream)));
        }
    }

    [Fact]
    public void Answer_OfAnyJson_IsJson_AndSoIsTheStreamThatIsMadeOfIt()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var state = AnyShapeIsStrictTests.NewState(random.Next(2) == 0);
            var body = Answer(random, "message");
            var edits = new ByteEdits();
            if (AnswerReader.ReadBody(Encoding.UTF8.GetBytes(body), state, edits) != AnswerKind.Content)
            {
                continue;
            }

            var mended = new ArrayBufferWriter<byte>();
            edits.Apply(Encoding.UTF8.GetBytes(body), mended);
            AssertGood(body, () =>
            {
                AssertOne(Encoding.UTF8.GetString(mended.WrittenSpan), "message");
                using var events = AnswerEvents.Of(mended.WrittenSpan.ToArray());
                return StreamCases.Run(AnyShapeIsStrictTests.NewRepair(asksForUsage: true), events.Span);
            });
        }
    }

    private static void AssertGood(string sent, Func<Repaired> run)
    {
        try
        {
            var payloads = Sse.Payloads(run().Text);
            Assert.Single(payloads, p => p == "[DONE]" || p.StartsWith("{\"error\":{\"message\":", StringComparison.Ordinal));
            Assert.All(payloads.Where(p => p != "[DONE]"), p => AssertOne(p, "delta"));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(sent, e);
        }
    }

    private static void AssertOne(string text, string member)
    {
        using var json = JsonDocument.Parse(text);
        if (json.RootElement.TryGetProperty("choices", out var choices))
        {
            Assert.All(
                choices.EnumerateArray(),
                c => Assert.Single(c.EnumerateObject(), m => m.Name == member && m.Value.ValueKind == JsonValueKind.Object));
        }
    }

    private static string Answer(Random random, string message) => Object(
        random,
        8,
        ("choices", r => List(r, x => Choice(x, message))),
        ("choices", r => List(r, x => Choice(x, message))),
        ("choices", r => List(r, x => Choice(x, message))),
        ("usage", r => Object(r, 3, ("prompt_tokens", _ => "3"), ("completion_tokens", _ => "2"), ("prompt_tokens_details", Any))),
        ("x_groq", r => Object(r, 2, ("usage", Any), ("id", Any))),
        ("timings", _ => "{\"prompt_n\":1}"),
        ("id", _ => "\"c\""),
        ("object", _ => "\"chat.completion.chunk\""),
        ("created", _ => "1"),
        ("model", r => Pick(r, "\"m\"", "\"\"")),
        ("error", r => Pick(r, "null", "\"\"", "false")),
        ("type", Any),
        ("message", Any),
        ("status", Any));

    private static string Choice(Random random, string message) => Object(
        random,
        5,
        ("index", r => Pick(r, "0", "1", "70")),
        (message, Message),
        (message, Message),
        ("message", Message),
        ("finish_reason", r => Pick(r, "null", "null", "\"stop\"", "\"length\"")),
        ("error", r => Pick(r, "null", "\"\"", "{}")),
        ("logprobs", Any));

    private static string Message(Random random) => Object(
        random,
        5,
        ("role", _ => "\"assistant\""),
        ("content", r => Pick(r, "\"a\"", "\"\"", "null")),
        ("reasoning", Any),
        ("reasoning_content", Any),
        ("tool_calls", r => List(r, Call)),
        ("function_call", Function),
        ("refusal", Any));

    private static string Call(Random random) => Object(
        random, 5, ("index", r => Pick(r, "0", "1")), ("id", r => Pick(r, "\"a\"", "\"\"")), ("type", _ => "\"function\""),
        ("function", Function), ("custom", Any));

    private static string Function(Random random) => Object(
        random, 3, ("name", r => Pick(r, "\"f\"", "\"\"")), ("arguments", r => Pick(r, "\"{}\"", "\"\"", "{\"b\":2}")), ("x", Any));

    private static string Object(Random random, int most, params (string Name, Func<Random, string> Value)[] members)
    {
        var space = Pick(random, "", "", " ");
        var parts = Enumerable.Range(0, random.Next(most + 1)).Select(_ => members[random.Next(members.Length)])
            .Select(m => $"\"{m.Name}\"{space}:{space}{(random.Next(6) == 0 ? Any(random) : m.Value(random))}");
        return $"{{{space}{string.Join($"{space},", parts)}{space}}}";
    }

    private static string List(Random random, Func<Random, string> item) =>
        $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(8) == 0 ? Any(random) : item(random)))}]";

    private static string Any(Random random) => Pick(random, Values);

    private static string Pick(Random random, params string[] of) => of[random.Next(of.Length)];
}
