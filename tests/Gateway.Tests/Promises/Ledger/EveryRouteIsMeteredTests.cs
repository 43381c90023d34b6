using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises.Ledger;

/// <summary>There is no side door: whatever address makes a backend work leaves a record.</summary>
public sealed class EveryRouteIsMeteredTests
{
    [Fact]
    public async Task Route_ThatForwards_Records()
    {
        await using var rig = await Rig.StartAsync();
        // What the gateway asks of its own accord is no request of a caller's.
        var own = rig.Ollama.Asked.Keys.ToHashSet();
        var forwarding = new List<string>();
        var routes = rig.Gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(
                static e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods,
                static (e, method) => (Method: method, Path: e.RoutePattern.RawText!))
            .Where(static r => !r.Path.StartsWith("/admin/", StringComparison.Ordinal) && r.Path != "/metrics");
        foreach (var (method, path) in routes)
        {
            var before = Asked(rig, own);
            using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{**id}", "Local", StringComparison.Ordinal));
            var model = path == "/v1/embeddings" ? "Embedding" : "Local";
            request.Content = method is "GET" or "HEAD" ? null : new StringContent(
                $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Say something."}],"prompt":"Say something.","input":"Say something."}""", null, "application/json");
            using var response = await rig.Client.SendAsync(request);
            await response.Content.ReadAsStringAsync();
            if (Asked(rig, own) > before)
            {
                forwarding.Add($"{method} {path}");
                Assert.True(
                    (await rig.Gateway.RecordOfAsync(response)).Tokens is { Prompt: > 0 },
                    $"{method} {path} used something and recorded nothing.");
            }
        }

        Assert.Contains("POST /v1/chat/completions", forwarding);
        Assert.Contains("POST /v1/embeddings", forwarding);
    }

    private static int Asked(Rig rig, HashSet<string> own) => rig.Ollama.Asked.Where(a => !own.Contains(a.Key)).Sum(static a => a.Value);
}
