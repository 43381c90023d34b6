using System.Text;
using System.Text.Json;
using CsCheck;
using Gateway.Configuration;
using Gateway.Wire.Answers;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

/// <summary>Lists of parts become text and reasoning, and so does text between tags.</summary>
public class TextIsOneStringTests
{
    [Theory]
    [InlineData("""[{"type":"text","text":"a\"\n"},{"type":"text","text":"词"}]""", "a\"\n词", "")]
    [InlineData("""[{"type":"thinking","thinking":[{"type":"text","text":"th"}]}]""", "", "th")]
    [InlineData("""[{"type":"thinking","thinking":"th"},{"type":"text","text":"a"}]""", "a", "th")]
    [InlineData("""[{"text":"th","type":"reasoning"},"a",null,{"type":"image_url","image_url":{"url":"text"}}]""", "a", "th")]
    [InlineData("""{"type":"text","text":"a"}""", "a", "")]
    [InlineData("[]", "", "")]
    [InlineData("5", "5", "")]
    [InlineData("true", "true", "")]
    public void Content_InParts_IsText(string content, string text, string thought)
    {
        foreach (var before in (string[])["", "\"reasoning_content\":null,", "\"reasoning_content\":\"\","])
        {
            var repaired = StreamCases.Repair(
                Sse.Delta($$"""{"role":"assistant",{{before}}"content":{{content}}}""") + Sse.Ends("stop") + Sse.Done).Text;
            Assert.Equal((text, thought), (Sse.Text(repaired, "content"), Sse.Text(repaired, "reasoning_content")));
            Assert.Equal(text.Length > 0 && thought.Length > 0 ? 3 : 2, Sse.Events(repaired).Count);
            Assert.All(
                Sse.Deltas(repaired),
                d => Assert.True(!d.TryGetProperty("content", out var c) || c.ValueKind is JsonValueKind.String or JsonValueKind.Null));
        }

        var message = Bodies.MendMessage($$"""{"role":"assistant","content":{{content}}}""");
        Assert.Equal((text, thought), (Text(message, "content"), Text(message, "reasoning_content")));
    }

    [Theory]
    [InlineData("reasoning")]
    [InlineData("reasoning_content")]
    public void Reasoning_InParts_IsText(string name)
    {
        var repaired = StreamCases.Repair(
            Sse.Delta($$"""{"{{name}}":[{"type":"text","text":"th"}],"content":"a"}""") + Sse.Ends("stop") + Sse.Done).Text;
        Assert.Equal(("a", "th"), (Sse.Text(repaired, "content"), Sse.Text(repaired, "reasoning_content")));
        Assert.Equal(3, Sse.Events(repaired).Count);
    }

    [Theory]
    [InlineData("<think>th</think>a", "a", "th")]
    [InlineData(" \n<think>\nth\n</think>\n\na <think>b</think>", "a <think>b</think>", "th")]
    [InlineData("<think>\n\n</think>\n\na", "a", "")]
    [InlineData("<think>th", "", "th")]
    [InlineData("<think>a < b, </thin, \"</x>\"\n\n- c</think>d", "d", "a < b, </thin, \"</x>\"\n\n- c")]
    [InlineData("<thi", "<thi", "")]
    [InlineData("<think>th</thi", "", "th</thi")]
    [InlineData("<thinking>a", "<thinking>a", "")]
    [InlineData("a<think>b</think>", "a<think>b</think>", "")]
    [InlineData(" a", " a", "")]
    public void Tags_WhereverThePiecesEnd_AreReasoning(string said, string text, string thought) =>
        Gen.Select(Gen.Int[1, 9].Array[1, said.Length], Gen.Bool, Gen.Bool).Sample(
            (lengths, escapes, says) =>
            {
                var stream = new StringBuilder();
                var at = 0;
                for (var i = 0; at < said.Length; i++)
                {
                    var piece = said.Substring(at, Math.Min(lengths[i % lengths.Length], said.Length - at));
                    stream.Append(Sse.Delta($$"""{"content":{{Quoted(piece, escapes)}}{{(says ? ",\"reasoning_content\":null" : "")}}}"""));
                    at += piece.Length;
                }

                // With a reason, and with none, so that the event is the gateway's.
                var repaired = Repair(stream.ToString() + (says ? "" : Sse.Ends("stop")) + Sse.Done);
                Assert.Equal((text, thought), (Sse.Text(repaired, "content"), Sse.Text(repaired, "reasoning_content")));
                StrictSchema.AssertStream(repaired, asksForUsage: false);
                var message = Bodies.MendMessage($$"""{"role":"assistant","content":{{Quoted(said, escapes)}}}""", thinks: true);
                Assert.Equal((text, thought), (Text(message, "content"), Text(message, "reasoning_content")));
            },
            iter: 60);

