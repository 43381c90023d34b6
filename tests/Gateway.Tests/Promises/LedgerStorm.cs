using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Cli;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// The program itself before a simulated backend, with its journal and its ledger in a folder, and a dozen clients who ask it without
/// a break, whether it is there or not. It can be killed and started again.
/// </summary>
internal sealed class LedgerStorm : IAsyncDisposable
{
    public const string Model = "sim-model";
    private const int Clients = 12;

    // So that who asks how it is does not keep it from its work.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-storm-").FullName;
    private readonly int _port = LastingPort();
    private readonly int _adminPort = LastingPort();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _completed = new(0);
    private readonly List<Task> _running = [];
    private readonly SimulatedBackend _backend;
    private volatile TaskCompletionSource _up = NewSignal();
    private GatewayProcess? _process;
    private int _asked;

    private LedgerStorm(SimulatedBackend backend) => _backend = backend;

    /// <summary>The requests whose head their client saw, by their id: what they called themselves.</summary>
    public ConcurrentDictionary<Guid, string> Begun { get; } = new();

    /// <summary>Those of them whose end it saw.</summary>
    public ConcurrentDictionary<Guid, string> Complete { get; } = new();

    public string Journal => Path.Combine(_folder, "data/journal");

    public static async Task<LedgerStorm> StartAsync()
    {
        var backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
        // Slow enough that some are in their middle whenever the process dies, and fast enough that many are not.
        backend.Script(Model, new ModelScript { Text = "An answer of some words that come one by one", TokensPerSecond = 400 });
        var storm = new LedgerStorm(backend);
        await File.WriteAllTextAsync(Path.Combine(storm._folder, "gateway.yaml"), $$"""
            listen: { data: "http://127.0.0.1:{{storm._port}}", admin: "http://127.0.0.1:{{storm._adminPort}}" }
            backends: [ { name: sim, provider: openai, url: "{{backend.Url}}", maxConcurrent: 0 } ]
            routes: [ { name: Chat, candidates: [ { backend: sim, model: {{Model}} } ] } ]
            """);
        return storm;
    }

    /// <summary>What the backend served to a client that called itself so.</summary>
    public ILookup<string, ServedShare> Served() => _backend.Shares.ToLookup(static s => s.User!);

    /// <summary>Lets the clients begin.</summary>
    public void Begin() => _running.AddRange(Enumerable.Range(0, Clients).Select(_ => Task.Run(AskForEverAsync)));

    /// <summary>Starts the process, and says how long it took until it answered.</summary>
    public async Task<TimeSpan> UpAsync()
    {
        var since = Stopwatch.GetTimestamp();
        // Its line for each request is of no use here.
        var quiet = new Dictionary<string, string?>
        {
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information"
        };
        _process = GatewayProcess.Start(_folder, quiet, "--config", Path.Combine(_folder, "gateway.yaml"));
        await _process.WaitForAsync($"Now listening on: http://127.0.0.1:{_port}");
        using var request = Chat("first", stream: false);
        using var answer = await _client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, _process.Output);
        var took = Stopwatch.GetElapsedTime(since);
        _up.SetResult();
        return took;
    }

    /// <summary>Waits until so many more answers are complete.</summary>
    public async Task CompletedAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (; count > 0; count--)
        {
            await _completed.WaitAsync(limit.Token);
        }
    }

    /// <param name="losesCheckpoint">Whether what it knew of how far it had come is lost too, so that what is stored comes once
    /// more.</param>
    public async Task KillAsync(bool losesCheckpoint = false)
    {
        _up = NewSignal();
        _process!.Signal("KILL");
        await _process.ExitAsync();
        await _process.DisposeAsync();
        if (losesCheckpoint)
        {
            await File.WriteAllBytesAsync(Path.Combine(Journal, "checkpoint"), new byte[20]);
        }
    }

    /// <summary>Lets the clients end, and the process when all that it has is in the ledger.</summary>
    public async Task EndAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_running);
        // The tables may be behind on a busy machine, but never for who asks what was used.
        (await _client.GetAsync($"http://127.0.0.1:{_port}/v1/usage")).EnsureSuccessStatusCode();
        var since = Stopwatch.GetTimestamp();
        for (var pending = 1L; pending > 0;)
        {
            var health = await _client.GetFromJsonAsync<JsonNode>($"http://127.0.0.1:{_adminPort}/admin/v1/health");
            pending = (long)health!["ledger"]!["pending"]!;
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(2), $"{health}\n{_process!.Output}");
            await Task.Delay(s_pause);
        }

        _process!.Terminate();
        Assert.Equal(0, await _process.ExitAsync());
    }

    /// <summary>The ledger as its file is.</summary>
    public LedgerFile Open() => new(Path.Combine(_folder, "data/ledger.db"));

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _up.TrySetResult();
        await Task.WhenAll(_running);
        await (_process?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _backend.DisposeAsync();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Of those that no connection is given for its own end, as one might be while the process is not there.
    internal static int LastingPort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AskForEverAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            await _up.Task;
            var number = Interlocked.Increment(ref _asked);
            try
            {
                await AskAsync($"u{number}", stream: number % 3 != 0);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // It was killed, or is not there.
                await Task.Yield();
            }
        }
    }

    private async Task AskAsync(string user, bool stream)
    {
        using var request = Chat(user, stream);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (!response.Headers.TryGetValues("x-request-id", out var ids))
        {
            return;
        }

        var id = Guid.ParseExact(ids.Single(), "N");
        Begun[id] = user;
        var text = await response.Content.ReadAsStringAsync();
        // A whole answer has a length, so that half of one is an error of its reading.
        if (response.IsSuccessStatusCode && (!stream || text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal)))
        {
            Complete[id] = user;
            _completed.Release();
        }
    }

    private HttpRequestMessage Chat(string user, bool stream) => new(HttpMethod.Post, $"http://127.0.0.1:{_port}/v1/chat/completions")
    {
        Content = JsonContent.Create(
            new { model = "Chat", user, stream, messages = new[] { new { role = "user", content = "Say something." } } }),
    };
}
