using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Ledger.Records;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Promises;

/// <summary>However an answer ends, the gateway knows its usage: from the backend's figures, or from what was delivered.</summary>
public sealed partial class UsageOfEveryEndTests(MidStreamRig rig) : IClassFixture<MidStreamRig>
{
    public static TheoryData<Personality> Personalities() => [.. Enum.GetValues<Personality>()];

    public static TheoryData<Personality, FailureMode> Broken() =>
        [.. from p in Enum.GetValues<Personality>() from f in MidStreamFailures.Broken.Keys where f != FailureMode.CutToolCall select (
            p, f)];

    [Theory]
    [MemberData(nameof(Personalities))]
    public async Task Stream_OfAnyBackend_ThatWasNotAskedForUsage_IsSettledByTheBackend(Personality personality)
    {
        var served = rig.Of(personality).Served;
        using var response = await rig.ChatAsync(MidStreamRig.RouteOf(personality, FailureMode.None), stream: true);
        var stream = new Sse(await response.Content.ReadAsStringAsync()).Whole();

        Assert.All(stream.Events, e => Assert.NotEmpty(e["choices"]!.AsArray()));
        var now = rig.Of(personality).Served;
        var tokens = (now.PromptTokens - served.PromptTokens, now.CompletionTokens - served.CompletionTokens);
        Assert.Equal((tokens.Item1, tokens.Item2, UsageSource.Backend), await LoggedAsync(response));
    }

    [Theory]
    [MemberData(nameof(Personalities))]
    public async Task Answer_OfAnyBackend_ThatIsNotStreamed_IsSettledByTheBackend(Personality personality)
    {
        var served = rig.Of(personality).Served;
        using var response = await rig.ChatAsync(MidStreamRig.RouteOf(personality, FailureMode.None), stream: false);
        Assert.Equal(200, (int)response.StatusCode);
        var now = rig.Of(personality).Served;
        Assert.Equal(
            (now.PromptTokens - served.PromptTokens, now.CompletionTokens - served.CompletionTokens, UsageSource.Backend),
            await LoggedAsync(response));
    }

    // The simulator counts words, the gateway guesses by letters; of an error's text, ten times as long, nothing may be in it.
    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Stream_ThatBreaks_IsSettledByWhatWasDelivered(Personality personality, FailureMode failure)
    {
        using var response = await rig.ChatAsync(MidStreamRig.RouteOf(personality, failure), stream: true);
        var stream = new Sse(await response.Content.ReadAsStringAsync()).Broken();

        var (prompt, output, source) = await LoggedAsync(response);
        Assert.True(prompt > 0);
        if (personality == Personality.SiliconFlow)
        {
            // Its running totals come with every event, of one word each. The client does not see them there.
            Assert.Equal(stream.Deltas.Count(d => !string.IsNullOrEmpty((string?)d["content"] ?? (string?)d["reasoning_content"])), output);
            Assert.Equal(UsageSource.Backend, source);
        }
        else
        {
            // A token an event at the least, and a token for four letters.
            var pieces = stream.Deltas.Count(
                static d => !string.IsNullOrEmpty((string?)d["content"])
                    || !string.IsNullOrEmpty((string?)d["reasoning_content"] ?? (string?)d["reasoning"]));
            Assert.Equal(Math.Max(pieces, ((stream.Content + stream.Reasoning).Length + 3) / 4), output);
            Assert.Equal(UsageSource.Estimated, source);
        }
    }

    [Fact]
    public async Task Stream_OfABackendThatTellsNoUsage_IsEstimated()
    {
        await using var own = await Rig.StartAsync();
        own.Open.Script(Rig.OpenModel, new ModelScript { Usage = UsagePlacement.Never, Text = "twenty letters of it" });
        (await own.StreamAsync("Open")).Whole();
        Assert.Matches("prompt=[1-9][0-9]* completion=5 usage=Estimated ", await own.Gateway.Log.WaitForAsync("Information 4000 "));
    }

    [Fact]
    public async Task Client_ThatLeavesInTheMiddle_IsSettledByWhatWasDelivered()
    {
        await using var own = await Rig.StartAsync();
        own.Ollama.Script(
            Rig.LocalModel,
            new ModelScript { Fail = FailureMode.Silence, FailAfterChunks = 3, Text = "some words that come and more that do not" });
        var response = await own.ChatAsync("Local", stream: true);
        var body = await response.Content.ReadAsStreamAsync();
        Assert.True(await body.ReadAsync(new byte[16]) > 0);
        response.Dispose();
        Assert.Matches(
            "ClientClosed .* prompt=[1-9][0-9]* completion=[1-9] usage=Estimated ",
            await own.Gateway.Log.WaitForAsync("Information 4000 "));
    }

    // Three hundred numbers, of which by their length four would be a token.
    [Fact]
    public async Task Client_ThatLeavesAStreamOfNumbers_OwesATokenForEachEvent()
    {
        await using var own = await Rig.StartAsync();
        own.Ollama.Script(
            Rig.LocalModel,
            new ModelScript
            {
                Fail = FailureMode.Silence,
                FailAfterChunks = 303,
                Text = string.Join(' ', Enumerable.Range(0, 400).Select(static i => i % 10))
            });
        using var response = await own.ChatAsync("Local", stream: true);
        var body = await response.Content.ReadAsStreamAsync();
        var events = 0;
        using var reader = new StreamReader(body);
        while (events < 303)
        {
            events += (await reader.ReadLineAsync())!.StartsWith("data:", StringComparison.Ordinal) ? 1 : 0;
        }

        response.Dispose();
        var record = await own.Gateway.RecordOfAsync(response);
        Assert.Equal((UsageSource.Estimated, 303), (record.Tokens.Source, record.Tokens.Output));
    }

    [Fact]
    public async Task Client_ThatLeavesBeforeTheFirstByte_OwesThePromptOnly()
    {
        await using var own = await Rig.StartAsync();
        own.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        using var leave = new CancellationTokenSource();
        var answer = own.ChatAsync("Local", stream: true, cancellationToken: leave.Token);
        await own.Ollama.NextRequestAsync();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.Matches(
            "ClientClosed .* prompt=[1-9][0-9]* completion=0 usage=Estimated ", await own.Gateway.Log.WaitForAsync("Information 4000 "));
    }

    [Theory]
    [InlineData("Local", "runnerError", 503)]
    [InlineData("Nothing", null, 404)]
    public async Task Request_ThatNoBackendTook_TookNothing(string model, string? error, int status)
    {
        await using var own = await Rig.StartAsync();
        own.Ollama.Script(Rig.LocalModel, new ModelScript { Error = error });
        using var response = await own.ChatAsync(model, stream: true);
        await response.ErrorAsync(status);
        Assert.Contains(
            " prompt=0 completion=0 usage=None ", await own.Gateway.Log.WaitForAsync("Information 4000 "), StringComparison.Ordinal);
    }

    private async Task<(long Prompt, long Output, UsageSource Source)> LoggedAsync(HttpResponseMessage response)
    {
        var figures = Figures().Match(await rig.Gateway.Log.WaitForAsync($"{response.Header("x-request-id")} 200 "));
        return (Number(figures.Groups[1]), Number(figures.Groups[2]), Enum.Parse<UsageSource>(figures.Groups[3].Value));
    }

    private static long Number(Group group) => long.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(" prompt=([0-9]+) completion=([0-9]+) usage=([A-Za-z]+) ")]
    private static partial Regex Figures();
}
