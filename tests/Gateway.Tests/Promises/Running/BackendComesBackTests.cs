using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Backends;
using Gateway.Runtime;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises.Running;

/// <summary>A backend is reported as down only if nobody answers at its address. Any answer, even a refusal, means it is there.</summary>
public sealed class BackendComesBackTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Backend_ThatWasAwayAtStart_IsNotDownOnceItAnswersAnything_AndIsAskedForItsList(int status)
    {
        var port = LedgerStorm.LastingPort();
        await using var gateway = Start(port);
        var state = State(gateway);
        Assert.True(state.Load.IsDown);
        Assert.NotNull(state.Problem);
        Assert.Equal("down", (await ExplainAsync(gateway)).Health);

        await using var backend = await HeldBackend.StartAsync(port);
        var chat = ChatAsync(gateway);
        var asked = await backend.NextAsync();
        if (status == 200)
        {
            asked.Serve();
        }
        else
        {
            asked.Refuse(status);
        }

        using (var response = await chat)
        {
            Assert.Equal(status == 200, response.IsSuccessStatusCode);
        }

        Assert.False(state.Load.IsDown);
        Assert.Null(state.Problem);
        var (health, problem) = await ExplainAsync(gateway);
        Assert.NotEqual("down", health);
        Assert.Null(problem);
        await gateway.Log.WaitForAsync(" 4000 ");
        await ListedAsync(gateway);
        Assert.NotEmpty(backend.Asked);
    }

    [Fact]
    public async Task Answer_OfABackendWhoseListIsBroken_DoesNotMendTheList()
    {
        await using var backend = await QuotingBackend.StartAsync(400, "application/json", """{"error":{"message":"bad"}}""", models: "[]");
        await using var gateway = Start(new Uri(backend.Url).Port);
        Assert.False(State(gateway).Load.IsDown);
        var problem = State(gateway).Problem;
        Assert.NotNull(problem);
        using (var response = await ChatAsync(gateway))
        {
            await response.ErrorAsync(400);
        }

        Assert.Equal(problem, State(gateway).Problem);
    }

    // The round that was woken comes when the pause between two is over, and far before the next that comes by itself.
    private async Task ListedAsync(TestGateway gateway)
    {
        for (var waited = TimeSpan.Zero; State(gateway).Models is null; waited += TimeSpan.FromSeconds(1))
        {
            Assert.True(waited < BackendProber.Interval / 2, "Its list was not asked for.");
            _time.Advance(TimeSpan.FromSeconds(1));
            for (var i = 0; i < 40 && State(gateway).Models is null; i++)
            {
                await Task.Delay(5);
            }
        }
    }

    private static BackendState State(TestGateway gateway) =>
        gateway.Services.GetRequiredService<SnapshotStore>().Current.Backends["b"].State;

    private static async Task<(string Health, string? Problem)> ExplainAsync(TestGateway gateway)
    {
        using var content = new StringContent(CatalogRig.Body("Only"), null, "application/json");
        using var response = await gateway.Client.PostAsync("/v1/route/explain", content);
        var json = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        return ((string)json["candidates"]![0]!["health"]!, (string?)json["backends"]![0]!["problem"]);
    }

    private TestGateway Start(int port) => TestGateway.Start(
        $$"""
        backends: [ { name: b, provider: openai, url: "http://127.0.0.1:{{port}}" } ]
        routes: [ { name: Only, candidates: [ { backend: b, model: m } ] } ]
        resilience: { retries: 0 }
        """,
        _time);

    private static async Task<HttpResponseMessage> ChatAsync(TestGateway gateway)
    {
        using var content = new StringContent(CatalogRig.Body("Only"), null, "application/json");
        return await gateway.Client.PostAsync("/v1/chat/completions", content);
    }
}
