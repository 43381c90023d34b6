using System.Text.Json.Nodes;
using Gateway.Simulator.Answers;

namespace Gateway.Simulator.Endpoints;

/// <summary>Writes the lines of Ollama's own answers. A chat's line has a message, and a completion's has a text.</summary>
internal static class OllamaLines
{
    private const long Nanoseconds = 1_000_000;

    /// <summary>The answer to a request without a prompt.</summary>
    public static JsonObject Loaded(string model, bool isChat, string reason, TimeProvider time)
    {
        var line = Head(model, "", null, isChat, time);
        line["done"] = true;
        line["done_reason"] = reason;
        return line;
    }

    /// <summary>A piece of the answer.</summary>
    public static JsonObject Of(Answer answer, Piece piece, bool isChat, TimeProvider time)
    {
        var line = Head(answer.Model, piece.Content ?? "", piece.Tool is { } tool ? [tool] : null, isChat, time);
        line["done"] = false;
        return line;
    }

    /// <summary>The last line. If the answer is not streamed, it is the only line and has the whole text.</summary>
    public static JsonObject Last(Answer answer, string? text, bool isChat, TimeProvider time)
    {
        var line = Head(answer.Model, text ?? "", text is not null && answer.HasToolCalls ? answer.ToolCalls() : null, isChat, time);
        line["done"] = true;
        line["done_reason"] = answer.FinishReason == "length" ? "length" : "stop";
        line["total_duration"] = (answer.Usage.Completion + 1) * Nanoseconds;
        line["load_duration"] = Nanoseconds;
        line["prompt_eval_count"] = answer.Prompt.Prompt;
        line["prompt_eval_duration"] = Nanoseconds;
        line["eval_count"] = answer.Usage.Completion;
        line["eval_duration"] = answer.Usage.Completion * Nanoseconds;
        return line;
    }

    private static JsonObject Head(string model, string text, IReadOnlyList<ToolPiece>? tools, bool isChat, TimeProvider time)
    {
        var line = new JsonObject { ["model"] = model, ["created_at"] = time.GetUtcNow() };
        if (!isChat)
        {
            line["response"] = text;
            return line;
        }
        var message = new JsonObject { ["role"] = "assistant", ["content"] = text };
        if (tools is not null)
        {
            message["tool_calls"] = new JsonArray([.. tools.Select(tool => new JsonObject
            {
                ["id"] = tool.Id,
                ["function"] = new JsonObject
                {
                    ["index"] = tool.Index, ["name"] = tool.Name, ["arguments"] = JsonNode.Parse(tool.Arguments)
                },
            })]);
        }
        line["message"] = message;
        return line;
    }
}
