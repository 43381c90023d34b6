using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Simulator.Models;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Wire.Usage;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>
/// Single texts that wait for a backend are sent to it together, and each client gets the answer it would have had alone.
/// </summary>
public sealed class EmbeddingsAreGatheredTests
{
    private const string AsBase64 = ",\"encoding_format\":\"base64\"";

    private static string[] Chunks(int count) => [.. Enumerable.Range(0, count).Select(static i => $"chunk {i} {new string('a', i % 50)}")];

    [Fact]
    public async Task StormOfOneTextEach_GoesInBatches_AndEachHasItsOwnVectorAndItsOwnTokens()
    {
        await using var rig = await GatheringRig.StartAsync(["siliconflow"]);
        var texts = Chunks(300);
        var asking = texts.Select((t, i) => rig.SendAsync(t, i % 2 == 0 ? AsBase64 : "")).ToList();
        await rig.WaitingAsync(300);
        await rig.GoAsync();
        var answers = await Task.WhenAll(asking);

        // One before them, and ten batches.
        Assert.Equal((11, 1), (rig.Backend.Served.Requests, rig.Backend.Served.MostAtOnce));
        Assert.All(answers, static a => Assert.Equal((200, "1"), ((int)a.StatusCode, a.Header("x-gateway-attempts"))));
        var told = rig.Backend.Served.PromptTokens;
        var records = await WrittenAsync(rig, 301);
        Assert.Equal(told, records.Sum(static r => (long)r.Tokens.Prompt!));
        Assert.All(
            records,
            static r => Assert.Equal((UsageSource.Backend, 200, true, 1), (r.Tokens.Source, r.Status, r.Tokens.Prompt > 0, r.Attempts)));
        Assert.Equal(300, records.Count(static r => r.Marks == UsageMarks.Gathered));
        Assert.Equal(288, rig.Rig.Gateway.Log.Lines.Count(static l => l.Contains(" gathered=32 ", StringComparison.Ordinal)));

        var vectors = await rig.VectorsAsync(texts);
        for (var i = 0; i < texts.Length; i++)
        {
            var body = JsonNode.Parse(await answers[i].Content.ReadAsStringAsync())!;
            Assert.Equal(i % 2 == 0, body["data"]![0]!["embedding"] is JsonValue);
            Assert.Equal(vectors[i], Assert.Single(EmbeddingRig.BitsOf(body)));
            answers[i].Dispose();
        }
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    [InlineData("lmstudio")]
    [InlineData("llamacpp")]
    [InlineData("vllm")]
    public async Task Vectors_OfEveryProvider_AreTheirClients(string provider)
    {
        await using var rig = await GatheringRig.StartAsync([provider]);
        var texts = Chunks(30);
        // Two at once are as good as one.
        var asking = texts.Chunk(2).Select((t, i) => rig.SendAsync(new JsonArray(t[0], t[1]), i % 2 == 0 ? AsBase64 : "")).ToList();
        await rig.WaitingAsync(15);
        await rig.GoAsync();
        var answers = await Task.WhenAll(asking);
        Assert.Equal(2, rig.Backend.Served.Requests);
        var vectors = await Task.WhenAll(answers.Select(GatheringRig.BitsOfAsync));
        Assert.Equal(await rig.VectorsAsync(texts), vectors.SelectMany(static v => v));
    }

    [Fact]
    public async Task Requests_ThatDifferInMoreThanTheTextAndItsEncoding_AreNotMixed()
    {
        await using var rig = await GatheringRig.StartAsync(["openai"]);
        Task<HttpResponseMessage>[] asking =
        [
            rig.SendAsync("a"), rig.SendAsync("b", AsBase64),
            rig.SendAsync("c", ",\"dimensions\":8"), rig.SendAsync("d", ",\"dimensions\":8"),
            rig.SendAsync("e", ",\"dimensions\":16"),
            rig.SendAsync("f", ",\"user\":\"lin\""),
            rig.SendAsync(new JsonArray(5, 6)), rig.SendAsync(new JsonArray(7)),
        ];
        await rig.WaitingAsync(8);
        await rig.GoAsync();
        var lengths = await Task.WhenAll(
            (await Task.WhenAll(asking)).Select(async a => Assert.Single(await GatheringRig.BitsOfAsync(a)).Length));
        Assert.Equal([32, 32, 8, 8, 16, 32, 32, 32], lengths);
        Assert.Equal(1 + 5, rig.Backend.Served.Requests);
    }

    // A batch is no longer than one text may be, so that whoever comes behind it waits for no longer.
    [Fact]
    public async Task LongTexts_AreFewInABatch()
    {
        await using var rig = await GatheringRig.StartAsync(["openai"]);
        var asking = Enumerable.Range(0, 12).Select(i => rig.SendAsync(new string((char)('a' + i), 6000))).ToList();
        await rig.WaitingAsync(12);
        await rig.GoAsync();
        await Task.WhenAll(asking);
        Assert.InRange(rig.Backend.Served.Requests, 1 + 2, 1 + 6);
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("llamacpp")]
    [InlineData("vllm")]
    public async Task TextThatIsTooLong_IsRefusedAlone(string provider)
    {
        var model = EmbeddingRig.NameAt(provider);
        await using var rig = await GatheringRig.StartAsync(
            [provider],
            options: o => o with { Facts = new Dictionary<string, SimulatedModel> { [model] = new() { ContextLength = 2048 } } });
        var texts = Chunks(20);
        texts[7] = new string('a', 9_600);
        var asking = texts.Select(t => rig.SendAsync(t)).ToList();
        await rig.WaitingAsync(20);
        await rig.GoAsync();
        var answers = await Task.WhenAll(asking);
        Assert.Equal([7], answers.Index().Where(static a => (int)a.Item.StatusCode != 200).Select(static a => a.Index));
        Assert.Equal(400, (int)answers[7].StatusCode);
        Assert.Contains("Send it in shorter pieces", await answers[7].Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // The batch, and two halves of it five times at most.
        Assert.InRange(rig.Backend.Served.Requests, 2, 1 + 1 + 10);
        Assert.All(answers, static a => Assert.NotEqual("2", a.Header("x-gateway-attempts")));
        var vectors = await rig.VectorsAsync(texts.Where((_, i) => i != 7));
        Assert.Equal(
            vectors, (await Task.WhenAll(answers.Where((_, i) => i != 7).Select(GatheringRig.BitsOfAsync))).Select(static v => v[0]));
        Assert.Equal((0, 0), (rig.Lines.Running, rig.Lines.Waiting));
    }

    [Fact]
    public async Task ClientThatLeaves_TakesNobodyAlong()
    {
        await using var rig = await GatheringRig.StartAsync(["siliconflow"]);
        var texts = Chunks(9);
        using var inLine = new CancellationTokenSource();
        using var inBatch = new CancellationTokenSource();
        var asking = texts.Select(t => rig.SendAsync(t)).ToList();
        var leaves = LeavingAsync(rig, "leaves the line", inLine.Token);
        var leavesLater = LeavingAsync(rig, "leaves the batch", inBatch.Token);
        await rig.WaitingAsync(11);
        await inLine.CancelAsync();
        await leaves;
        await rig.WaitingAsync(10);
        await rig.GoAsync(new ModelScript { Hold = true });
        await rig.Backend.NextRequestAsync();
        await inBatch.CancelAsync();
        await leavesLater;
        await rig.Rig.Gateway.Log.WaitForAsync(" ClientClosed ");
        rig.Backend.Script(rig.Model, new ModelScript());
        rig.Backend.Release(rig.Model);
        var answers = await Task.WhenAll(asking);
        Assert.Equal(2, rig.Backend.Served.Requests);
        Assert.Equal(
            await rig.VectorsAsync(texts), (await Task.WhenAll(answers.Select(GatheringRig.BitsOfAsync))).Select(static v => v[0]));
    }

    [Fact]
    public async Task Batch_ThatAllHaveLeft_IsEnded_AndItsPlaceIsFree()
    {
        await using var rig = await GatheringRig.StartAsync(["siliconflow"]);
        using var leave = new CancellationTokenSource();
        var asking = Chunks(9).Select(t => LeavingAsync(rig, t, leave.Token)).ToList();
        await rig.WaitingAsync(9);
        await rig.GoAsync(new ModelScript { Hold = true });
        await rig.Backend.NextRequestAsync();
        await leave.CancelAsync();
        await Task.WhenAll(asking);
        await rig.Backend.NextClientGoneAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await WaitUntil.TrueAsync(() => rig.Lines is { Running: 0, Waiting: 0 });
        Assert.Equal(0, rig.Configured.State.Load.InFlight);
    }

    [Fact]
    public async Task Batch_ThatFails_IsAFailedAttemptOfEach_AndCountsOnceAgainstTheModel()
    {
        await using var rig = await GatheringRig.StartAsync(
            ["siliconflow", "ollama"],
            "routes: [ { name: Both, candidates: [ { backend: siliconflow, model: BAAI/bge-m3 }, { backend: ollama, model: "
            + "\"bge-m3:latest\" } ] } ]");
        var asking = Chunks(20).Select(t => rig.SendAsync(t, model: "Both")).ToList();
        await rig.WaitingAsync(20);
        await rig.GoAsync(new ModelScript { ErrorStatus = 503, ErrorBody = "down", ErrorTimes = 1 });
        var answers = await Task.WhenAll(asking);
        Assert.All(
            answers,
            static a =>
                Assert.Equal((200, "ollama", "2"), ((int)a.StatusCode, a.Header("x-gateway-backend"), a.Header("x-gateway-attempts"))));
        Assert.Equal(2, rig.Backend.Served.Requests);
        Assert.DoesNotContain(await WrittenAsync(rig, 21), static r => r.Marks == UsageMarks.Gathered);
        using var still = await rig.SendAsync("and now", model: "Both");
        Assert.Equal("siliconflow", still.Header("x-gateway-backend"));
    }

    // Otherwise whoever comes would be sent to another backend for a wait that is none.
    [Fact]
    public async Task TimeInLine_IsExpectedByTheRequest_AndNotByTheBatch()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await GatheringRig.StartAsync(["siliconflow"], time: time);
        var asking = Chunks(16).Select(t => rig.SendAsync(t)).ToList();
        await rig.WaitingAsync(16);
        await rig.GoAsync(new ModelScript { Hold = true });
        await rig.Backend.NextRequestAsync();
        time.Advance(TimeSpan.FromSeconds(32));
        await rig.GoAsync();
        await Task.WhenAll(asking);
        await rig.HoldAsync();
        // The first took no time, and this one counts a fifth: two seconds each.
        Assert.Equal(0.4, Assert.Single(rig.Lines.All).Line.ExpectedWait("anybody").TotalSeconds, 3);
        await rig.GoAsync();
    }

    // A text on which a backend breaks would otherwise break whoever it meets.
    [Theory]
    [InlineData(500, """{"error":{"message":"failed to encode response: json: unsupported value: NaN"}}""")]
    [InlineData(200, """{"data":[{"index":0,"embedding":[3,4]}],"usage":{"prompt_tokens":7,"total_tokens":7}}""")]
    [InlineData(200, "")]
    public async Task Batch_ThatFails_WithNobodyElseToAsk_IsSentOneByOne(int status, string body)
    {
        await using var rig = await GatheringRig.StartAsync(["siliconflow"]);
        var texts = Chunks(20);
        var asking = texts.Select(t => rig.SendAsync(t)).ToList();
        await rig.WaitingAsync(20);
        await rig.GoAsync(new ModelScript { ErrorStatus = status, ErrorBody = body, ErrorTimes = 1 });
        var answers = await Task.WhenAll(asking);
        Assert.All(answers, static a => Assert.Equal((200, "2"), ((int)a.StatusCode, a.Header("x-gateway-attempts"))));
        Assert.DoesNotContain(await WrittenAsync(rig, 21), static r => r.Marks == UsageMarks.Gathered);
        Assert.Equal((22, 1), (rig.Backend.Served.Requests, rig.Backend.Served.MostAtOnce));
        Assert.Equal(
            await rig.VectorsAsync(texts), (await Task.WhenAll(answers.Select(GatheringRig.BitsOfAsync))).Select(static v => v[0]));
    }

    private static async Task LeavingAsync(GatheringRig rig, string text, CancellationToken leave)
    {
        using var content = new StringContent(EmbeddingRig.Body($"siliconflow/{rig.Model}", text), null, "application/json");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Rig.Gateway.Client.PostAsync("/v1/embeddings", content, leave));
    }

    private static async Task<IReadOnlyList<Gateway.Ledger.Records.UsageRecord>> WrittenAsync(GatheringRig rig, int count)
    {
        IReadOnlyList<Gateway.Ledger.Records.UsageRecord> records = [];
        await WaitUntil.TrueAsync(async () =>
            (records = [.. (await rig.Rig.Gateway.RecordsAsync()).Where(
                static r => r is { CountsAsRequest: true, IsProvisional: false })]).Count == count);
        return records;
    }
}
