using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Alerts;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Promises.Quotas;

/// <summary>The operator's own program hears of a budget at 80 and at 100 percent, once each, signed.</summary>
public sealed class BudgetWebhookTests : IDisposable
{
    private readonly SecretFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Budget_ThatFills_IsToldOnceAt80PercentAndOnceWhenItIsSpent()
    {
        var told = new ConcurrentQueue<(string Body, string? Signature)>();
        await using var receiver = await ReceiverAsync(told);
        var (url, secret) = (_files.Path($"{receiver.Urls.First()}/hook"), _files.Path("a secret of this test"));
        await using var rig = await Rig.StartAsync(
            $$"""
            quotas: { policies: [ { per: team, of: nobody, moneyPerDay: 1 }, { per: everyone, tokensPerDay: 1000 } ] }
            alerts:
              targets: [ { name: mine, kind: webhook, url: { file: "{{url}}" }, secret: { file: "{{secret}}" }, events: [budget] } ]
            """);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Words = 830 });

        Assert.Equal(200, (await rig.AskAsync("Local", maxTokens: 900)).Status);
        await WaitUntil.TrueAsync(() => told.Count == 1);
        Assert.Equal(402, (await rig.AskAsync("Local", maxTokens: 900)).Status);
        await WaitUntil.TrueAsync(() => told.Count == 2);

        var first = JsonNode.Parse(told.First().Body)!;
        Assert.Equal(("budget_warning", "raised", 80, "everyone", "tokens_per_day", 1000), Facts(first));
        Assert.Equal(
            ("budget_spent", "raised", 100, "everyone", "tokens_per_day", 1000), Facts(JsonNode.Parse(told.Last().Body)!));
        Assert.InRange((int)first["used"]!, 800, 999);
        Assert.NotEqual((string?)first["id"], (string?)JsonNode.Parse(told.Last().Body)!["id"]);
        foreach (var (body, signature) in told)
        {
            Assert.Equal(
                "sha256=" + Convert.ToHexStringLower(PlainHmac.Of("a secret of this test"u8.ToArray(), Encoding.UTF8.GetBytes(body))),
                signature);
        }
    }

    private static (string, string, int, string, string, int) Facts(JsonNode alert) => (
        (string)alert["event"]!, (string)alert["state"]!, (int)alert["threshold"]!, (string)alert["subject"]!, (string)alert["limit"]!,
        (int)alert["max"]!);

    private static async Task<WebApplication> ReceiverAsync(ConcurrentQueue<(string, string?)> told)
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/hook", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            told.Enqueue((await reader.ReadToEndAsync(), context.Request.Headers["x-gateway-signature"]));
        });
        await app.StartAsync();
        return app;
    }
}
