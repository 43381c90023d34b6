using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>
/// Candidates in this order: <c>first</c>, which breaks after some good chunks; <c>plain</c>, of whose kind no prefix is known;
/// <c>second</c> (vLLM) and <c>third</c> (DeepSeek, in the cloud), which take one. All would give the same answer.
/// </summary>
internal sealed class ResumeRig : IAsyncDisposable
{
    public const string Model = "sim";
    public const string Key = "sk-gw-12345678-a-key-for-this-test-only";

    /// <summary>With all that a text can hold between quotes.</summary>
    public const string Text = "It \"is\" a\\b <answer>, 春风 吹过\n田野 😀 \t and it goes on for some more words than come through.";

    public required SimulatedBackend First { get; init; }

    public required SimulatedBackend Plain { get; init; }

    public required SimulatedBackend Second { get; init; }

    public required SimulatedBackend Third { get; init; }

    public required TestGateway Gateway { get; init; }

    public static Task<ResumeRig> StartAsync(TimeProvider? time = null, bool drains = false, bool keys = false) =>
        StartAsync(Personality.Vllm, time, drains, keys);

    public static async Task<ResumeRig> StartAsync(Personality second, TimeProvider? time = null, bool drains = false, bool keys = false)
    {
        var backends = new List<SimulatedBackend>();
        foreach (var personality in new[] { Personality.Ollama, Personality.OpenAi, second, Personality.DeepSeek })
        {
            var backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = personality, Models = [Model] });
            backend.Script(Model, new ModelScript { Text = Text });
            backends.Add(backend);
        }

        var (first, plain, takes, third) = (backends[0], backends[1], backends[2], backends[3]);
        var all = Candidates("first", "plain", "second", "third");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        var yaml = $$"""
            drainTimeout: 30s
            keys: [ {{(keys ? $"{{ name: bound, sha256: \"{hash}\", localOnly: true }}" : "")}} ]
            resilience: { ejection: { failures: 2, percent: 40, requests: 10 } }
            backends:
              - { name: first, provider: ollama, url: "{{first.Url}}" }
              - { name: first-idle, provider: ollama, url: "{{first.Url}}", idleTimeout: 500ms }
              - { name: plain, provider: openai, url: "{{plain.Url}}" }
              - { name: second, provider: {{second.ToString().ToLowerInvariant()}}, url: "{{takes.Url}}" }
              - { name: third, provider: deepseek, url: "{{third.Url}}", local: false }
            routes:
              - { name: Resumed, resume: true, candidates: {{all}} }
              - { name: Usual, candidates: {{all}} }
              - { name: Idle, resume: true, candidates: {{Candidates("first-idle", "second")}} }
              - { name: Failed, resume: true, candidates: {{Candidates("second", "first", "third")}} }
              - { name: Nobody, resume: true, candidates: {{Candidates("first", "plain")}} }
              - { name: Cloud, resume: true, candidates: {{Candidates("first", "third")}} }
            """;
        return new ResumeRig
        {
            First = first,
            Plain = plain,
            Second = takes,
            Third = third,
            Gateway = TestGateway.Start(yaml, time, drains)
        };
    }

    /// <summary>The first breaks, after so many chunks.</summary>
    public void Break(FailureMode failure = FailureMode.Reset, int after = 5) =>
        First.Script(Model, new ModelScript { Text = Text, Fail = failure, FailAfterChunks = after });

    public async Task<HttpResponseMessage> ChatAsync(
        string route = "Resumed", JsonObject? more = null, string? userAgent = null, CancellationToken cancellationToken = default)
    {
        var body = new JsonObject
        {
            ["model"] = route,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Say something." }),
            ["stream"] = true,
        };
        foreach (var (name, value) in more ?? [])
        {
            body[name] = value?.DeepClone();
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent(body.ToJsonString(), null, "application/json");
        request.Headers.Authorization = new("Bearer", Key);
        if (userAgent is not null)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        }

        return await Gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>A stream to its end, and the line of the log about it.</summary>
    public async Task<(Sse Stream, string Line)> StreamAsync(string route = "Resumed", JsonObject? more = null)
    {
        using var response = await ChatAsync(route, more);
        Assert.Equal(200, (int)response.StatusCode);
        var stream = new Sse(await response.Content.ReadAsStringAsync());
        return (stream, await Gateway.Log.WaitForAsync($" 4000 {response.Header("x-request-id")}"));
    }

    /// <summary>The candidates of <c>Resumed</c>.</summary>
    public IReadOnlyList<Candidate> Held =>
        Gateway.Services.GetRequiredService<SnapshotStore>().Current.Routes.Match("Resumed")!.Candidates;

    /// <summary>No backend runs anything for anybody, and no body is held. So it is when a request's line is written.</summary>
    public void AssertNothingIsHeld()
    {
        Assert.All(Held, c => Assert.Equal(0, c.Load.InFlight));
        Assert.Equal(0, BodyBytes);
    }

    public long BodyBytes => Gateway.Services.GetRequiredService<BodyBudget>().Held;

    public async ValueTask DisposeAsync()
    {
        await Gateway.AgreesAsync(
            mayLose: false, (First, ["first", "first-idle"]), (Plain, ["plain"]), (Second, ["second"]), (Third, ["third"]));
        await Gateway.DisposeAsync();
        foreach (var backend in new[] { First, Plain, Second, Third })
        {
            await backend.DisposeAsync();
        }
    }

    private static string Candidates(params string[] backends) =>
        $"[ {string.Join(", ", backends.Select(b => $"{{ backend: {b}, model: {Model} }}"))} ]";
}
