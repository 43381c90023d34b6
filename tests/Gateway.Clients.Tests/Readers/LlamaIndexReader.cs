using System.Text.Json.Nodes;

namespace Gateway.Clients.Tests.Readers;

/// <summary>
/// Reads the first tool call of a chunk only, and puts it to the call before it where the index is the same. The first piece
/// needs an id, a name and arguments, for nothing can be added to what is null.
/// </summary>
internal sealed class LlamaIndexReader : ClientReader
{
    private readonly List<Call> _calls = [];
    private string _text = "";
    private string? _finish;
    private Tokens? _usage;

    protected override void Take(JsonNode chunk)
    {
        _usage = Tokens.Of(chunk["usage"]) ?? _usage;
        if (Choice(chunk) is not { } choice)
        {
            return;
        }

        var delta = choice["delta"] ?? throw new ClientException("'NoneType' object has no attribute 'tool_calls'");
        _finish = (string?)choice["finish_reason"] ?? _finish;
        _text += (string?)delta["content"];
        if (Pieces(delta).FirstOrDefault() is { } piece)
        {
            Update(piece);
        }
    }

    protected override Reading End() => new() { Text = _text, Calls = _calls, Finish = _finish, Usage = _usage };

    private void Update(JsonNode piece)
    {
        var index = (int)piece["index"]!;
        if (_calls.Count == 0 || _calls[^1].Index != index)
        {
            if (piece["id"] is null || piece["function"]?["name"] is null || piece["function"]?["arguments"] is null)
            {
                throw new ClientException("unsupported operand type(s) for +=: 'NoneType' and 'str'");
            }

            _calls.Add(new Call(index));
        }

        _calls[^1].Append(piece);
    }
}
