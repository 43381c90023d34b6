using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>The log says when a backend or a model fails and when it is back: once each, not with every request.</summary>
public sealed class BackendNewsTests
{
    private const string Down = "Warning 2501 Backend b is not usable";
    private const string Back = "Information 1053 Backend b is usable again";
    private const string Out = "Warning 1054";
    private const string Well = "Information 1055";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Fact]
    public async Task Backend_ThatGoesAwayUnderRequests_IsToldOnce_AndItsReturnToo()
    {
        var port = LedgerStorm.LastingPort();
        var backend = await HeldBackend.StartAsync(port);
        await using var gateway = Start(port);
        await ServeAsync(gateway, backend);
        await backend.DisposeAsync();
        for (var i = 0; i < 5; i++)
        {
            using var response = await AskAsync(gateway);
            Assert.Equal(503, (int)response.StatusCode);
        }

        await gateway.Log.WaitForAsync(Down);
        _time.Advance(TimeSpan.FromSeconds(31));
        await using var again = await HeldBackend.StartAsync(port);
        await ServeAsync(gateway, again);
        await ServeAsync(gateway, again);
        await gateway.Log.WaitForAsync(Back);
        Assert.Equal((1, 1), (Count(gateway, Down), Count(gateway, Back)));
    }

    [Fact]
    public async Task Model_ThatIsTakenOut_AndComesBack_IsToldOnceEach()
    {
        await using var rig = await Rig.StartAsync("resilience: { ejection: { failures: 3 } }", time: _time);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { ErrorStatus = 500, ErrorBody = "{}" });
        for (var i = 0; i < 6; i++)
        {
            using var response = await rig.ChatAsync("Coder");
            Assert.Equal(200, (int)response.StatusCode);
        }

        Assert.Contains(Rig.LocalModel, await rig.Gateway.Log.WaitForAsync(Out), StringComparison.Ordinal);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript());
        _time.Advance(TimeSpan.FromSeconds(31));
        for (var i = 0; i < 3; i++)
        {
            using var response = await rig.ChatAsync("Local");
            Assert.Equal(200, (int)response.StatusCode);
        }

        await rig.Gateway.Log.WaitForAsync(Well);
        Assert.Equal((1, 1), (Count(rig.Gateway, Out), Count(rig.Gateway, Well)));
    }

    private TestGateway Start(int port) => TestGateway.Start($$"""
        storage: { provider: none }
        resilience: { retries: 0 }
        backends: [ { name: b, provider: openai, url: "http://127.0.0.1:{{port}}" } ]
        routes: [ { name: Any, candidates: [ { backend: b, model: m } ] } ]
        """, _time);

    private static async Task ServeAsync(TestGateway gateway, HeldBackend backend)
    {
        var asked = AskAsync(gateway);
        (await backend.NextAsync()).Serve();
        using var response = await asked;
        Assert.Equal(200, (int)response.StatusCode);
    }

    private static async Task<HttpResponseMessage> AskAsync(TestGateway gateway)
    {
        using var content = new StringContent("""{"model":"Any","messages":[{"role":"user","content":"x"}]}""", null, "application/json");
        return await gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);
    }

    private static int Count(TestGateway gateway, string text) =>
        gateway.Log.Lines.Count(l => l.StartsWith(text, StringComparison.Ordinal));
}
