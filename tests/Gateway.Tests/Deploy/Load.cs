using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Deploy;

/// <summary>
/// Clients that go on asking in every way there is to end: whole, streamed, answered elsewhere, refused, broken off, left.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _clients;
    private readonly HttpClient _client;
    private int _rounds;

    public Load(Uri gateway)
    {
        _client = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero, UseProxy = false })
        {
            BaseAddress = gateway
        };
        // Two that ask for the same, so that one has to wait for the other.
        _clients = [AskAsync(), AskAsync()];
    }

    /// <summary>How often a client has asked for everything.</summary>
    public int Rounds => Volatile.Read(ref _rounds);

    /// <summary>Whether all are still at it; throws what stopped one.</summary>
    public async Task<bool> IsAliveAsync()
    {
        var ended = Array.Find(_clients, static c => c.IsCompleted);
        if (ended is not null)
        {
            await ended;
        }

        return ended is null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task AskAsync()
    {
        try
        {
            while (true)
            {
                await ChatAsync("Coder", stream: true, """{"tokensPerSecond":100,"words":12}""");
                await ChatAsync("Coder", stream: false, """{"notStreamedDelayMs":50}""");
                await ChatAsync("Paid", stream: true, """{"tokensPerSecond":200,"words":8,"reasoning":"Let me see."}""");
                await ChatAsync("Paid", stream: false, null);
                await ChatAsync("Moved", stream: false, null);
                await ChatAsync("Open", stream: true, """{"words":8}""");
                await ChatAsync("Open", stream: true, """{"usage":"Never"}""");
                await ChatAsync("Open", stream: true, """{"finishReason":"winds_up"}""");
                await ChatAsync("Open", stream: true, """{"fail":"Reset","words":8}""");
                await ChatAsync("Open", stream: false, """{"error":"serverError"}""");
                await ChatAsync("Shaky", stream: true, null);
                await ChatAsync("auto", stream: false, null);
                await ChatAsync("Gone", stream: false, null);
                await ChatAsync("no-such-model", stream: false, null);
                await ChatAsync("Open", stream: false, null, team: "blue");
                await LeaveAsync();
                Interlocked.Increment(ref _rounds);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private async Task ChatAsync(string model, bool stream, string? script, string team = "red")
    {
        using var response = await SendAsync(model, stream, script, team);
        try
        {
            await response.Content.ReadAsByteArrayAsync(_stop.Token);
        }
        catch (HttpRequestException)
        {
            // An answer that is broken off.
        }
    }

    private async Task LeaveAsync()
    {
        using var response = await SendAsync("Open", stream: true, """{"tokensPerSecond":20,"words":40}""", "red");
        await using var stream = await response.Content.ReadAsStreamAsync(_stop.Token);
        await stream.ReadExactlyAsync(new byte[16], _stop.Token);
    }

    private async Task<HttpResponseMessage> SendAsync(string model, bool stream, string? script, string team)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Say something." }),
            ["stream"] = stream,
        };
        if (script is not null)
        {
            body["simulate"] = JsonNode.Parse(script);
        }

        using var request = new HttpRequestMessage(
            HttpMethod.Post, "/v1/chat/completions")
        { Content = new StringContent(body.ToJsonString(), null, "application/json") };
        request.Headers.Authorization = new("Bearer", ScrapedGateway.KeyOf(team));
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
    }
}
