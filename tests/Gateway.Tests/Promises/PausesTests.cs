using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>A backend that names a time, by header or in SiliconFlow's words, gets no request before it.</summary>
public sealed class PausesTests
{
    [Theory]
    [InlineData("tpmLimit", 60)]
    [InlineData("rpmLimit", 60)]
    public async Task SiliconFlowsLimit_PacesThatModelForItsMinute(string error, int seconds)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync("resilience: { retries: 0 }", time: time);
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Error = error });
        using (var limited = await rig.ChatAsync("Cloud"))
        {
            await limited.ErrorAsync(429);
            Assert.InRange(limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 59);
        }

        rig.Cloud.Script(Rig.CloudModel, new ModelScript());
        time.Advance(TimeSpan.FromSeconds(seconds - 1));
        using (var paced = await rig.ChatAsync("Cloud"))
        {
            var message = (string?)(await paced.ErrorAsync(429))["message"];
            Assert.Contains("not asked again for 1 s more", message, StringComparison.Ordinal);
        }

        Assert.Single(rig.Cloud.Received);
        // The other models of the account are not concerned.
        using (var other = await rig.ChatAsync("cloud/Qwen/Qwen3-8B"))
        {
            Assert.Equal(200, (int)other.StatusCode);
        }

        time.Advance(TimeSpan.FromSeconds(2));
        using var again = await rig.ChatAsync("Cloud");
        Assert.Equal(200, (int)again.StatusCode);
    }

    [Theory]
    [InlineData("Rejected. Details: TPM limit reached.", 1)]
    [InlineData("Rejected. Details:RPM limit reached. If you want more, please contact us", 1)]
    [InlineData("Details: IPM limit reached.", 1)]
    [InlineData("Details: RPH limit reached.", 60)]
    [InlineData("Details: TPD limit reached.", 60)]
    [InlineData("Slow down.", 0)]
    [InlineData("Your TPMX is fine.", 0)]
    public void Words_OfTheLimit_TellItsWindow(string message, int minutes)
    {
        var body = System.Text.Encoding.UTF8.GetBytes($$"""{"message":"{{message}}","data":null}""");
        var pause = new Gateway.Providers.SiliconFlow.SiliconFlowProvider().PauseOf(Gateway.Wire.Errors.BackendErrorText.Read(body));
        Assert.Equal(minutes == 0 ? null : TimeSpan.FromMinutes(minutes), pause);
    }
}
