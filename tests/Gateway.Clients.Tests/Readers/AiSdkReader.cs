using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Clients.Tests.Readers;

/// <summary>
/// Holds every chunk against a schema, at which one wrong member breaks the answer off, and needs a finish reason. Later versions
/// bear more; their users do not all have them.
/// </summary>
internal sealed class AiSdkReader : ClientReader
{
    private static readonly string[] Counts = ["prompt_tokens", "completion_tokens", "total_tokens"];

    private readonly List<Call> _calls = [];
    private string _text = "";
    private string _reasoning = "";
    private string? _finish;
    private Tokens? _usage;

    protected override void Take(JsonNode chunk)
    {
        Check(chunk["choices"] is JsonArray, "choices");
        Check(IsOptional(chunk["id"], JsonValueKind.String), "id");
        Check(IsOptional(chunk["model"], JsonValueKind.String), "model");
        Check(IsOptional(chunk["created"], JsonValueKind.Number), "created");
        Check(IsOptional(chunk["usage"], JsonValueKind.Object), "usage");
        Check(Counts.All(name => IsOptional(chunk["usage"]?[name], JsonValueKind.Number)), "usage");
        _usage = Tokens.Of(chunk["usage"]) ?? _usage;
        if (Choice(chunk) is not { } choice)
        {
            return;
        }

        Check(IsOptional(choice["finish_reason"], JsonValueKind.String), "finish_reason");
        _finish = (string?)choice["finish_reason"] ?? _finish;
        if (choice["delta"] is { } delta)
        {
            Check(delta is JsonObject, "delta");
            Read(delta);
        }
    }

    protected override Reading End() => new()
    {
        Text = _text,
        Reasoning = _reasoning,
        Calls = _calls,
        Finish = _finish ?? throw new ClientException("Response stream ended without a finish reason."),
        Usage = _usage,
    };

    private void Read(JsonNode delta)
    {
        Check(IsOptional(delta["role"], JsonValueKind.String) && (string?)delta["role"] is null or "assistant" or "", "role");
        foreach (var name in new[] { "content", "reasoning_content", "reasoning" })
        {
            Check(IsOptional(delta[name], JsonValueKind.String), name);
        }

        Check(IsOptional(delta["tool_calls"], JsonValueKind.Array), "tool_calls");
        _text += (string?)delta["content"];
        _reasoning += (string?)delta["reasoning_content"] ?? (string?)delta["reasoning"];
        foreach (var piece in Pieces(delta))
        {
            Update(piece);
        }
    }

    private void Update(JsonNode piece)
    {
        Check(piece["function"] is JsonObject, "function");
        Check(IsOptional(piece["index"], JsonValueKind.Number), "index");
        Check(IsOptional(piece["id"], JsonValueKind.String), "id");
        Check(IsOptional(piece["function"]!["name"], JsonValueKind.String), "name");
        Check(IsOptional(piece["function"]!["arguments"], JsonValueKind.String), "arguments");
        var index = (int?)piece["index"] ?? _calls.Count;
        if (_calls.Find(c => c.Index == index) is { } call)
        {
            call.Arguments += (string?)piece["function"]!["arguments"];
            return;
        }

        Check(piece["id"] is not null, "id");
        Check(piece["function"]!["name"] is not null, "function.name");
        _calls.Add(call = new Call(index));
        call.Append(piece);
    }

    private static bool IsOptional(JsonNode? value, JsonValueKind kind) => value is null || value.GetValueKind() == kind;

    private static void Check(bool isRight, string member)
    {
        if (!isRight)
        {
            throw new ClientException($"Type validation failed: {member}");
        }
    }
}
