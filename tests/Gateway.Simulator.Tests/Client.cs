using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests;

/// <summary>A backend with a client that knows nothing of any SDK.</summary>
internal sealed class Client : IAsyncDisposable
{
    private Client(SimulatedBackend backend, string model)
    {
        Backend = backend;
        Model = model;
        Http = new HttpClient { BaseAddress = backend.Url };
    }

    public SimulatedBackend Backend { get; }

    public HttpClient Http { get; }

    public string Model { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Client> StartAsync(Personality personality = Personality.OpenAi, string? key = null)
    {
        var backend = await SimulatedBackend.StartAsync(new() { Personality = personality, Models = ["m/1"], ApiKey = key }, Stop);
        return new Client(backend, "m/1");
    }

    /// <summary>Starts what the test describes; its first model is the one that is asked.</summary>
    public static async Task<Client> StartAsync(SimulatorOptions options)
    {
        var backend = await SimulatedBackend.StartAsync(options, Stop);
        return new Client(backend, backend.Models[0]);
    }

    /// <summary>Gets a body, whatever its status.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path, Stop);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;
    }

    public JsonObject Request(bool stream, string prompt = "Hello") => new()
    {
        ["model"] = Model,
        ["stream"] = stream,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }),
    };

    public Task<HttpResponseMessage> PostAsync(JsonNode request) =>
        Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions") { Content = JsonContent.Create(request) },
            HttpCompletionOption.ResponseHeadersRead, Stop);

    public async Task<JsonNode> AskAsync(string prompt = "Hello", string? model = null)
    {
        var request = Request(false, prompt);
        request["model"] = model ?? Model;
        using var response = await PostAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;
    }

    /// <summary>The whole text of a streamed response.</summary>
    public async Task<string> StreamAsync(JsonNode? request = null)
    {
        using var response = await PostAsync(request ?? Request(true));
        return await response.Content.ReadAsStringAsync(Stop);
    }

    public async Task<List<JsonNode>> ChunksAsync(JsonNode? request = null) => Chunks(await StreamAsync(request));

    public static List<JsonNode> Chunks(string stream) =>
        [.. stream.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(
            line => JsonNode.Parse(line[6..])!)];

    /// <summary>Posts over a bare socket, so that the bytes and the end of the connection can be seen.</summary>
    public async Task<Socket> SendRawAsync(JsonNode request)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Backend.Url.Host, Backend.Url.Port, Stop);
        var body = JsonSerializer.SerializeToUtf8Bytes(request);
        var head =
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(head), Stop);
        await socket.SendAsync(body, Stop);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Backend.DisposeAsync();
    }
}
