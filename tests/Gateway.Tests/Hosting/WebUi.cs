using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Hosting;

/// <summary>
/// Requests of the shapes that Open WebUI 0.12 sends: the chores around a chat, and the chat itself. The words are the tests' own.
/// </summary>
internal static class WebUi
{
    public const string TaskHeader = "X-OpenWebUI-Task";
    public const string ChatHeader = "X-OpenWebUI-Chat-Id";

    /// <summary>It is sent a moment before the chat, with a limit.</summary>
    public static string Title(string model = "Chat") => Task(model, "title", "Name this talk in a few words.", maxTokens: 1000);

    public static string Tags(string model = "Chat") => Task(model, "tags", "Sort this talk under a few headings.");

    public static string FollowUps(string model = "Chat") => Task(model, "follow_ups", "Guess what the person will write next.");

    /// <summary>The chat's own answer waits for this one.</summary>
    public static string Queries(string model = "Chat") => Task(model, "queries", "Say what to look up before this talk goes on.");

    /// <summary>And for this one, where a picture is to be made.</summary>
    public static string ImagePrompt(string model = "Chat") => Task(model, "prompt", "Describe the picture that is asked for.");

    /// <summary>A person's question with documents, not streamed.</summary>
    public static string WithDocuments(string model = "Chat") => Body(
        model,
        Message(
            "user",
            "### Task:\nRespond to the user by what stands in these documents.\n<context>\n<source id=\"1\">A "
            + "page.</source>\n</context>\nWhat does it say?"));

    public static string Chat(string model = "Chat", bool stream = true) =>
        Body(model, Message("user", "Say hello to the team"), stream: stream);

    /// <summary>A round of a chat whose model calls tools: what it called, and what came of it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rounds">How many rounds the turn has had.</param>
    /// <param name="turns">How many messages the user has written.</param>
    public static string Round(string model, int rounds, int turns = 1)
    {
        var messages = new List<JsonNode>();
        for (var turn = 1; turn < turns; turn++)
        {
            messages.AddRange([Message("user", $"Question {turn}"), Message("assistant", $"Answer {turn}")]);
        }

        messages.Add(Message("user", "What time is it?"));
        for (var round = 0; round < rounds; round++)
        {
            messages.Add(new JsonObject
            {
                ["role"] = "assistant",
                ["content"] = "",
                ["tool_calls"] = new JsonArray(new JsonObject
                {
                    ["id"] = $"call_{round}",
                    ["type"] = "function",
                    ["function"] = new JsonObject { ["name"] = "clock", ["arguments"] = "{}" },
                }),
            });
            messages.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = $"call_{round}", ["content"] = "noon" });
        }

        return Body(
            model, messages,
            more: new JsonObject
            {
                ["tools"] = JsonNode.Parse(
                    """[{"type":"function","function":{"name":"clock","parameters":{"type":"object","properties":{}}}}]""")
            });
    }

    public static JsonObject Message(string role, string text) => new() { ["role"] = role, ["content"] = text };

    public static string Body(string model, JsonNode message, bool stream = false) => Body(model, [message], stream);

    public static string Body(string model, IEnumerable<JsonNode> messages, bool stream = false, JsonObject? more = null)
    {
        var body = new JsonObject { ["model"] = model, ["messages"] = new JsonArray([.. messages]), ["stream"] = stream };
        foreach (var (name, value) in more ?? [])
        {
            body[name] = value?.DeepClone();
        }

        return body.ToJsonString(Relaxed);
    }

    // As Python writes it: no letter is escaped that need not be.
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    private static string Task(
        string model, string member, string what, string history = "USER: hi\nASSISTANT: hello", int? maxTokens = null) => Body(
        model,
        [Message(
            "user",
            $"### Task:\n{what}\n### Output:\nJSON format: {{ \"{member}\": \"...\" }}\n### Chat "
            + $"History:\n<chat_history>\n{history}\n</chat_history>")],
        more: maxTokens is { } most ? new JsonObject { ["max_tokens"] = most } : null);
}
