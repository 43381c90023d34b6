using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Tests.Wire.Heads;
using Gateway.Wire.Mends;

namespace Gateway.Tests.Wire.Mends;

/// <summary>Whatever a conversation contains, its repaired form is valid JSON and says the same.</summary>
public sealed class HistoryMenderTests
{
    private const BodyMends All = BodyMends.PlainContent | BodyMends.SystemRole | BodyMends.FilledArguments | BodyMends.FilledContent;

    private static readonly Gen<string> Text = Gen.OneOf("", "a", "\\\"", "\\u00e9", "\\ud83d\\ude00", "春", "\\n", "{\\\"a\\\":1}");

    private static readonly Gen<string> Part = Gen.Select(Text, Gen.Int[0, 4], (text, kind) => kind switch
    {
        0 => $"\"{text}\"",
        1 => $$$"""{"type":"image_url","image_url":{"url":"data:{{{text}}}"}}""",
        2 => $$"""{ "text" : "{{text}}" ,"type":"text" }""",
        3 => "{}",
        _ => $$"""{"type":"text","text":"{{text}}"}""",
    });

    private static readonly Gen<string> Content = Gen.OneOf(
        Text.Select(t => $"\"content\":\"{t}\""), Part.Array[0, 3].Select(p => $"\"content\":[{string.Join(" , ", p)}]"),
        Gen.OneOf("\"content\":null", "\"x\":{}"));

    private static readonly Gen<string> Calls = Gen.OneOf(
        Text.Select(t => $$$"""
            "tool_calls":[{"function":{"name":"f","arguments":"{{{t}}}"}},{"function":{"name":"f"}},{"function":{}},{}]
            """),
        Gen.OneOf("\"tool_calls\":null", "\"tool_calls\":[]", "\"y\":[]", "\"tool_calls\":[{\"function\":{\"arguments\":null}}]"));

    private static readonly Gen<string> Message = Gen.Select(
        Gen.OneOf("user", "assistant", "developer", "tool", "sys\\u0074em"), Content, Calls,
        (role, content, calls) => $$"""{ {{content}},"role":"{{role}}" ,{{calls}}}""");

    [Fact]
    public void Conversation_OfAnything_StaysValid_AndIsMended() => Message.Array[1, 6].Sample(messages =>
    {
        var body = HeadCases.Saying("[" + string.Join(",\n", messages) + "]");
        var before = JsonNode.Parse(body)!["messages"]!.AsArray();
        var after =
            JsonNode.Parse(
                HeadCases.Edit(body, (bytes, head, edits) => HistoryMender.Mend(bytes, head, All, edits)))!["messages"]!.AsArray();
        Assert.Equal(before.Count, after.Count);
        foreach (var (old, mended) in before.Zip(after))
        {
            Assert.NotEqual("developer", (string?)mended!["role"]);
            var calls = mended["tool_calls"] as JsonArray ?? [];
            Assert.All(
                calls.Select(c => c!["function"]).Where(f => f is JsonObject { Count: > 0 }),
                f => Assert.False(string.IsNullOrWhiteSpace((string?)f!["arguments"])));
            var isText = mended["content"] is JsonArray list && list.All(p => p is JsonValue || (string?)p!["type"] == "text");
            Assert.False(isText);
            if (old!["content"] is JsonValue value)
            {
                Assert.Equal((string?)value, (string?)mended["content"]);
            }
        }
    });

    [Fact]
    public void HalfOfASurrogatePair_InAPlaceThatNobodyReads_IsLeft()
    {
        const string Body =
            """{"model":"m","messages":[{"role":"assistant","tool_calls":[{"function":{"argument\ud800":"x","name":"f"}}]}]}""";
        Assert.Null(HeadCases.TryRead(Body, out _));
        _ = HeadCases.Edit(Body, (bytes, head, edits) => HistoryMender.Mend(bytes, head, All, edits));
    }
}