    [Fact]
    public void Tags_OfAModelThatDoesNotThink_AreText()
    {
        var stream = Sse.Says("<think>th</think>a") + Sse.Ends("stop") + Sse.Done;
        Assert.Equal(stream, StreamCases.Repair(stream).Text);
    }

    [Fact]
    public void Tags_BehindReasoningThatTheBackendTellsItself_AreText()
    {
        var stream = Sse.Delta("""{"reasoning_content":"r"}""") + Sse.Says("<think>a") + Sse.Ends("stop") + Sse.Done;
        Assert.Equal(
            stream.Replace("{\"reasoning_content\"", "{\"role\":\"assistant\",\"reasoning_content\"", StringComparison.Ordinal),
            Repair(stream));
    }

    [Fact]
    public void Tags_ForAKeyThatWantsReasoning_AreReasoning()
    {
        var state = new Gateway.Wire.Answers.AnswerState
        {
            ReasoningName = Gateway.Authentication.ApiKey.NameOf(ReasoningField.Reasoning),
            ThinkTags = new()
        };
        var repair = new Gateway.Wire.Streams.StreamRepair(state, new("r1", "Chat", 1, false, Gateway.Wire.Errors.SecretScrubber.None));
        var repaired = StreamCases.Run(
            repair,
            Encoding.UTF8.GetBytes(Sse.Says("<think>") + Sse.Says("th") + Sse.Says("</think>a") + Sse.Ends("stop") + Sse.Done)).Text;
        Assert.Equal(("a", "th"), (Sse.Text(repaired, "content"), Sse.Text(repaired, "reasoning")));
    }

    // What may be the end is looked for in so many bytes at most, and an escape may stand across their end.
    [Theory]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(1000)]
    public void Tag_BehindManyLineBreaks_EndsTheReasoning(int breaks)
    {
        var thought = string.Concat(Enumerable.Repeat("\\n", breaks));
        var repaired = Repair(Sse.Delta($$"""{"content":"<think>th{{thought}}\u003c/think>a"}""") + Sse.Ends("stop") + Sse.Done);
        Assert.Equal("a", Sse.Text(repaired, "content"));
        Assert.Equal("th", Sse.Text(repaired, "reasoning_content").TrimEnd());
    }

    [Fact]
    public void Tags_OfTwoChoices_AreReadApart()
    {
        var repaired = Repair(
            Sse.Says("<think>") + Sse.Says("b", choice: 1) + Sse.Says("th</think>a") + Sse.Says("<think>", choice: 1) + Sse.Ends("stop")
                + Sse.Ends("stop", 1) + Sse.Done);
        Assert.Equal(("ba<think>", "th"), (Sse.Text(repaired, "content"), Sse.Text(repaired, "reasoning_content")));
    }

    private static string Repair(string stream) =>
        StreamCases.Run(AnyShapeIsStrictTests.NewRepair(thinks: true), Encoding.UTF8.GetBytes(stream)).Text;

    private static string Quoted(string text, bool escapes) =>
        "\""
            + string.Concat(
                text.Select(
                    c => c switch { '\n' => "\\n", '"' => "\\\"", '<' or '>' when escapes => $"\\u{(int)c:x4}", _ => c.ToString() }))
                        + "\"";

    private static string Text(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
