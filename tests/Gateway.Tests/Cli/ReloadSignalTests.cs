using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Cli;

/// <summary>SIGHUP reads the configuration again and cuts nothing.</summary>
public sealed class ReloadSignalTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-hup-").FullName;
    private readonly int _port = GatewayProcess.FreePort();
    private readonly HttpClient _client = new();
    private SimulatedBackend _backend = null!;

    public async ValueTask InitializeAsync() =>
        _backend = await SimulatedBackend.StartAsync(new() { Personality = Personality.Ollama, Models = ["m"] });

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _backend.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Sighup_TakesTheFileOverAtOnce_AndLetsAStreamGoOn()
    {
        await using var gateway = await StartAsync();
        _backend.Script("m", new ModelScript { Hold = true });
        var answer = AskAsync("One", stream: true);
        await _backend.NextRequestAsync();
        Write("Two");
        gateway.Signal("HUP");
        await gateway.WaitForAsync("has changed and is in force");
        _backend.Release("m");
        using var stream = await answer;
        new Sse(await stream.Content.ReadAsStringAsync()).Whole();
        _backend.Script("m", new ModelScript());
        using var renamed = await AskAsync("Two", stream: false);
        Assert.Equal(200, (int)renamed.StatusCode);

        gateway.Terminate();
        Assert.Equal(0, await gateway.ExitAsync());
    }

    [Fact]
    public async Task Sighup_WithMistakes_IsReported_AndTheLastGoodStays()
    {
        await using var gateway = await StartAsync();
        await File.AppendAllTextAsync(Path.Combine(_folder, "gateway.yaml"), "route: 1\n");
        gateway.Signal("HUP");
        await gateway.WaitForAsync("route: is no key here");
        using var answer = await AskAsync("One", stream: false);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Sighup_ReadsTheSecretsAgain_ThoughTheFileHasNotChanged()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "secret"), "");
        await using var gateway = await StartAsync($"credential: {{ file: \"{Path.Combine(_folder, "secret")}\" }}");
        await gateway.WaitForAsync("backends[0].credential: the file ");
        await File.WriteAllTextAsync(Path.Combine(_folder, "secret"), "s3cret");
        gateway.Signal("HUP");
        await gateway.WaitForAsync("SIGHUP: gateway.yaml");
        await gateway.WaitForAsync("Backend own lists ");
        using var answer = await AskAsync("One", stream: false);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.DoesNotContain("s3cret", gateway.Output, StringComparison.Ordinal);
    }

    private async Task<GatewayProcess> StartAsync(string more = "local: true")
    {
        Write("One", more);
        var gateway = GatewayProcess.Start(_folder, "--config", Path.Combine(_folder, "gateway.yaml"));
        await gateway.WaitForAsync("Application started");
        return gateway;
    }

    private void Write(string route, string more = "local: true") => File.WriteAllText(Path.Combine(_folder, "gateway.yaml"), $$"""
        listen: { data: "http://127.0.0.1:{{_port}}", admin: "http://127.0.0.1:0" }
        storage: { provider: none }
        backends: [ { name: own, provider: ollama, url: "{{_backend.Url}}", {{more}} } ]
        routes: [ { name: {{route}}, candidates: [ { backend: own, model: m } ] } ]

        """);

    private async Task<HttpResponseMessage> AskAsync(string model, bool stream)
    {
        var body = $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""";
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"http://127.0.0.1:{_port}/v1/chat/completions")
        { Content = new StringContent(body, null, "application/json") };
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
