using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Promises;

/// <summary>The operator hears of a budget at 80 and at 100 percent, once each.</summary>
public sealed class BudgetWebhookTests
{
    [Fact]
    public async Task Budget_ThatFills_IsToldOnceAt80PercentAndOnceWhenItIsSpent()
    {
        var told = new ConcurrentQueue<(string Body, string? Signature)>();
        await using var receiver = await ReceiverAsync(told);
        var secret = Path.GetTempFileName();
        await File.WriteAllTextAsync(secret, "a secret of this test");
        await using var rig = await QuotaRig.StartAsync(
            "{ per: team, of: nobody, moneyPerDay: 1 }, { per: everyone, tokensPerDay: 1000 }",
            $"webhook: {{ url: \"{receiver.Urls.First()}/hook\", secret: {{ file: \"{secret}\" }} }}");
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Words = 830 });

        Assert.Equal(200, (await rig.AskAsync("Local", maxTokens: 900)).Status);
        await WaitUntil.TrueAsync(() => told.Count == 1);
        Assert.Equal(402, (await rig.AskAsync("Local", maxTokens: 900)).Status);
        await WaitUntil.TrueAsync(() => told.Count == 2);

        var first = JsonNode.Parse(told.First().Body)!;
        Assert.Equal(("budget_warning", 80, "everyone", "tokens_per_day", 1000), Facts(first));
        Assert.Equal(("budget_spent", 100, "everyone", "tokens_per_day", 1000), Facts(JsonNode.Parse(told.Last().Body)!));
        Assert.InRange((int)first["used"]!, 800, 999);
        foreach (var (body, signature) in told)
        {
            Assert.Equal(
                "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("a secret of this test"u8, Encoding.UTF8.GetBytes(body))),
                signature);
        }

        File.Delete(secret);
    }

    private static (string, int, string, string, int) Facts(JsonNode alert) =>
        ((string)alert["event"]!, (int)alert["threshold"]!, (string)alert["subject"]!, (string)alert["limit"]!, (int)alert["max"]!);

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
