using System.Diagnostics;
using System.Text;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>
/// A backend that fails every request sees at most a fifth more than the load, and no request more than three times. That holds through the
/// whole gateway and while its models are being taken out.
/// </summary>
public sealed class RetryBudgetTests
{
    private const int Requests = 200;
    private const string Ejects = "resilience: { ejection: { failures: 5 } }";

    private static readonly string[] Models = ["m0", "m1", "m2", "m3", "m4", "m5"];

    [Theory]
    [InlineData("One", "serverError", "")]
    [InlineData("One", "overloaded", "")]
    [InlineData("One", "plainText", "resilience: { ejection: { failures: 1000, requests: 100000 } }")]
    // Out for a second at a time, so that it is probed and taken out again meanwhile.
    [InlineData("One", "serverError", "resilience: { ejection: { failures: 2, time: 1s, maxTime: 1s } }")]
    [InlineData("Two", "serverError", Ejects)]
    [InlineData("All", "serverError", Ejects)]
    [InlineData("All", "insufficientQuota", Ejects)]
    [InlineData("Both", "serverError", Ejects)]
    [InlineData("Mixed", "overloaded", Ejects)]
    public async Task Backend_FailingEveryRequest_SeesAtMost1Point2TimesTheLoad_AndNoRequestMoreThanThreeTimes(
        string route, string error, string resilience)
    {
        await using var a = await StartAsync();
        await using var b = await StartAsync();
        foreach (var backend in new[] { a, b })
        {
            foreach (var model in Models)
            {
                backend.Script(model, new ModelScript { Error = error });
            }
        }

        await using var gateway = Start(a, b, resilience);
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, _) =>
        {
            using var response = await ChatAsync(gateway, route, $"\"request {i}.\"");
            Assert.False(response.IsSuccessStatusCode);
        });

        var sends = a.Received.Concat(b.Received)
            .CountBy(
                static r =>
                    Encoding.UTF8.GetString(r.Body).Split('"').Single(static t => t.StartsWith("request ", StringComparison.Ordinal)));
        Assert.All(sends, static s => Assert.InRange(s.Value, 1, 3));
        Assert.InRange(a.Received.Count, 0, Allowed(Requests, began));
        Assert.InRange(b.Received.Count, 0, Allowed(Requests, began));

        // The last one is never shut: each request was sent.
        if (error != "insufficientQuota")
        {
            Assert.True(a.Received.Count >= Requests, $"{a.Received.Count}");
        }
    }

    [Fact]
    public async Task BurstOfRequests_AtOnce_IsNoMoreThanAFifthMore()
    {
        await using var a = await StartAsync();
        a.Script("m0", new ModelScript { Error = "serverError" });
        await using var gateway = Start(a, a, "");
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            using var response = await ChatAsync(gateway, "One", $"\"request {i}.\"");
            Assert.False(response.IsSuccessStatusCode);
        }));
        Assert.InRange(a.Received.Count, 101, Allowed(100, began));
    }

    [Fact]
    public async Task OneRequest_ToTheOnlyCandidate_IsSentThreeTimes_ThoughThatTakesItOut()
    {
        await using var a = await StartAsync();
        a.Script("m0", new ModelScript { Error = "serverError" });
        await using var gateway = Start(a, a, "resilience: { ejection: { failures: 1 } }");
        using var response = await ChatAsync(gateway, "One");
        await response.ErrorAsync(503);
        Assert.Equal("3", response.Header("x-gateway-attempts"));
        Assert.Equal(3, a.Received.Count);
    }

    [Fact]
    public async Task ModelThatFails_BesideOneThatAnswers_IsFollowedByThatEveryTime()
    {
        await using var a = await StartAsync();
        a.Script("m0", new ModelScript { Error = "insufficientQuota" });
        await using var gateway = Start(a, a, "resilience: { retries: 0 }", new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)));
        for (var i = 0; i < 30; i++)
        {
            await ServedByAsync(gateway, "Two", "m1");
        }
    }

    [Theory]
    [InlineData("modelNotFound")]
    [InlineData("tooLong")]
    public async Task ModelsThatCannot_AreNoTroubleOfTheBackend_SoTheNextIsTriedHoweverMany(string error)
    {
        await using var a = await StartAsync();
        foreach (var model in Models.SkipLast(1))
        {
            a.Script(model, new ModelScript { Error = error });
        }

        await using var gateway = Start(a, a, "", new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)), facts: error == "tooLong");
        for (var i = 0; i < 10; i++)
        {
            await ServedByAsync(gateway, "All", Models[^1]);
        }
    }

    // On a machine so slow that it takes longer than the ten seconds that are looked at, the three that are always allowed come again.
    private static int Allowed(int requests, long began) =>
        (requests * 12 / 10) + (3 * (int)(Stopwatch.GetElapsedTime(began).TotalSeconds / 10));

    private static async Task ServedByAsync(TestGateway gateway, string route, string model)
    {
        using var response = await ChatAsync(gateway, route);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal(model, response.Header("x-gateway-model"));
    }

    private static async Task<HttpResponseMessage> ChatAsync(TestGateway gateway, string route, string content = "\"hi\"")
    {
        using var body = new StringContent(CatalogRig.Body(route, content: content), null, "application/json");
        return await gateway.Client.PostAsync("/v1/chat/completions", body);
    }

    private static Task<SimulatedBackend> StartAsync() =>
        SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi, Models = Models });

    // Each model takes more than the one before it, where a prompt that is too long is to be tried on the next.
    private static TestGateway Start(
        SimulatedBackend a, SimulatedBackend b, string resilience, TimeProvider? time = null, bool facts = false) => TestGateway.Start(
        $$"""
        backends:
          - { name: a, provider: openai, url: "{{a.Url}}" }
          - { name: b, provider: openai, url: "{{b.Url}}" }
        routes:
          - { name: One, candidates: [ {{A(0)}} ] }
          - { name: Two, candidates: [ {{A(0)}}, {{A(1)}} ] }
          - { name: All, candidates: [ {{string.Join(", ", Models.Index().Select(m => A(m.Index)))}} ] }
          - { name: Both, candidates: [ {{A(0)}}, { backend: b, model: m0 } ] }
          - { name: Mixed, candidates: [ {{A(0)}}, { backend: b, model: m0 }, {{A(1)}}, { backend: b, model: m1 } ] }
        {{(facts ? "models: [ " + string.Join(", ", Models.Index().Select(m => $"{{ model: {m.Item}, contextLength: "
            + $"{(m.Index + 1) * 1000} }}")) + " ]" : "")}}
        {{resilience}}
        """,
        time);

    private static string A(int model) => $"{{ backend: a, model: {Models[model]} }}";
}
