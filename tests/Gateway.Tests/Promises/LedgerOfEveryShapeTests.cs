using Gateway.Ledger.Records;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;
using Gateway.Tests.Wire.Streams;
using Gateway.Wire.Heads;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Promises;

/// <summary>Wherever a backend reports the usage of an answer, the record has each of the counts.</summary>
public sealed class LedgerOfEveryShapeTests
{
    public static TheoryData<string> Shapes => UsageShapes.Names;

    public static TheoryData<Personality, UsagePlacement> Placements() =>
        [.. from p in Enum.GetValues<Personality>() from u in Enum.GetValues<UsagePlacement>() select (p, u)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Stream_OfAnyShape_IsRecordedWithEachCountThatItTells(string shape)
    {
        var (stream, usage) = UsageShapes.All[shape];
        await using var backend = await QuotingBackend.StartAsync(200, "text/event-stream", stream);
        await using var gateway = TestGateway.Start(
            $"backends: [ {{ name: it, provider: openai, url: \"{backend.Url}\" }} ]\nroutes: [ {{ name: It, candidates: [ {{ backend: "
            + $"it, model: m }} ] }} ]");
        using var content = new StringContent(
            """{"model":"It","messages":[{"role":"user","content":"hi"}],"stream":true}""", null, "application/json");
        using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
        Assert.Equal(200, (int)response.StatusCode);

        var record = await gateway.RecordOfAsync(response);
        Assert.Equal((usage, AnswerEnd.Complete), (record.Tokens, record.End));
    }

    [Theory]
    [MemberData(nameof(Placements))]
    public async Task Answer_OfAnyBackend_WhereverItsUsageStands_IsRecordedAsItWasSent(Personality personality, UsagePlacement placement)
    {
        const string model = "sim";
        await using var backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = personality, Models = [model] });
        // Words of four letters with their blanks: one token by the estimate too, where nothing is told.
        backend.Script(model, new ModelScript { Usage = placement, Reasoning = "Well yes and now", Text = "This was one big bad day" });
        var provider = personality == Personality.OllamaOld ? "ollama" : personality.ToString().ToLowerInvariant();
        await using var gateway = TestGateway.Start(
            $"backends: [ {{ name: it, provider: {provider}, url: \"{backend.Url}\" }} ]\nroutes: [ {{ name: It, candidates: [ {{ "
            + $"backend: it, model: {model} }} ] }} ]");
        foreach (var stream in new[] { true, false })
        {
            using var content = new StringContent(
                $$"""{"model":"It","user":"{{stream}}","messages":[{"role":"user","content":"Say anything now"}],"stream":{{(stream ? "true" : "false")}}}""", null, "application/json");
            using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
            Assert.Equal(200, (int)response.StatusCode);

            var share = backend.Shares.Single(s => s.User == $"{stream}");
            Assert.Equal((4, 10), (share.PromptTokens, share.CompletionTokens));
            var tokens = (await gateway.RecordOfAsync(response)).Tokens;
            // SiliconFlow, which tells with every event, is not asked to.
            var isTold = placement != UsagePlacement.Never
                && !(stream && placement == UsagePlacement.LastChunkIfAsked && personality == Personality.SiliconFlow);
            Assert.Equal(
                (isTold ? UsageSource.Backend : UsageSource.Estimated, isTold ? 4 : 4 + (int)TokenEstimate.OfMessage, 10),
                (tokens.Source, tokens.Prompt, tokens.Output));
            // These tell how many were thought.
            var tellsReasoning = isTold && personality is Personality.OpenAi or Personality.SiliconFlow or Personality.DeepSeek;
            Assert.Equal(tellsReasoning ? 4 : null, tokens.Reasoning);
        }
    }
}
