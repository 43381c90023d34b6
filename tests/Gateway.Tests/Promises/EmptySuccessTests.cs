using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>A 200 without an answer is a failure, whatever its status says.</summary>
public sealed class EmptySuccessTests
{
    public static TheoryData<ModelScript, bool> EmptyAnswers()
    {
        ModelScript[] scripts =
        [
            new() { EmptyBody200 = true },
            new() { HtmlInsteadOfAnswer = true },
            new() { Fail = FailureMode.ErrorEvent, FailAfterChunks = 0 },
            new() { Fail = FailureMode.PlainEnd, FailAfterChunks = 0 },
        ];
        var data = new TheoryData<ModelScript, bool>();
        foreach (var script in scripts)
        {
            data.Add(script, true);
            data.Add(script, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EmptyAnswers))]
    public async Task Answer_ThatIsNone_IsFollowedByTheNextCandidate(ModelScript script, bool stream)
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, script);
        using var response = await rig.ChatAsync("Coder", stream);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("cloud", response.Headers.GetValues("x-gateway-backend").Single());
    }

    [Theory]
    [MemberData(nameof(EmptyAnswers))]
    public async Task Answer_ThatIsNone_WithoutAnotherCandidate_Is502(ModelScript script, bool stream)
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, script);
        using var response = await rig.ChatAsync("Local", stream);
        var error = await response.ErrorAsync(502);
        Assert.Contains($"ollama/{Rig.LocalModel}", (string?)error["message"], StringComparison.Ordinal);
    }
}
