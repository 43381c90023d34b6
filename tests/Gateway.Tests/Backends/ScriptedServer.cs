using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Gateway.Backends;
using Gateway.Backends.Discovery;
using Gateway.Configuration;
using Gateway.Providers;
using Gateway.Routing.Models;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Backends;

/// <summary>
/// A server that answers each address as a test says, without a network. All of its JSON was written for these tests, after the
/// providers' documentation; none was recorded.
/// </summary>
internal sealed class ScriptedServer : HttpMessageHandler
{
    private readonly BackendClients _clients = new();
    private readonly Dictionary<string, (int Status, string Body)> _answers = [];
    private readonly HashSet<string> _hanging = [];
    private readonly Backend _backend;
    private int _now;

    public ScriptedServer(ProviderKind kind, TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        var made = new BackendFactory(_clients, Time).Create(new BackendConfig { Name = "it", Provider = kind, Url = "http://server/v1" });
        _backend = new Backend
        {
            Name = made.Name,
            Provider = made.Provider,
            Url = made.Url,
            Traits = made.Traits,
            Address = made.Address,
            Operations = [made.At(OperationKind.Chat), made.At(OperationKind.Embedding)],
            Models = made.Models,
            Authorization = "Bearer top-secret-key",
            FirstByteTimeout = made.FirstByteTimeout,
            WarmFirstByteTimeout = made.WarmFirstByteTimeout,
            WholeAnswerTimeout = made.WholeAnswerTimeout,
            IdleTimeout = made.IdleTimeout,
            MaxConcurrent = made.MaxConcurrent,
            Queue = made.Queue,
            TotalTimeout = made.TotalTimeout,
            Client = new HttpMessageInvoker(this, disposeHandler: false),
            State = made.State,
        };
    }

    public TimeProvider Time { get; }

    public BackendState State => _backend.State;

    /// <summary>What was asked, in order: the path and query, and behind a blank the model of a body.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The most questions that were open at the same time.</summary>
    public int MostAtOnce { get; private set; }

    public bool IsDown { get; set; }

    /// <summary>Sets what an address answers; those that have none answer 404.</summary>
    public ScriptedServer Answers(string address, string body, int status = 200)
    {
        _answers[address] = (status, body);
        return this;
    }

    /// <summary>Sets how an address refuses a request that asks for nothing.</summary>
    public ScriptedServer Refuses(string address, int status) => Answers($"{address} ", """{"error":{"message":"no"}}""", status);

    /// <summary>Makes an address answer nothing until whoever asks gives up.</summary>
    public ScriptedServer Hangs(string address)
    {
        _hanging.Add(address);
        return this;
    }

    public Task<DiscoveryResult> DiscoverAsync(CancellationToken cancellationToken = default) =>
        _backend.Provider.DiscoverAsync(new ProbeClient(_backend, new SecretScrubber(["top-secret-key"]), Time), cancellationToken);

    /// <summary>The models of a probe that must succeed.</summary>
    public async Task<ImmutableArray<ModelFacts>> ModelsAsync()
    {
        var found = await DiscoverAsync();
        Assert.Null(found.Problem);
        return found.Models;
    }

    /// <summary>The one model of a probe that must succeed.</summary>
    public async Task<ModelFacts> ModelAsync() => Assert.Single(await ModelsAsync());

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal("Bearer top-secret-key", request.Headers.GetValues("Authorization").Single());
        var address = request.RequestUri!.PathAndQuery;
        if (request.Content is { } content)
        {
            var body = JsonDocument.Parse(await content.ReadAsStringAsync(cancellationToken)).RootElement;
            address += " " + (body.TryGetProperty("model", out var model) ? model.GetString() : "");
        }

        Asked.Enqueue(address);
        lock (_answers)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_now);
        }

        try
        {
            // Lets the others come, so that it shows how many would be open at once.
            await Task.Yield();
            if (_hanging.Contains(address))
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            var (status, body) = IsDown
                ? throw new HttpRequestException(HttpRequestError.ConnectionError)
                : _answers.GetValueOrDefault(address, (404, "404 page not found"));
            return new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        }
        finally
        {
            lock (_answers)
            {
                _now--;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        _clients.Dispose();
        base.Dispose(disposing);
    }
}
