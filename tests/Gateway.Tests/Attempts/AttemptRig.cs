using System.Diagnostics.Metrics;
using System.Text;
using Gateway.Attempts;
using Gateway.Authentication;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Providers;
using Gateway.Requests;
using Gateway.Resilience;
using Gateway.Resilience.Queue;
using Gateway.Routing.Candidates;
using Gateway.Routing.Routes;
using Gateway.Runtime;
using Gateway.Telemetry;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;
using Gateway.Wire.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Attempts;

/// <summary>
/// A request that is about to be attempted, on fake time, with backends that a test speaks for and no gateway around it. Candidates are
/// named <c>backend/model</c>; a backend whose name begins with "cloud" is one, all others are own machines.
/// </summary>
internal sealed class AttemptRig : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly BackendClients _clients = new();
    private readonly GatewayTracing _tracing = new();
    private readonly CancellationTokenSource _client = new();

    public AttemptRig(params string[] candidates)
        : this(new AttemptSetup(), candidates)
    {
    }

    public AttemptRig(AttemptSetup setup, params string[] candidates)
    {
        var placed = candidates.Select(c => c.Split('/', 2)).Select(p => new CandidateConfig { Backend = p[0], Model = p[1] }).ToList();
        var config = new GatewayConfig
        {
            Backends = [.. placed.Select(p => p.Backend).Distinct().Select(b => setup.Backend(ConfigOf(b)))],
            Routes = [setup.Route(new RouteConfig { Name = "Work", Candidates = placed })],
            Models = setup.Models,
            Resilience = setup.Resilience,
        };
        var factory = new BackendFactory(_clients, Time);
        Snapshot = new GatewaySnapshot(
            config, new KeyRing([]), [.. config.Backends.Select(factory.Create).Select(Speak)], BuiltInKnowledge.Read(),
            new ModelStates(Time), Time.GetUtcNow());
        var inquiry = new Inquiry(
            Guid.CreateVersion7(Time.GetUtcNow()).ToString("N"), Time.GetTimestamp())
        { IsBackground = setup.IsBackground };
        var body = Encoding.UTF8.GetBytes(setup.Body);
        Assert.Null(RequestHeadReader.Read(body, inquiry.Head));
        inquiry.Keep(BodyOf(body));
        var route = Snapshot.Routes.Match("Work")!;
        Choice = new Choice(inquiry, Snapshot) { Route = route, Name = new AskedName("Work", "Work", "Work") };
        Choice.Selection = Choice.Leading = Selector.Select(route, RequestNeeds.Of(Choice), null, new Random(1), ref Choice.Candidates);
        Delivery = new Delivery(Choice) { Seal = setup.Seal };
        var meter = new GatewayMeter(_services.GetRequiredService<IMeterFactory>());
        Services = new AttemptServices(
            new SessionMemory(Time),
            new Guards<AttemptOutcome>(new Random(1), Time),
            new AttemptTelemetry(new AttemptInstruments(meter, new Conventions(AreComing: false)), _tracing, Time),
            new HoldBudget(),
            new Lessons(null!),
            new AccountTroubles(),
            null!,
            Drain,
            new BusySignal(),
            Time);
        Context = new AttemptContext(Delivery, Services, AbortsOnFailure: false, static () => { }, _client.Token);
    }

    public FakeTimeProvider Time { get; } = new();

    public ScriptedBackends Backends { get; } = new();

    public DrainSignal Drain { get; } = new();

    public GatewaySnapshot Snapshot { get; }

    public Choice Choice { get; }

    public Delivery Delivery { get; }

    public AttemptServices Services { get; }

    public AttemptContext Context { get; set; }

    public HttpRequestMessage Message { get; } = new(HttpMethod.Post, "http://gateway/v1/chat/completions");

    public CancellationToken Client => _client.Token;

    /// <summary>A candidate of the request, by its place.</summary>
    public Candidate this[int index] => Choice.Candidates[index];

    public Backend BackendOf(int index) => Snapshot.Backends[this[index].Backend];

    /// <summary>A turn of a candidate.</summary>
    public AttemptTurn Turn(int index) => new(this[index], Message, Client);

    /// <summary>The request's context where an answer that broke is to be continued.</summary>
    public AttemptContext Continued()
    {
        using var delivered = new DeliveredText();
        return Context with { Continuation = Continuation.Of(Context.Inquiry, delivered) };
    }

    /// <summary>Takes a place in the line before a candidate.</summary>
    public QueueLease Occupy(int index) => QueueOf(index).TryEnter()!;

    public BackendQueue QueueOf(int index) => Services.Guards.QueueOf(BackendOf(index), this[index])!;

    public static AttemptFailure FailureOf(Candidate candidate, BackendFailure kind, int status = 0, string message = "words") =>
        new(candidate, kind, status, null, message);

    public void ClientLeaves() => _client.Cancel();

    /// <summary>Advances the clock step by step until something is over, but by no more than a minute: most limits are longer.</summary>
    public async Task<T> RunAsync<T>(Task<T> running, TimeSpan step)
    {
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(1) && !running.IsCompleted; passed += step)
        {
            Time.Advance(step);
            await Task.Yield();
        }

        return await running.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public void Dispose()
    {
        Message.Dispose();
        _client.Dispose();
        Drain.Dispose();
        _services.Dispose();
        _clients.Dispose();
        _tracing.Dispose();
    }

    private static BackendConfig ConfigOf(string name) => new()
    {
        Name = name,
        Provider = ProviderKind.OpenAi,
        Url = name.StartsWith("cloud", StringComparison.Ordinal) ? $"https://{name}.example/v1" : "http://127.0.0.1:1",
    };

    // The one thing of a backend that a test must not have as it is.
    private Backend Speak(Backend backend)
    {
        typeof(Backend).GetProperty(nameof(Backend.Client))!.SetValue(backend, Backends.For(backend.Name));
        return backend;
    }

    private static RequestBuffer BodyOf(byte[] body)
    {
        var request = new DefaultHttpContext().Request;
        (request.Body, request.ContentLength) = (new MemoryStream(body), body.Length);
        var reading = RequestBuffer.ReadAsync(request, new BodyLimits(1 << 20, 1 << 20), new BodyBudget(), CancellationToken.None).AsTask();
        Assert.True(reading.IsCompletedSuccessfully);
        return reading.Result.Body!;
    }
}
