using System.Text.Json;

namespace Gateway.Simulator.Requests;

/// <summary>Finds the parts of a request that some providers refuse.</summary>
internal static class QuirkReader
{
    private static readonly string[] s_wholeNumbers = ["max_tokens", "max_completion_tokens", "n", "seed", "top_k", "top_logprobs"];
    private static readonly string[] s_images = ["image/jpeg", "image/jpg", "image/png", "image/webp", ""];

    public static RequestQuirks Read(JsonElement root)
    {
        var quirks = RequestQuirks.None;
        Add(ref quirks, RequestQuirks.EmptyTools, IsEmpty(root, "tools") || IsEmpty(root, "functions"));
        Add(ref quirks, RequestQuirks.ChoiceWithoutTools,
            (Asks(root, "tool_choice") || Asks(root, "parallel_tool_calls")) && (!Asks(root, "tools") || IsEmpty(root, "tools")));
        var hasFunctions = Asks(root, "functions") && !IsEmpty(root, "functions");
        Add(ref quirks, RequestQuirks.ChoiceWithoutTools, Asks(root, "function_call") && !hasFunctions);
        Add(ref quirks, RequestQuirks.OptionsWithoutStream,
            Asks(root, "stream_options") && !(root.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True));
        Add(ref quirks, RequestQuirks.FractionalNumber, s_wholeNumbers.Any(name => IsFractional(root, name)));
        if (root.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array)
        {
            foreach (var message in messages.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.Object))
            {
                quirks = (quirks & ~RequestQuirks.BegunWhileThinking) | OfMessage(message);
            }
        }
        Add(ref quirks, RequestQuirks.PrefixWhileThinking, Asks(root, "prefix"));
        return IsThinkingOff(root) ? quirks & ~(RequestQuirks.BegunWhileThinking | RequestQuirks.PrefixWhileThinking) : quirks;
    }

    private static RequestQuirks OfMessage(JsonElement message)
    {
        var quirks = RequestQuirks.None;
        var content = message.TryGetProperty("content", out var found) ? found : default;
        var calls = message.TryGetProperty("tool_calls", out var list) && list.ValueKind == JsonValueKind.Array ? list : default;
        Add(ref quirks, RequestQuirks.ContentList, content.ValueKind == JsonValueKind.Array);
        Add(ref quirks, RequestQuirks.NoContent,
            content.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined && calls.ValueKind == JsonValueKind.Undefined);
        Add(ref quirks, RequestQuirks.DeveloperRole,
            message.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String && role.ValueEquals("developer"));
        Add(ref quirks, RequestQuirks.BegunWhileThinking,
            role.ValueKind == JsonValueKind.String && role.ValueEquals("assistant") && calls.ValueKind == JsonValueKind.Undefined);
        Add(ref quirks, RequestQuirks.OddImage,
            content.ValueKind == JsonValueKind.Array && content.EnumerateArray().Any(IsOddImage));
        Add(ref quirks, RequestQuirks.BrokenArguments,
            calls.ValueKind == JsonValueKind.Array && calls.EnumerateArray().Any(HasBrokenArguments));
        return quirks;
    }

    private static bool IsThinkingOff(JsonElement root)
    {
        var isInside = root.TryGetProperty("chat_template_kwargs", out var inside) && inside.ValueKind == JsonValueKind.Object;
        var holder = isInside ? inside : root;
        return holder.TryGetProperty("enable_thinking", out var thinks) && thinks.ValueKind == JsonValueKind.False;
    }

    private static bool IsOddImage(JsonElement part)
    {
        if (part.ValueKind != JsonValueKind.Object || !part.TryGetProperty("image_url", out var image))
        {
            return false;
        }
        var url = image.ValueKind == JsonValueKind.Object && image.TryGetProperty("url", out var inside) ? inside : image;
        return url.ValueKind == JsonValueKind.String
            && url.GetString()!.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            && !s_images.Any(type => url.GetString()!.StartsWith($"data:{type};base64,", StringComparison.Ordinal));
    }

    private static bool HasBrokenArguments(JsonElement call)
    {
        if (call.ValueKind != JsonValueKind.Object
            || !call.TryGetProperty("function", out var function)
            || function.ValueKind != JsonValueKind.Object)
        {
            return false;
        }
        try
        {
            using var arguments = JsonDocument.Parse(function.GetProperty("arguments").GetString() ?? "");
            return arguments.RootElement.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return true;
        }
    }

    private static bool IsFractional(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.GetRawText().AsSpan().ContainsAny(".eE");

    private static bool IsEmpty(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0;

    private static bool Asks(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static void Add(ref RequestQuirks quirks, RequestQuirks quirk, bool isThere) => quirks |= isThere ? quirk : RequestQuirks.None;
}
