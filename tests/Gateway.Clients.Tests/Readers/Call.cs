using System.Text.Json.Nodes;

namespace Gateway.Clients.Tests.Readers;

/// <summary>A tool call as a client puts it together.</summary>
internal sealed class Call(int index)
{
    public int Index { get; } = index;

    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public string Arguments { get; set; } = "";

    /// <summary>Adds each text of a piece to what is there, as most clients do: what is sent twice is there twice.</summary>
    public void Append(JsonNode piece)
    {
        Id += (string?)piece["id"];
        Name += (string?)piece["function"]?["name"];
        Arguments += (string?)piece["function"]?["arguments"];
    }
}
