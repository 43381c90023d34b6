using System.Text.Json;

namespace Gateway.Tests.Wire.Streams;

/// <summary>
/// The strictest client there could be: what any of those in use refuses, adds up twice, or drops, it refuses. Written after their schemas
/// and readers, member by member.
/// </summary>
internal static class StrictSchema
{
    private static readonly string[] Reasons = ["stop", "length", "tool_calls", "content_filter"];

    /// <summary>Reads a whole stream that must not have failed.</summary>
    public static void AssertStream(string stream, bool asksForUsage)
    {
        Assert.EndsWith(Sse.Done, stream, StringComparison.Ordinal);
        var events = Sse.Events(stream);
        var calls = new Dictionary<(int, int), string>();
        for (var i = 0; i < events.Count; i++)
        {
            AssertHead(events[i], "chat.completion.chunk");
            var isUsage = asksForUsage && i == events.Count - 1 && Has(events[i], "usage", JsonValueKind.Object);
            Assert.True(
                isUsage || !events[i].TryGetProperty("usage", out var usage) || usage.ValueKind == JsonValueKind.Null,
                events[i].GetRawText());
            Assert.True(!isUsage || events[i].GetProperty("choices").GetArrayLength() == 0, events[i].GetRawText());
            AssertUsage(events[i]);
            foreach (var choice in events[i].GetProperty("choices").EnumerateArray())
            {
                Assert.True(choice.GetProperty("index").TryGetInt32(out var index) && index >= 0, choice.GetRawText());
                AssertReason(choice);
                // Of several choices in one event none is taken apart.
                AssertMessage(choice.GetProperty("delta"), isDelta: events[i].GetProperty("choices").GetArrayLength() == 1);
                AssertPieces(choice.GetProperty("delta"), index, calls);
            }
        }

        Assert.Equal(calls.Count, calls.Values.Distinct().Count());
    }

    /// <summary>Reads an answer that is not streamed.</summary>
    public static void AssertWhole(string body)
    {
        var answer = JsonDocument.Parse(body).RootElement;
        AssertHead(answer, "chat.completion");
        AssertUsage(answer);
        var ids = new HashSet<string>();
        foreach (var choice in answer.GetProperty("choices").EnumerateArray())
        {
            var message = choice.GetProperty("message");
            AssertMessage(message, isDelta: false);
            foreach (var call in Calls(message))
            {
                Assert.True(ids.Add(call.GetProperty("id").GetString()!), body);
                Assert.NotEqual("", call.GetProperty("id").GetString());
                Assert.Equal("function", call.GetProperty("type").GetString());
                Assert.Equal(JsonValueKind.String, call.GetProperty("function").GetProperty("arguments").ValueKind);
                JsonDocument.Parse(call.GetProperty("function").GetProperty("arguments").GetString()!).Dispose();
            }
        }
    }

    private static void AssertHead(JsonElement answer, string type)
    {
        Assert.Equal(JsonValueKind.String, answer.GetProperty("id").ValueKind);
        Assert.Equal(type, answer.GetProperty("object").GetString());
        Assert.True(
            answer.GetProperty("created").TryGetInt64(out var created) && created is >= 0 and < 100_000_000_000, answer.GetRawText());
        Assert.Equal(JsonValueKind.String, answer.GetProperty("model").ValueKind);
    }

    private static void AssertReason(JsonElement choice)
    {
        var hasReason = choice.TryGetProperty("finish_reason", out var reason) && reason.ValueKind != JsonValueKind.Null;
        Assert.True(!hasReason || Reasons.Contains(reason.GetString()), choice.GetRawText());
    }

    private static void AssertMessage(JsonElement message, bool isDelta)
    {
        Assert.Equal(JsonValueKind.Object, message.ValueKind);
        Assert.False(message.TryGetProperty("reasoning", out _), message.GetRawText());
        foreach (var name in (string[])["content", "reasoning_content"])
        {
            Assert.True(
                !message.TryGetProperty(name, out var text) || text.ValueKind is JsonValueKind.String or JsonValueKind.Null,
                message.GetRawText());
        }

        Assert.True(!message.TryGetProperty("role", out var role) || role.GetString() is "assistant" or "", message.GetRawText());
        // With a tool call beside them they stay in one.
        Assert.False(
            isDelta && Text(message, "content").Length > 0 && Text(message, "reasoning_content").Length > 0 && !Calls(message).Any(),
            message.GetRawText());
    }

    private static void AssertPieces(JsonElement delta, int choice, Dictionary<(int, int), string> calls)
    {
        foreach (var piece in Calls(delta))
        {
            Assert.True(piece.GetProperty("index").TryGetInt32(out var index) && index >= 0, piece.GetRawText());
            var function = piece.GetProperty("function");
            Assert.True(!function.TryGetProperty("name", out var name) || name.ValueKind == JsonValueKind.String, piece.GetRawText());
            Assert.True(
                !function.TryGetProperty("arguments", out var arguments) || arguments.ValueKind == JsonValueKind.String,
                piece.GetRawText());
            if (!calls.ContainsKey((choice, index)))
            {
                calls.Add((choice, index), piece.GetProperty("id").GetString()!);
                Assert.NotEqual("", piece.GetProperty("id").GetString());
                Assert.Equal("function", piece.GetProperty("type").GetString());
            }
            else
            {
                Assert.False(piece.TryGetProperty("id", out _), piece.GetRawText());
                Assert.True(!piece.TryGetProperty("type", out var type) || type.GetString() == "function", piece.GetRawText());
            }
        }
    }

    private static void AssertUsage(JsonElement answer)
    {
        if (!Has(answer, "usage", JsonValueKind.Object))
        {
            Assert.True(!answer.TryGetProperty("usage", out var usage) || usage.ValueKind == JsonValueKind.Null, answer.GetRawText());
            return;
        }

        foreach (var member in answer.GetProperty("usage").EnumerateObject())
        {
            AssertCount(member);
            Assert.True(
                !member.Name.EndsWith("_details", StringComparison.Ordinal)
                    || member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Null, member.ToString());
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                Assert.All(member.Value.EnumerateObject(), AssertCount);
            }
        }
    }

    private static void AssertCount(JsonProperty member) =>
        Assert.True(
            !member.Name.EndsWith("_tokens", StringComparison.Ordinal)
                || (member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out var count) && count >= 0),
                member.ToString());

    private static JsonElement.ArrayEnumerator Calls(JsonElement message) =>
        !message.TryGetProperty("tool_calls", out var calls) || calls.ValueKind == JsonValueKind.Null ? default : calls.EnumerateArray();

    private static string Text(JsonElement message, string name) =>
        Has(message, name, JsonValueKind.String) ? message.GetProperty(name).GetString()! : "";

    private static bool Has(JsonElement element, string name, JsonValueKind kind) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == kind;
}
