using System.Text.Json.Nodes;

namespace Gateway.Clients.Tests.Readers;

/// <summary>Adds up the totals of all usages under each answer, and reads no finish reason.</summary>
internal sealed class OpenWebUiReader : ClientReader
{
    private readonly List<Call> _calls = [];
    private string _text = "";
    private string _reasoning = "";
    private Tokens? _usage;

    protected override void Take(JsonNode chunk)
    {
        if (Tokens.Of(chunk["usage"]) is { } usage)
        {
            _usage = usage with { Total = usage.Total + (_usage?.Total ?? 0) };
        }

        if (Choice(chunk)?["delta"] is not { } delta)
        {
            return;
        }

        _text += (string?)delta["content"];
        _reasoning += (string?)delta["reasoning_content"] ?? (string?)delta["reasoning"];
        foreach (var piece in Pieces(delta))
        {
            if ((int?)piece["index"] is not { } index)
            {
                continue;
            }

            if (_calls.Find(c => c.Index == index) is { } call)
            {
                call.Name += (string?)piece["function"]?["name"];
                call.Arguments += (string?)piece["function"]?["arguments"];
            }
            else
            {
                _calls.Add(call = new Call(index));
                call.Append(piece);
            }
        }
    }

    protected override Reading End() => new() { Text = _text, Reasoning = _reasoning, Calls = _calls, Usage = _usage };
}
