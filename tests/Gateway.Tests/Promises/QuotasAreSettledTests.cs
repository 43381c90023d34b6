using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>However a request ends, its reservation becomes the real usage, and its place is free.</summary>
public sealed partial class QuotasAreSettledTests
{
    private static readonly FailureMode[] Failures = [
        FailureMode.ErrorEvent, FailureMode.PlainEnd, FailureMode.Reset, FailureMode.Malformed, FailureMode.CutToolCall
    ];

    [Fact]
    public async Task RandomEnds_LeaveNothingReserved_AndCountWhatTheLogSays()
    {
        await using var rig = await QuotaRig.StartAsync(
            "{ per: owner, tokensPerDay: 1000000000, concurrent: 1000, requestsPerMinute: 1000 }");
        var random = new Random(5);
        const int Requests = 60;
        for (var i = 0; i < Requests; i++)
        {
            rig.Ollama.Script(Rig.LocalModel, new ModelScript());
            await EndAsync(rig, random);
        }

        await WaitUntil.TrueAsync(() => Answered(rig).Count() == Requests);
        Assert.Equal(0, (long)(await rig.LimitAsync("concurrent"))["used"]!);
        Assert.Equal(Answered(rig).Sum(TokensOf), (long)(await rig.LimitAsync("tokens_per_day"))["used"]!);
        Assert.Equal(Requests, (long)(await rig.LimitAsync("requests_per_minute"))["used"]!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WholeAnswer_IsCountedAsTheBackendCountsIt(bool stream)
    {
        await using var rig = await QuotaRig.StartAsync("{ per: owner, tokensPerDay: 1000000 }");
        using var response = await rig.ChatAsync("Local", stream);
        await response.Content.ReadAsStringAsync();
        var served = rig.Ollama.Served;
        await WaitUntil.TrueAsync(
            async () => (long)(await rig.LimitAsync("tokens_per_day"))["used"]! == served.PromptTokens + served.CompletionTokens);
    }

    [Fact]
    public async Task BackendThatRefuses_CostsTheRequestAndNoTokens()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: owner, tokensPerDay: 1000000, requestsPerMinute: 10 }");
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Error = "noBalance402" });
        Assert.Equal(402, (await rig.AskAsync("Cloud")).Status);
        Assert.Equal(0, (long)(await rig.LimitAsync("tokens_per_day"))["used"]!);
        Assert.Equal(1, (long)(await rig.LimitAsync("requests_per_minute"))["used"]!);
    }

    [Fact]
    public async Task Stream_ThatOutgrowsWhatIsLeft_EndsWithOneErrorAndNoDone()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: owner, tokensPerDay: 1400 }");
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Words = 20_000, TokensPerSecond = 1000 });

        var stream = await rig.StreamAsync("Local");

        Assert.Contains(
            "A limit was reached while this was answered", (string?)stream.Events[^1]["error"]!["message"], StringComparison.Ordinal);
        Assert.Single(stream.Events, e => e["error"] is not null);
        Assert.False(stream.HasDone);
        Assert.Contains(" QuotaSpent ", await rig.Gateway.Log.WaitForAsync("Information 4000 "), StringComparison.Ordinal);
        Assert.Equal(402, (await rig.AskAsync("Local", maxTokens: 1200)).Status);
    }

    private static async Task EndAsync(Rig rig, Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                await rig.AskAsync("Local");
                break;
            case 1:
                await rig.StreamAsync("Local");
                break;
            case 2:
                rig.Ollama.Script(
                    Rig.LocalModel, new ModelScript { Fail = Failures[random.Next(Failures.Length)], FailAfterChunks = random.Next(6) });
                using (var broken = await rig.ChatAsync("Local", stream: true))
                {
                    await broken.Content.ReadAsStringAsync();
                }

                break;
            case 3:
                rig.Ollama.Script(Rig.LocalModel, new ModelScript { Words = 1000, TokensPerSecond = 100 });
                using (var client = await LeavingClient.AskAsync(rig.Gateway.Url, "Local"))
                {
                    await client.ReadFirstEventAsync();
                    client.Leave();
                }

                break;
            default:
                rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
                var before = rig.Ollama.Served.Requests;
                using (var client = await LeavingClient.AskAsync(rig.Gateway.Url, "Local"))
                {
                    await WaitUntil.TrueAsync(() => rig.Ollama.Served.Requests > before);
                    client.Leave();
                }

                break;
        }
    }

    private static IEnumerable<string> Answered(Rig rig) =>
        rig.Gateway.Log.Lines.Where(l => l.Contains("Information 4000 ", StringComparison.Ordinal));

    private static long TokensOf(string line) => Tokens().Match(line) is { Success: true } match
        ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)
        : 0;

    [GeneratedRegex("prompt=([0-9]+) completion=([0-9]+)")]
    private static partial Regex Tokens();
}
