using System.Text.Json.Nodes;

namespace Gateway.Clients.Tests.Readers;

/// <summary>
/// Adds the usages of all chunks up. Names and arguments of pieces of one index are added to each other, the first id stays.
/// </summary>
internal sealed class PydanticAiReader : ClientReader
{
    private readonly List<Call> _calls = [];
    private string _text = "";
    private string _reasoning = "";
    private string? _finish;
    private Tokens? _usage;

    protected override void Take(JsonNode chunk)
    {
        _usage = Tokens.Sum(_usage, Tokens.Of(chunk["usage"]));
        if (Choice(chunk) is not { } choice)
        {
            return;
        }

        _finish = (string?)choice["finish_reason"] ?? _finish;
        if (choice["delta"] is not { } delta)
        {
            return;
        }

        _reasoning += (string?)delta["reasoning_content"] ?? (string?)delta["reasoning"];
        _text += (string?)delta["content"];
        foreach (var piece in Pieces(delta))
        {
            var index = (int)piece["index"]!;
            var call = CallAt(_calls, index);

            var id = call.Id;
            call.Append(piece);
            call.Id = id.Length > 0 ? id : call.Id;
        }
    }

    protected override Reading End() => new() { Text = _text, Reasoning = _reasoning, Calls = _calls, Finish = _finish, Usage = _usage };
}
