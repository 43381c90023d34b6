using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Models;

namespace Gateway.Tests.Hosting;

/// <summary>Asks for completions, and reads them as their clients do.</summary>
internal static class CompletionRig
{
    public const string Path = "/v1/completions";

    /// <summary>A model that is known to fill in, on whatever backend.</summary>
    public static SimulatedModel Fills { get; } = new() { Capabilities = ["completion", "insert"] };

    /// <summary>Sends a body and gives its response as soon as its head is there.</summary>
    public static async Task<HttpResponseMessage> CompleteAsync(
        this TestGateway gateway, string json, string path = Path, CancellationToken stop = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, null, "application/json") };
        return await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
    }

    /// <summary>An answer that must succeed, as JSON.</summary>
    public static async Task<JsonNode> WholeAsync(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>A stream that must begin, to its end.</summary>
    public static async Task<Sse> EventsAsync(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, text);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new Sse(text);
    }

    /// <summary>What a client of completions puts together of a stream.</summary>
    public static string TextOf(this Sse stream) => string.Concat(stream.Choices.Select(static c => (string?)c["text"]));

    /// <summary>The body that a backend got last.</summary>
    public static JsonNode LastBody(this SimulatedBackend backend) => JsonNode.Parse(backend.LastJson())!;

    public static string LastJson(this SimulatedBackend backend) => Encoding.UTF8.GetString(backend.Received[^1].Body);
}
