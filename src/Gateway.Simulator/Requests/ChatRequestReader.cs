using System.Text;
using System.Text.Json;
using Gateway.Simulator.Json;

namespace Gateway.Simulator.Requests;

/// <summary>Reads a chat request. It is lenient: a member of the wrong type counts as absent.</summary>
internal static class ChatRequestReader
{
    /// <returns>Null when the body is not a JSON object.</returns>
    /// <param name="body">The body.</param>
    /// <param name="ignoresCase">True when member names ignore case, so that the last of <c>model</c> and <c>Model</c> counts.</param>
    public static ChatRequest? Read(ReadOnlyMemory<byte> body, bool ignoresCase = false)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }
            if (ignoresCase && document.RootElement.EnumerateObject().Any(member => member.Name.Any(char.IsAsciiLetterUpper)))
            {
                using var lower = JsonDocument.Parse(Lower(document.RootElement));
                return Read(lower.RootElement);
            }
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Lower(JsonElement root) => new JsonBuffer().Write(writer =>
    {
        foreach (var member in root.EnumerateObject())
        {
            writer.WritePropertyName(member.Name.ToLowerInvariant());
            member.Value.WriteTo(writer);
        }
    });

    private static ChatRequest Read(JsonElement root)
    {
        var request = new ChatRequest
        {
            Model = Text(root, "model"),
            User = Text(root, "user"),
            Stream = IsTrue(root, "stream"),
            IncludeUsage = Member(root, "stream_options", JsonValueKind.Object) is { } options && IsTrue(options, "include_usage"),
            MaxTokens = Number(root, "max_tokens"),
            MaxCompletionTokens = Number(root, "max_completion_tokens"),
            WantsTimings = IsTrue(root, "timings_per_token"),
            WantsProgress = IsTrue(root, "return_progress"),
            TopLogprobs = IsTrue(root, "logprobs") ? Number(root, "top_logprobs") ?? 0 : null,
            Choices = Number(root, "n") ?? 1,
            Prefix = Text(root, "suffix") is null ? Text(root, "prefix") : null,
            SaysMessages = Member(root, "messages", JsonValueKind.Array) is not null,
            Quirks = QuirkReader.Read(root),
            Members = [.. root.EnumerateObject().Select(m => m.Name)],
            ContinuesFinalMessage = IsTrue(root, "continue_final_message"),
            AddsGenerationPrompt = Member(root, "add_generation_prompt", JsonValueKind.False) is null,
            Needs = ChatNeedsReader.Read(root),
            ToolCharacters = Member(root, "tools", JsonValueKind.Array) is { } tools && tools.GetArrayLength() > 0
                ? tools.GetRawText().Length
                : 0,
            Simulate = root.TryGetProperty("simulate", out var simulate) ? simulate.Clone() : null,
        };
        return Member(root, "messages", JsonValueKind.Array) is { } messages && messages.GetArrayLength() > 0
            ? ReadMessages(request with { HasMessages = true }, messages)
            : request;
    }

    private static ChatRequest ReadMessages(ChatRequest request, JsonElement messages)
    {
        var text = new StringBuilder();
        var last = "";
        var parts = new List<PromptPart>();
        var remote = false;
        var (assistant, prefix, tool) = ((string?)null, false, false);
        foreach (var message in messages.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.Object))
        {
            text.Clear();
            remote |= ReadContent(message, text);
            var calls = Member(message, "tool_calls", JsonValueKind.Array) is { } said ? said.GetRawText().Length : 0;
            parts.Add(new PromptPart(Text(message, "role") is "system" or "developer", text.Length + calls));
            last = Text(message, "role") == "user" ? text.ToString() : last;
            assistant = Text(message, "role") == "assistant" ? text.ToString() : null;
            prefix = IsTrue(message, "prefix");
            tool = Text(message, "role") == "tool";
        }
        return request with
        {
            LastUserText = last,
            LastAssistantText = assistant,
            SaysPrefix = prefix,
            EndsWithToolResult = tool,
            Parts = parts,
            HasRemoteImage = remote,
        };
    }

    private static bool ReadContent(JsonElement message, StringBuilder text)
    {
        text.Append(Text(message, "content"));
        var remote = false;
        if (Member(message, "content", JsonValueKind.Array) is { } parts)
        {
            foreach (var part in parts.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object))
            {
                text.Append(Text(part, "text"));
                var image = Member(part, "image_url", JsonValueKind.Object);
                var address = image is { } inside ? Text(inside, "url") : Text(part, "image_url");
                remote |= address?.StartsWith("http", StringComparison.OrdinalIgnoreCase) == true;
            }
        }
        return remote;
    }

    private static JsonElement? Member(JsonElement json, string name, JsonValueKind kind) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? JsonTexts.Of(value) : null;

    private static bool IsTrue(JsonElement json, string name) => Member(json, name, JsonValueKind.True) is not null;

    private static int? Number(JsonElement json, string name) =>
        Member(json, name, JsonValueKind.Number) is { } value && value.TryGetDecimal(out var number) && decimal.Truncate(number) == number
            && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : null;
}
