using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// The same failures in an answer that is not streamed: nothing was shown yet, so the next candidate answers, or the client gets a 502.
/// </summary>
public sealed class MidStreamNotStreamedTests(MidStreamRig rig) : IClassFixture<MidStreamRig>
{
    // Silence has no wire and so is the same at all backends: SilentBackendTests and FailoverTests have it.
    private static readonly IEnumerable<(Personality, FailureMode)> s_broken =
        from failure in MidStreamFailures.Broken.Keys
        where failure != FailureMode.Silence
        from personality in Enum.GetValues<Personality>()
        select (personality, failure);

    public static TheoryData<Personality, FailureMode> Broken() => [.. s_broken];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Answer_ThatIsBroken_IsTheNextCandidatesWhole(Personality personality, FailureMode failure)
    {
        using var response = await rig.ChatAsync(MidStreamRig.RouteOf(personality, failure), stream: false);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("other", response.Header("x-gateway-backend"));
        var choice = (await response.Content.ReadFromJsonAsync<JsonNode>())!["choices"]!.AsArray().Single()!;
        Assert.Equal("stop", (string?)choice["finish_reason"]);
        Assert.StartsWith("[simulated]", (string?)choice["message"]!["content"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Answer_ThatIsBrokenWithoutAnotherCandidate_Is502(Personality personality, FailureMode failure)
    {
        using var response = await rig.ChatAsync(MidStreamRig.RouteOf(personality, failure) + "-alone", stream: false);
        var error = await response.ErrorAsync(502);
        Assert.Equal("upstream_error", (string?)error["type"]);
    }
}
