using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>A request that a time limit ended was at work until then, and is counted with its likely usage.</summary>
public sealed class TimeLimitsAreBookedTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Theory]
    [InlineData(false, null, 600)]
    [InlineData(false, 50, 50)]
    [InlineData(true, null, 0)]
    public async Task Attempt_EndedByTheTimeLimit_IsBookedWithItsPromptAndWhatItMayHaveWritten(bool stream, int? most, int written)
    {
        await using var rig = await Rig.StartAsync("resilience: { retries: 0 }", "firstByteTimeout: 60s, warmFirstByteTimeout: 60s", _time);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        var answer = rig.ChatAsync("Local", stream, most is { } limit ? new() { ["max_tokens"] = limit } : null);
        await rig.Ollama.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        _time.Advance(TimeSpan.FromSeconds(60));
        using var response = await answer.WaitAsync(TimeSpan.FromSeconds(20));
        await response.ErrorAsync(504);

        // Ten tokens a second, as long as nothing was measured.
        var records = (await rig.Gateway.RecordsOfAsync(response)).OrderBy(static r => r.Answer).ToList();
        Assert.Equal(
            [(AnswerEnd.Stalled, UsageSource.Estimated, false), (AnswerEnd.Failed, UsageSource.None, true)],
            records.Select(static r => (r.End, r.Tokens.Source, r.CountsAsRequest)));
        Assert.True(records[0].Tokens.Prompt > 0);
        Assert.Equal(written, records[0].Tokens.Output);
        Assert.Matches(
            $" prompt=[1-9][0-9]* completion={written} usage=Estimated ", await rig.Gateway.Log.WaitForAsync("Information 4000 "));
    }

    [Fact]
    public async Task Attempt_ThatWasRefusedOrNeverMade_IsBookedWithNothing()
    {
        await using var rig = await Rig.StartAsync("resilience: { retries: 0 }");
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = "runnerError" });
        using var response = await rig.ChatAsync("Local");
        Assert.Equal(UsageSource.None, (await rig.Gateway.RecordOfAsync(response)).Tokens.Source);
    }
}
