using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Runtime;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>
/// If a request goes to the cloud although its name leads to own machines first, the reason is given in <c>x-gateway-decision</c>, in the
/// log, in the ledger, and in advance in the explanation.
/// </summary>
public sealed class WhyTheCloudTests
{
    private const string Long = "long";

    private static readonly string Routes = $$"""
        routes:
          - { name: Team, candidates: [ { backend: own, model: "qwen2.5-coder:7b" }, { backend: cloud, model: {{Rig.CloudModel}} } ] }
          - { name: Cloudy, candidates: [ { backend: cloud, model: {{Rig.CloudModel}} }, { backend: own, model: "qwen2.5-coder:7b" } ] }
        """;

    // Known before anything is sent.
    [Theory]
    [InlineData("Coder", Long, "own machines first, but own/qwen2.5-coder:7b takes 8,192 tokens")]
    [InlineData("Team", Long, "as listed, but own/qwen2.5-coder:7b takes 8,192 tokens")]
    [InlineData("Team", "picture", "as listed, but own/qwen2.5-coder:7b cannot take images")]
    [InlineData("NotPulled", "hi", "as listed, but own/not-pulled:1b is not listed by own")]
    public async Task Choice_OfTheCloud_IsSaidAndExplained(string name, string what, string words)
    {
        await using var rig = await CatalogRig.StartAsync(
            Routes
            + "\n  - { name: NotPulled, candidates: [ { backend: own, model: \"not-pulled:1b\" }, { backend: cloud, model: "
            + Rig.CloudModel + " } ] }"
            + "\nmodels: [ { backend: own, model: \"qwen2.5-coder:7b\", contextLength: 8192 }, { backend: cloud, model: " + Rig.CloudModel
            + ", tags: [Vision] } ]",
            warm: ["qwen2.5-coder:7b"]);
        await rig.Gateway.Log.WaitForAsync("The model lists are taken over");
        var body = CatalogRig.Body(name, content: what switch
        {
            Long => $"\"{new string('x', 40_000)}\"",
            "picture" => """[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]""",
            _ => "\"hi\"",
        });
        var explanation = await rig.ExplainAsync(body);
        using var response = await rig.SendAsync(body);
        Assert.Equal("cloud", response.Header("x-gateway-backend"));
        var decision = response.Header("x-gateway-decision");
        Assert.Contains(words, decision, StringComparison.Ordinal);
        Assert.Equal(decision, (string?)explanation["summary"]);
        await AssertRecordedAsync(rig.Gateway, response);
    }

    // Known only once it was tried.
    [Theory]
    [InlineData("runnerError", "was asked first: a failure of its own (500)")]
    [InlineData("busy", "was asked first: ")]
    public async Task Failover_ToTheCloud_SaysWhatFailed(string error, string words)
    {
        await using var rig = await CatalogRig.StartAsync(Routes);
        rig.Own.Script("qwen2.5-coder:7b", new ModelScript { Error = error });
        foreach (var stream in new[] { "false", "true" })
        {
            using var response = await rig.SendAsync(CatalogRig.Body("Team", $",\"stream\":{stream}"));
            Assert.Equal("cloud", response.Header("x-gateway-backend"));
            Assert.Contains("own/qwen2.5-coder:7b " + words, response.Header("x-gateway-decision"), StringComparison.Ordinal);
            await AssertRecordedAsync(rig.Gateway, response);
        }
    }

    [Fact]
    public async Task Spill_BeforeALongLine_SaysHowLongItWas()
    {
        await using var rig = await CatalogRig.StartAsync(Routes, queue: "maxConcurrent: 1, queue: { spillAfter: 0s }");
        rig.Own.Script("qwen2.5-coder:7b", new ModelScript { Hold = true });
        var held = rig.SendAsync(CatalogRig.Body("Team"));
        await rig.Own.NextRequestAsync();
        using var response = await rig.SendAsync(CatalogRig.Body("Team"));
        Assert.Equal("cloud", response.Header("x-gateway-backend"));
        Assert.Contains(
            "own/qwen2.5-coder:7b has a line before it of about ", response.Header("x-gateway-decision"), StringComparison.Ordinal);
        await AssertRecordedAsync(rig.Gateway, response);
        rig.Own.Release("qwen2.5-coder:7b");
        (await held).Dispose();
    }

    [Fact]
    public async Task MachineThatIsAway_IsNamed()
    {
        await using var rig = await CatalogRig.StartAsync(Routes);
        await rig.Gateway.Log.WaitForAsync("The model lists are taken over");
        rig.Gateway.Services.GetRequiredService<SnapshotStore>().Current.Routes.Match("Team")!.Candidates[0].Load.IsDown = true;
        var explanation = await rig.ExplainAsync(CatalogRig.Body("Team"));
        using var response = await rig.SendAsync(CatalogRig.Body("Team"));
        var decision = response.Header("x-gateway-decision");
        Assert.Contains("own/qwen2.5-coder:7b is tried last: nothing answers there at present", decision, StringComparison.Ordinal);
        Assert.Equal(decision, (string?)explanation["summary"]);
    }

    [Theory]
    [InlineData("Team")]
    [InlineData("Cloudy")]
    [InlineData("Coder:cloud")]
    [InlineData(Rig.CloudModel)]
    public async Task WhatGoesWhereItsNameSays_NeedsNoWords(string name)
    {
        await using var rig = await CatalogRig.StartAsync(Routes);
        using var response = await rig.SendAsync(CatalogRig.Body(name));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.False(
            response.Headers.Contains("x-gateway-decision"),
            string.Join(',', response.Headers.TryGetValues("x-gateway-decision", out var d) ? d : []));
    }

    [Fact]
    public async Task Auto_ThatFailedOver_NamesWhoAnswered()
    {
        await using var rig = await CatalogRig.StartAsync(own: ["qwen3:8b"]);
        await rig.Gateway.Log.WaitForAsync("The model lists are taken over");
        rig.Own.Script("qwen3:8b", new ModelScript { Error = "runnerError" });
        using var response = await rig.SendAsync(CatalogRig.Body("auto"));
        var decision = response.Header("x-gateway-decision");
        Assert.StartsWith(
            $"'auto' stands for Chat here. cloud/{response.Header("x-gateway-model")} answers for 'Chat'", decision,
            StringComparison.Ordinal);
        Assert.Contains("own machines first, but own/qwen3:8b was asked first", decision, StringComparison.Ordinal);
    }

    private static async Task AssertRecordedAsync(TestGateway gateway, HttpResponseMessage response)
    {
        var decision = response.Header("x-gateway-decision");
        var record = (await gateway.RecordsOfAsync(response)).Single(static r => r.CountsAsRequest);
        Assert.StartsWith(record.Decision!, decision, StringComparison.Ordinal);
        var line = await gateway.Log.WaitForAsync(response.Header("x-request-id"));
        Assert.Contains($"decision={decision}", line, StringComparison.Ordinal);
    }
}
