using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Promises;

/// <summary>Every request of a caller has one record, however it ended.</summary>
public sealed class LedgerOfEveryEndTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_HasARecordOfWhoAskedWhatAndWhoAnswered(bool stream)
    {
        await using var rig = await QuotaRig.StartAsync("{ per: key, tokensPerDay: 1000000 }");
        using var response = await rig.ChatAsync("coder:cloud", stream);
        await response.Content.ReadAsStringAsync();

        var record = await rig.Gateway.RecordOfAsync(response);
        var served = rig.Cloud.Served;
        Assert.Equal(
            ("anonymous", "coder:cloud", "Coder", "cloud", Rig.CloudModel, "chat", stream, AnswerEnd.Complete, 200, 1),
            (record.Key, record.Asked, record.Tag, record.Backend, record.Model, record.Operation, record.Stream, record.End, record.Status,
                record.Attempts));
        Assert.Equal(
            (served.PromptTokens, served.CompletionTokens, UsageSource.Backend),
            ((long)record.Tokens.Prompt!, (long)record.Tokens.Output!, record.Tokens.Source));

        // One CNY for a million tokens.
        Assert.Equal(
            (1000 * (served.PromptTokens + served.CompletionTokens), "CNY", new DateOnly(2026, 11, 24)),
            (record.Cost!.Value.Nano, record.Cost.Value.Currency, record.Cost.Value.AsOf));
        Assert.Equal(record.Cost.Value.Nano, record.ChargedNano);
        Assert.True(record.ReservedTokens >= served.PromptTokens + served.CompletionTokens);
        Assert.True(record.FirstByteMs <= record.TotalMs);
    }

    [Fact]
    public async Task Failover_IsOneRecord_OfWhoAnswered()
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = "busy" });
        using var response = await rig.ChatAsync("Coder");

        var record = await rig.Gateway.RecordOfAsync(response);
        Assert.Equal(("cloud", 2, AnswerEnd.Complete, 1), (record.Backend, record.Attempts, record.End, record.Answer));
    }

    [Theory]
    [InlineData("Nothing", 404, "Refused", "model_not_found")]
    [InlineData("Local", 503, "Failed", null)]
    public async Task Request_ThatGetsNoAnswer_HasARecordThatUsedNothing(string model, int status, string end, string? code)
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = "runnerError" });
        using var response = await rig.ChatAsync(model);

        var record = await rig.Gateway.RecordOfAsync(response);
        Assert.Equal(
            (status, end, UsageSource.None, 0), (record.Status, record.End.ToString(), record.Tokens.Source, record.Tokens.Prompt));
        Assert.Equal(code ?? record.Error, record.Error);
        Assert.NotNull(record.Error);
    }

    [Fact]
    public async Task Stranger_LeavesNoRecord()
    {
        await using var rig = await Rig.StartAsync("keys: [ { name: mine, sha256: \"" + new string('a', 64) + "\" } ]");
        using var response = await rig.ChatAsync("Local");

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Empty(await rig.Gateway.RecordsAsync());
    }

    [Fact]
    public async Task Client_ThatLeavesInTheMiddle_IsRecordedWithWhatItGot()
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(
            Rig.LocalModel,
            new ModelScript { Fail = FailureMode.Silence, FailAfterChunks = 3, Text = "some words that come and more that do not" });
        var response = await rig.ChatAsync("Local", stream: true);
        var body = await response.Content.ReadAsStreamAsync();
        Assert.True(await body.ReadAsync(new byte[16]) > 0);
        response.Dispose();

        var record = await rig.Gateway.RecordOfAsync(response);
        Assert.Equal((AnswerEnd.ClientClosed, UsageSource.Estimated), (record.End, record.Tokens.Source));
        Assert.InRange(record.Tokens.Output!.Value, 1, 9);
    }

    [Fact]
    public async Task AnswerThatWasContinued_HasARecordForEachPart()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break(FailureMode.Reset);
        await rig.StreamAsync();

        var records = await rig.Gateway.RecordsAsync();
        Assert.Equal(
            [(1, "first", AnswerEnd.Truncated, false), (2, "second", AnswerEnd.Complete, true)],
            records.OrderBy(static r => r.Answer).Select(static r => (r.Answer, r.Backend!, r.End, r.CountsAsRequest)));
        Assert.All(records, static r => Assert.True(r.Tokens.Output > 0));
    }

    [Fact]
    public async Task AnswerThatTurnedOutToBeNone_IsRecordedBesideTheOneThatWasGiven()
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Fail = FailureMode.CutToolCall });
        using var response = await rig.ChatAsync("Coder");

        Assert.Equal(200, (int)response.StatusCode);
        var records = await rig.Gateway.RecordsOfAsync(response);
        Assert.Equal(
            [("ollama", AnswerEnd.BackendError, false), ("cloud", AnswerEnd.Complete, true)],
            records.OrderBy(static r => r.Answer).Select(static r => (r.Backend!, r.End, r.CountsAsRequest)));
        Assert.Equal(rig.Ollama.Served.PromptTokens, (long)records.Single(static r => r.Backend == "ollama").Tokens.Prompt!);
    }

    [Fact]
    public async Task AttemptThatLost_IsRecordedWithItsPrompt()
    {
        await using var rig = await HedgeRig.StartAsync();
        rig.Measured();
        rig.HoldFirst();
        var answer = await rig.LateAsync(stream: true);
        using var response = await answer;
        await response.Content.ReadAsStringAsync();

        var records = await rig.Gateway.RecordsOfAsync(response);
        Assert.Equal(
            [("ollama", AnswerEnd.Superseded, UsageSource.Estimated, false), ("cloud", AnswerEnd.Complete, UsageSource.Backend, true)],
            records.OrderBy(static r => r.Answer).Select(static r => (r.Backend!, r.End, r.Tokens.Source, r.CountsAsRequest)));
        rig.ReleaseFirst();
    }

    [Fact]
    public async Task RequestThatIsOverItsLimit_IsRecordedAsRefused()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: key, requestsPerMinute: 1 }");
        await rig.AskAsync("Local");
        var (status, _, response) = await rig.AskAsync("Local");

        var record = await rig.Gateway.RecordOfAsync(response);
        Assert.Equal((429, 429, AnswerEnd.Refused, 0), (status, record.Status, record.End, record.Attempts));
    }

    [Fact]
    public async Task NamesOfAClient_AreKept_ButNothingOfWhatItSaid()
    {
        await using var rig = await Rig.StartAsync();
        rig.Client.DefaultRequestHeaders.Add("X-Title", "Cherry Studio");
        using var response = await rig.ChatAsync("Local", more: new JsonObject { ["user"] = "canary-user" });

        var record = await rig.Gateway.RecordOfAsync(response);
        Assert.Equal("cherry-studio", record.Client);
        var files = await rig.Gateway.FilesAsync();
        Assert.Contains("cherry-studio", files, StringComparison.Ordinal);
        Assert.DoesNotContain("Say something", files, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-user", files, StringComparison.Ordinal);
    }
}
