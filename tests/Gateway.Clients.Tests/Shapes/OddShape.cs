using System.Text.Json.Nodes;
using Gateway.Clients.Tests.Readers;
using Gateway.Simulator.Scripts;

namespace Gateway.Clients.Tests.Shapes;

/// <summary>An answer in a shape that some backend sends and some client does not bear, and how it is to be read.</summary>
internal sealed record OddShape
{
    /// <summary>The usage that the backend tells.</summary>
    public static readonly Tokens Tokens = new(1, 20, 21);

    private const string UsageMember = ""","usage":{"prompt_tokens":1,"completion_tokens":20,"total_tokens":21}""";

    /// <summary>The deltas before the finish reason, each as JSON.</summary>
    public string[] Deltas { get; init; } = [];

    /// <summary>The delta beside the finish reason.</summary>
    public string LastDelta { get; init; } = "{}";

    /// <summary>The message of the whole answer.</summary>
    public required string Message { get; init; }

    /// <summary>The finish reason that the backend gives.</summary>
    public string Reason { get; init; } = "stop";

    /// <summary>The JSON of <c>created</c>.</summary>
    public string Created { get; init; } = "1700000000";

    public UsagePlacement Usage { get; init; } = UsagePlacement.LastChunk;

    public bool UsageWithoutChoices { get; init; }

    /// <summary>The text, as it is to be read; and so the members below.</summary>
    public string Text { get; init; } = "";

    public string Reasoning { get; init; } = "";

    public (string Name, string Arguments)[] Calls { get; init; } = [];

    public string Finish { get; init; } = "stop";

    public string StreamBody()
    {
        List<string> events = [.. Deltas.Select(d => Chunk(d, null)), Chunk(LastDelta, Reason)];
        if (Usage == UsagePlacement.LastChunk)
        {
            events.Add($$"""{{Head("chat.completion.chunk")}}{{(UsageWithoutChoices ? "" : ""","choices":[]""")}}{{UsageMember}}}""");
        }

        return string.Concat(events.Append("[DONE]").Select(e => $"data: {e}\n\n"));
    }

    public string WholeBody() =>
        $$"""{{Head("chat.completion")}},"choices":[{"index":0,"message":{{Message}},"finish_reason":"{{Reason}}"}]{{UsageMember}}}""";

    /// <summary>Says that this is what a client read; null is what it does not read.</summary>
    public void IsRead(string text, string? reasoning, IEnumerable<(string Name, string Arguments)> calls, string? finish)
    {
        Assert.Equal(Text, text.Trim());
        Assert.Equal(Reasoning, reasoning is null ? Reasoning : reasoning.Trim());
        Assert.Equal(Calls, calls.Select(c => (c.Name, JsonNode.Parse(c.Arguments)!.ToJsonString())));
        Assert.Equal(Finish, finish ?? Finish);
    }

    private string Chunk(string delta, string? reason)
    {
        var usage = Usage == UsagePlacement.EveryChunk || (Usage == UsagePlacement.OnFinish && reason is not null) ? UsageMember : "";
        var finish = reason is null ? "null" : $"\"{reason}\"";
        return $$"""{{Head("chat.completion.chunk")}},"choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]{{usage}}}""";
    }

    private string Head(string kind) => $$"""{"id":"c1","object":"{{kind}}","created":{{Created}},"model":"m" """.TrimEnd();
}
