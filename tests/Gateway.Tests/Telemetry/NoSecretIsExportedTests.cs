using System.Security.Cryptography;
using System.Text;
using Gateway.Tests.Hosting;
using Gateway.Tests.Promises;
using Gateway.Tests.Telemetry.Collector;

namespace Gateway.Tests.Telemetry;

/// <summary>No secret appears in a metric, a span, a log line, the journal or a database.</summary>
[Collection(nameof(AloneCollection))]
public sealed class NoSecretIsExportedTests
{
    private const string ClientKey = "sk-gw-canary-client-0123456789";
    private const string Credential = "canary-credential-0123456789";

    [Theory]
    [InlineData(
        200, "application/json",
        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"canary-answer\"},\"finish_reason\":\"stop\"}]}")]
    [InlineData(400, "application/json", "{\"error\":{\"message\":\"canary-error: {0} said canary-prompt\",\"code\":\"canary-code\"}}")]
    [InlineData(500, "application/json", "{\"error\":{\"message\":\"canary-error: {0} said canary-prompt\",\"code\":\"canary-code\"}}")]
    [InlineData(200, "application/json", "{\"error\":{\"message\":\"canary-error: {0} said canary-prompt\"}}")]
    public async Task Canary_AnywhereInARequest_IsNowhereInWhatIsExported(int status, string type, string answer)
    {
        await using var sink = await OtlpSink.StartAsync();
        await using var backend = await QuotingBackend.StartAsync(status, type, answer);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Credential);
        await using var gateway = TestGateway.Start(
            $$"""
            backends:
              - { name: cloud, provider: openai, url: "{{backend.Url}}/canary-url/v1", credential: { file: "{{file}}" } }
            routes:
              - { name: Chat, candidates: [ { backend: cloud, model: m } ] }
            keys:
              - { name: laptop, owner: lin, team: ml, sha256: {{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(ClientKey)))}} }
            """,
            variables: sink.Variables);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions?api_key=canary-query");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + ClientKey);
        request.Headers.TryAddWithoutValidation("Cookie", "canary-cookie");
        request.Headers.TryAddWithoutValidation("baggage", "user=canary-baggage");
        request.Headers.TryAddWithoutValidation("User-Agent", "canary-agent");
        request.Content = new StringContent(
            """{"model":"Chat","user":"canary-user","messages":[{"role":"user","content":"canary-prompt"}]}""", null, "application/json");
        using var response = await gateway.Client.SendAsync(request);
        await response.Content.ReadAsStringAsync();
        await gateway.Log.WaitForAsync("4000 ");
        TelemetryRig.Flush(gateway);

        Assert.NotEmpty(sink.Spans);
        Assert.NotEmpty(sink.Points);
        Assert.NotEmpty(sink.Logs);
        var all = sink.Everything;
        Assert.DoesNotContain("canary", all.Replace("canary-url", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("canary", string.Join('\n', sink.Points.Select(static p => p.Series)), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "canary", string.Join('\n', sink.Spans.Select(static s => string.Join(' ', s.Attributes.Values) + s.Name)),
            StringComparison.Ordinal);
        using var admin = new HttpClient();
        Assert.DoesNotContain("canary", await admin.GetStringAsync(new Uri(gateway.AdminUrl, "/metrics")), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "canary", string.Join('\n', gateway.Log.Lines).Replace("canary-url", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var files = await gateway.FilesAsync();
        Assert.Contains("laptop", files, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", files, StringComparison.Ordinal);
        // Whose key it was stands in the log alone.
        Assert.DoesNotContain("laptop", string.Join('\n', sink.Points.Select(static p => p.Series)), StringComparison.Ordinal);
        File.Delete(file);
    }
}
