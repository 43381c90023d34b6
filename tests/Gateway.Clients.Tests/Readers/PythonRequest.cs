using System.Text.Json.Nodes;
using Gateway.Clients.Tests.Rigs;

namespace Gateway.Clients.Tests.Readers;

/// <summary>A request in the form in which a Python client sends it, from the folder <c>requests</c>.</summary>
internal sealed class PythonRequest
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "requests");

    private readonly string _text;
    private readonly string[] _headers;

    public PythonRequest(string name)
    {
        _text = File.ReadAllText(Path.Combine(Folder, name + ".http"));
        var parts = _text.Split("\n\n", 2);
        _headers = parts[0].TrimEnd().Split('\n');
        Body = parts.Length > 1 ? JsonNode.Parse(parts[1]) : null;
        Client = name.Split('.')[0] switch
        {
            "openwebui" => Client.OpenWebUi,
            "langchain" => Client.LangChain,
            "pydantic-ai" => Client.PydanticAi,
            "autogen" => Client.AutoGen,
            "llama-index" => Client.LlamaIndex,
            _ => Client.OpenAiPython,
        };
    }

    /// <summary>Who sends it.</summary>
    public Client Client { get; }

    public JsonNode? Body { get; }

    public bool Streams => (bool?)Body?["stream"] == true;

    public bool AsksForUsage => (bool?)Body?["stream_options"]?["include_usage"] == true;

    /// <summary>What a model answers to it: tool calls where there are tools to call, text to their results.</summary>
    public Scenario Scenario =>
        Body?["tools"] is not null && (string?)Body["messages"]!.AsArray()[^1]!["role"] != "tool" ? Scenario.Tools : Scenario.Text;

    public static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(Folder, "*.http").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    public async Task<HttpResponseMessage> SendAsync(HttpClient client, string model)
    {
        var start = _headers[0].Split(' ');
        using var request = new HttpRequestMessage(new HttpMethod(start[0]), new Uri(start[1], UriKind.Relative));
        if (Body is not null)
        {
            var body = _text.Split("\n\n", 2)[1].Trim().Replace("MODEL", model, StringComparison.Ordinal);
            request.Content = new StringContent(body, null, "application/json");
        }

        foreach (var header in _headers.Skip(1).Where(h => !h.StartsWith("Content-Type", StringComparison.Ordinal)))
        {
            var (name, value) = (header[..header.IndexOf(':')], header[(header.IndexOf(':') + 1)..].Trim());
            Assert.True(request.Headers.TryAddWithoutValidation(name, value), header);
        }

        return await client.SendAsync(request);
    }
}
