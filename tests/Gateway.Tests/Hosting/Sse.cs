using System.Text.Json.Nodes;

namespace Gateway.Tests.Hosting;

/// <summary>A stream as a client reads it.</summary>
internal sealed class Sse(string text)
{
    public string Text { get; } = text;

    public bool HasDone => Text.TrimEnd().EndsWith("data: [DONE]", StringComparison.Ordinal);

    public IReadOnlyList<JsonNode> Events { get; } =
    [
        .. text.Split('\n')
            .Select(line => line.TrimEnd('\r'))
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => JsonNode.Parse(line[6..])!),
    ];

    public JsonNode? Error => Events.Select(e => e["error"]).FirstOrDefault(e => e is not null);

    public string Content => string.Concat(Deltas.Select(d => (string?)d["content"]));

    public string Reasoning => string.Concat(Deltas.Select(d => (string?)d["reasoning_content"]));

    public IReadOnlyList<string> FinishReasons =>
        [.. Choices.Select(c => (string?)c["finish_reason"]).OfType<string>()];

    public IEnumerable<JsonNode> Choices => Events.SelectMany(e => e["choices"]?.AsArray() ?? []).Select(c => c!);

    public IEnumerable<JsonNode> Deltas => Choices.Select(c => c["delta"]!);

    /// <summary>Asserts the one honest end of a stream that did not fail.</summary>
    public Sse Whole(string finishReason = "stop")
    {
        Assert.Null(Error);
        Assert.Equal([finishReason], FinishReasons);
        Assert.True(HasDone, Text);
        return this;
    }

    /// <summary>Asserts the one honest end of a stream that failed.</summary>
    public Sse Broken()
    {
        Assert.NotNull(Error);
        Assert.Null(Events[^1]["choices"]);
        Assert.Same(Error, Events[^1]["error"]);
        Assert.Equal("upstream_error", (string?)Error["type"]);
        Assert.Equal("upstream_stream_interrupted", (string?)Error["code"]);
        Assert.False(HasDone, Text);
        return this;
    }
}
