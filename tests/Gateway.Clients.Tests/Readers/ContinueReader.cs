using System.Text.Json.Nodes;

namespace Gateway.Clients.Tests.Readers;

/// <summary>
/// Holds back every chunk that has a usage and gives out the last of them alone, behind all others: what stood on the rest is
/// lost. A tool call is found by its id, or by the index under which an id came.
/// </summary>
internal sealed class ContinueReader : ClientReader
{
    private readonly List<Call> _calls = [];
    private readonly Dictionary<int, string> _ids = [];
    private string _text = "";
    private string _reasoning = "";
    private string? _finish;
    private JsonNode? _held;

    protected override void Take(JsonNode chunk)
    {
        if (chunk["usage"] is null)
        {
            Give(chunk);
        }
        else
        {
            _held = chunk;
        }
    }

    protected override Reading End()
    {
        if (_held is not null)
        {
            Give(_held);
        }

        return new() { Text = _text, Reasoning = _reasoning, Calls = _calls, Finish = _finish, Usage = Tokens.Of(_held?["usage"]) };
    }

    private void Give(JsonNode chunk)
    {
        if (Choice(chunk) is not { } choice)
        {
            return;
        }

        _finish = (string?)choice["finish_reason"] ?? _finish;
        if (choice["delta"] is not { } delta)
        {
            return;
        }

        _text += (string?)delta["content"];
        _reasoning += (string?)delta["reasoning_content"] ?? (string?)delta["reasoning"];
        foreach (var piece in Pieces(delta))
        {
            Update(piece);
        }
    }

    private void Update(JsonNode piece)
    {
        var index = (int?)piece["index"] ?? -1;
        var id = (string?)piece["id"];
        if (!string.IsNullOrEmpty(id))
        {
            _ids[index] = id;
        }
        else if (!_ids.TryGetValue(index, out id))
        {
            return;
        }

        var call = _calls.Find(c => c.Id == id);
        if (call is null)
        {
            _calls.Add(call = new Call(index) { Id = id });
        }

        call.Name = (string?)piece["function"]?["name"] is { Length: > 0 } name ? name : call.Name;
        call.Arguments += (string?)piece["function"]?["arguments"];
    }
}
