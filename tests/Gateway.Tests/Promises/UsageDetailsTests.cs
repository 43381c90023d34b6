using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>A front end gets the backend and the cost in usage, and shows them. Strict clients get only the members they know.</summary>
public sealed class UsageDetailsTests
{
    private const string FrontEnd = ", onBehalfOf: true";

    private static readonly string Coder = $"own/{OwnMachineRig.Coder}";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FrontEnd_IsToldWhoAnsweredForNothing(bool stream)
    {
        await using var rig = await OwnMachineRig.StartAsync(16_384, ofKeys: FrontEnd);
        var usage = await UsageAsync(rig, "Coder", stream);
        Assert.Equal(Coder, (string?)usage["answered_by"]);
        Assert.Equal(0, (decimal)usage["cost_cny"]!);
        AssertCounts(usage);
    }

    // The backend's own event at the end, and figures gathered from events with choices.
    [Theory]
    [InlineData(true, UsagePlacement.LastChunkIfAsked)]
    [InlineData(true, UsagePlacement.EveryChunk)]
    [InlineData(true, UsagePlacement.OnFinish)]
    [InlineData(false, UsagePlacement.OnFinish)]
    public async Task FrontEnd_IsToldWhatItCost_AsTheLedgerHasIt(bool stream, UsagePlacement placement)
    {
        await using var rig = await OwnMachineRig.StartAsync(16_384, ofKeys: FrontEnd);
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Usage = placement, Words = 40 });
        using var response = await SendAsync(rig, Rig.CloudModel, stream);
        var usage = await ReadAsync(response, stream);
        Assert.Equal("cloud/" + Rig.CloudModel, (string?)usage["answered_by"]);
        var record = Assert.Single(await rig.Gateway.RecordsOfAsync(response));
        Assert.True((decimal)usage["cost_cny"]! > 0);
        Assert.Equal(record.Cost!.Value.Nano / 1_000_000_000m, (decimal)usage["cost_cny"]!);
        AssertCounts(usage);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnyOtherKey_AndAFrontEndThatWantsNone_AreToldTokensOnly(bool isFrontEnd)
    {
        await using var rig = await OwnMachineRig.StartAsync(
            16_384, ofKeys: isFrontEnd ? FrontEnd : "", extra: isFrontEnd ? "frontEnds: { usageDetails: false }" : "");
        foreach (var stream in new[] { true, false })
        {
            foreach (var model in new[] { "Coder", Rig.CloudModel })
            {
                var usage = await UsageAsync(rig, model, stream);
                Assert.DoesNotContain(usage, m => m.Key is "answered_by" or "cost_cny" or "decision");
                AssertCounts(usage);
            }
        }
    }

    [Fact]
    public async Task FrontEnd_ThatDidNotAskForUsage_IsToldNone()
    {
        await using var rig = await OwnMachineRig.StartAsync(16_384, ofKeys: FrontEnd);
        using var response = await rig.SendAsync("""{"model":"Coder","stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.DoesNotContain("answered_by", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_IsShownWhereHeadersAreNot()
    {
        await using var rig = await OwnMachineRig.StartAsync(4_096, ofKeys: FrontEnd);
        using var response = await rig.SendAsync(
            ChatPage.Body(OwnMachineRig.Thinker, members: ",\"stream_options\":{\"include_usage\":true}"));
        var usage = await ReadAsync(response, stream: true);
        Assert.Equal(response.Header("x-gateway-decision"), (string?)usage["decision"]);
    }

    private static async Task<JsonObject> UsageAsync(OwnMachineRig rig, string model, bool stream)
    {
        using var response = await SendAsync(rig, model, stream);
        return await ReadAsync(response, stream);
    }

    private static Task<HttpResponseMessage> SendAsync(OwnMachineRig rig, string model, bool stream)
    {
        var asked = stream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "";
        return rig.SendAsync($$"""{"model":"{{model}}","messages":[{"role":"user","content":"Say something."}]{{asked}}}""");
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, bool stream)
    {
        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync());
        if (!stream)
        {
            return (await response.Content.ReadFromJsonAsync<JsonObject>())!["usage"]!.AsObject();
        }

        var events = new Sse(await response.Content.ReadAsStringAsync());
        return events.Events.Last(static c => c["usage"] is JsonObject)["usage"]!.AsObject();
    }

    private static void AssertCounts(JsonObject usage)
    {
        Assert.True((int)usage["prompt_tokens"]! > 0);
        Assert.Equal((int)usage["total_tokens"]!, (int)usage["prompt_tokens"]! + (int)usage["completion_tokens"]!);
    }
}
