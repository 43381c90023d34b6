using System.Text.Json.Nodes;

namespace Gateway.Clients.Tests.Readers;

/// <summary>
/// Takes the finish reason of a chunk without usage only, and says <c>unknown</c> where there was none. Every text of pieces of
/// one index is added to what is there, the id too.
/// </summary>
internal sealed class AutoGenReader : ClientReader
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

        _finish = chunk["usage"] is null && _finish is null ? (string?)choice["finish_reason"] : _finish;
        var delta = choice["delta"] ?? throw new ClientException("'NoneType' object has no attribute 'content'");
        _reasoning += (string?)delta["reasoning_content"];
        _text += (string?)delta["content"];
        foreach (var piece in Pieces(delta))
        {
            var index = (int)piece["index"]!;
            var call = CallAt(_calls, index);

            call.Append(piece);
        }
    }

    protected override Reading End() =>
        new() { Text = _text, Reasoning = _reasoning, Calls = _calls, Finish = _finish ?? "unknown", Usage = _usage };
}
