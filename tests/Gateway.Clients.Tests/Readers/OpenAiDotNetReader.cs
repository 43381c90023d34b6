using System.Text.Json.Nodes;

namespace Gateway.Clients.Tests.Readers;

/// <summary>
/// Throws at a finish reason or a role it does not know, and at a time that is not a whole number. Error events pass unseen.
/// </summary>
internal sealed class OpenAiDotNetReader : ClientReader
{
    private readonly List<Call> _calls = [];
    private string _text = "";
    private string? _finish;
    private Tokens? _usage;

    protected override bool IgnoresErrors => true;

    protected override void Take(JsonNode chunk)
    {
        if (chunk["created"] is JsonValue created && !created.TryGetValue<long>(out _))
        {
            throw new ClientException("One of the identified items was in an invalid format.");
        }

        _usage = Tokens.Of(chunk["usage"]) ?? _usage;
        if (Choice(chunk) is not { } choice)
        {
            return;
        }

        _finish = (string?)choice["finish_reason"] ?? _finish;
        if (_finish is not (null or "stop" or "length" or "tool_calls" or "content_filter" or "function_call"))
        {
            throw new ClientException($"Unknown ChatFinishReason value: {_finish}");
        }

        var delta = choice["delta"] ?? throw new ClientException("The requested operation requires an element of type 'Object'.");
        if ((string?)delta["role"] is not (null or "assistant" or "system" or "user" or "tool" or "function" or "developer") and var role)
        {
            throw new ClientException($"Unknown ChatMessageRole value: {role}");
        }

        _text += (string?)delta["content"];
        foreach (var piece in Pieces(delta))
        {
            var index = (int)piece["index"]!;
            var call = CallAt(_calls, index);

            // The library gives the pieces out; as its examples put them together, the last id and name hold.
            call.Id = (string?)piece["id"] ?? call.Id;
            call.Name = (string?)piece["function"]?["name"] ?? call.Name;
            call.Arguments += (string?)piece["function"]?["arguments"];
        }
    }

    protected override Reading End() => new() { Text = _text, Calls = _calls, Finish = _finish, Usage = _usage };
}
