using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Hosting;

/// <summary>
/// What a chat page such as Open WebUI sends: with every message 36 tools of its own, 24.8 KB. The tools are made up here; their number,
/// shape and size are not.
/// </summary>
internal static class ChatPage
{
    public const int ToolCount = 36;

    /// <summary>The length of the body of a first message without anything configured.</summary>
    public const int BodyLength = 24_841;

    private static readonly string[] Verbs = ["find", "list", "open", "write", "rename", "remove"];
    private static readonly string[] Things = ["calendar", "folder", "picture", "reminder", "sheet", "library"];

    /// <summary>Its header, by which it is known.</summary>
    public static (string Name, string Value) Sign => ("X-OpenWebUI-Chat-Id", "0b1f7a52-6d1c-4a56-9a55-7d0a5f1f3a10");

    /// <param name="model">What its user picked.</param>
    /// <param name="content">The content of the last message, as JSON.</param>
    /// <param name="members">More members of the body, each with a comma before it.</param>
    /// <param name="earlier">Earlier messages, each as JSON with a comma behind it.</param>
    /// <param name="stream">Whether it wants a stream, as it does for all that a person waits for.</param>
    public static string Body(
        string model, string content = "\"Say hello to the team\"", string members = "", string earlier = "", bool stream = true)
    {
        var flag = stream ? "true" : "false";
        var bare =
            $$"""{"stream": {{flag}}, "model": "{{model}}", "messages": [{{earlier}}{"role": "user", "content": {{content}}}]{{members}}, "tools": """;
        return bare + Tools() + "}";
    }

    /// <summary>The tools as JSON.</summary>
    public static string Tools()
    {
        // With the name, the message and the punctuation around them the body then has its length.
        const int Length = BodyLength - 113;
        var tools = new JsonArray();
        foreach (var verb in Verbs)
        {
            foreach (var thing in Things)
            {
                tools.Add(Tool($"{verb}_{thing}", verb, thing));
            }
        }

        var missing = Length - tools.ToJsonString().Length;
        var each = missing / ToolCount;
        for (var i = 0; i < ToolCount; i++)
        {
            var function = tools[i]!["function"]!;
            var more = i == 0 ? missing - each * (ToolCount - 1) : each;
            function["description"] = (string?)function["description"] + Filler(more);
        }

        return tools.ToJsonString();
    }

    private static JsonObject Tool(string name, string verb, string thing) => new()
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = name,
            ["description"] = string.Create(CultureInfo.InvariantCulture, $"To {verb} a {thing} of the user who asks."),
            ["parameters"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["which"] = new JsonObject { ["type"] = "string", ["description"] = $"The name or the number of the {thing}" },
                    ["most"] = new JsonObject { ["type"] = "integer", ["default"] = 10, ["description"] = "How many are wanted at most" },
                },
                ["required"] = new JsonArray("which"),
            },
        },
    };

    private static string Filler(int length)
    {
        const string Text =
            " Only what this user may see is looked at, newest first. Words may be given in any order, and a part of a name will do.";
        return string.Create(length, Text, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = text[i % text.Length];
            }
        });
    }
}
