using System.Text.Json.Nodes;

namespace Gateway.Clients.Tests.Readers;

/// <summary>Adds every text of a delta to what is there, ids and names too, and keeps the last usage.</summary>
internal sealed class OpenAiPythonReader : ClientReader
{
    private readonly List<Call> _calls = [];
    private string _text = "";
    private string _reasoning = "";
    private string? _finish;
    private Tokens? _usage;

    protected override void Take(JsonNode chunk)
    {
        _usage = Tokens.Of(chunk["usage"]) ?? _usage;
        if (Choice(chunk) is not { } choice)
        {
            return;
        }

        var delta = choice["delta"] ?? throw new ClientException("'NoneType' object has no attribute 'to_dict'");
        _finish = (string?)choice["finish_reason"] ?? _finish;
        _text += (string?)delta["content"];
        _reasoning += (string?)delta["reasoning_content"];
        foreach (var piece in Pieces(delta))
        {
            var index = (int?)piece["index"] ?? throw new ClientException("Expected list delta entry to have an `index` key");
            var call = CallAt(_calls, index);

            call.Append(piece);
        }
    }

    protected override Reading End() => new() { Text = _text, Reasoning = _reasoning, Calls = _calls, Finish = _finish, Usage = _usage };
}
