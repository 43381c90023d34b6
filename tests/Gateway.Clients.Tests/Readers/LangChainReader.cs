using System.Text.Json.Nodes;

namespace Gateway.Clients.Tests.Readers;

/// <summary>
/// Makes a message of every chunk and adds the messages up: usage is added to usage, a finish reason to a finish reason, and the
/// texts of pieces of one index to each other. A piece without index or function is dropped with all of its chunk's.
/// </summary>
internal sealed class LangChainReader : ClientReader
{
    private readonly List<Call> _calls = [];
    private string _text = "";
    private string? _finish;
    private Tokens? _usage;

    protected override void Take(JsonNode chunk)
    {
        var usage = Tokens.Of(chunk["usage"]);
        if (Choice(chunk) is not { } choice)
        {
            _usage = Tokens.Sum(_usage, usage);
            return;
        }

        if (choice["delta"] is not { } delta)
        {
            return;
        }

        _usage = Tokens.Sum(_usage, usage);
        _text += (string?)delta["content"];
        if ((string?)choice["finish_reason"] is { } finish)
        {
            _finish += finish;
        }

        var pieces = Pieces(delta).ToList();
        if (pieces.TrueForAll(p => p["index"] is not null && p["function"] is not null))
        {
            pieces.ForEach(Merge);
        }
    }

    protected override Reading End() => new() { Text = _text, Calls = _calls, Finish = _finish, Usage = _usage };

    private void Merge(JsonNode piece)
    {
        var index = (int)piece["index"]!;
        var call = CallAt(_calls, index);

        var id = call.Id;
        call.Append(piece);
        // Of ids alone, one that is sent again is not added again.
        call.Id = (string?)piece["id"] == id ? id : call.Id;
    }
}
