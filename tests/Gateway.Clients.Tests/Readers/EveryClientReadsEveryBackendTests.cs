using Gateway.Clients.Tests.Rigs;
using Gateway.Simulator.Options;

namespace Gateway.Clients.Tests.Readers;

/// <summary>Every client reads the gateway's streams correctly, whichever backend answers, with usage requested or not.</summary>
public sealed class EveryClientReadsEveryBackendTests(EveryPersonality rig)
{
    public static MatrixTheoryData<Client, Personality, bool> Cases() =>
        new(Enum.GetValues<Client>(), Enum.GetValues<Personality>(), [true, false]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Text_IsReadToItsEnd_WithItsUsageOnce(Client client, Personality personality, bool asksForUsage)
    {
        var reading = await ReadAsync(client, personality, Scenario.Text, asksForUsage);
        Assert.Equal(EveryPersonality.Words, reading.Text);
        Assert.Empty(reading.Calls);
        Assert.Equal(FinishOf(client, "stop"), reading.Finish);
        Assert.Equal(asksForUsage ? new Tokens(1, 20, 21) : null, reading.Usage);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ToolCalls_AreReadWhole_WithTheirUsageOnce(Client client, Personality personality, bool asksForUsage)
    {
        var reading = await ReadAsync(client, personality, Scenario.Tools, asksForUsage);
        Assert.Equal(
            [("weather", """{"city":"Paris"}"""), ("time", """{"zone":"CET"}""")],
            reading.Calls.Select(c => (c.Name, c.Arguments)));
        Assert.All(reading.Calls, c => Assert.NotEqual("", c.Id));
        Assert.Distinct(reading.Calls.Select(c => c.Id));
        Assert.Equal("", reading.Text);
        Assert.Equal(FinishOf(client, "tool_calls"), reading.Finish);
        Assert.Equal(asksForUsage ? await rig.UsedAsync(personality, Scenario.Tools) : null, reading.Usage);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Reasoning_IsReadApart_WithItsUsageOnce(Client client, Personality personality, bool asksForUsage) =>
        ReasonsAsync(client, personality, Scenario.Reasoning, asksForUsage);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task ReasoningInTags_IsReadApart_WithItsUsageOnce(Client client, Personality personality, bool asksForUsage) =>
        ReasonsAsync(client, personality, Scenario.ThinkTags, asksForUsage);

    private async Task ReasonsAsync(Client client, Personality personality, Scenario scenario, bool asksForUsage)
    {
        var reading = await ReadAsync(client, personality, scenario, asksForUsage);
        // Where the tags stood there may be blanks, which no client shows.
        Assert.Equal(EveryPersonality.Answer, reading.Text.Trim());
        Assert.Contains(reading.Reasoning?.Trim(), new[] { EveryPersonality.Reasoning, null });
        Assert.Equal(FinishOf(client, "stop"), reading.Finish);
        Assert.Equal(asksForUsage ? await rig.UsedAsync(personality, scenario) : null, reading.Usage);
    }

    private static string? FinishOf(Client client, string reason) => client == Client.OpenWebUi ? null : reason;

    private async Task<Reading> ReadAsync(Client client, Personality personality, Scenario scenario, bool asksForUsage) =>
        ClientReader.Read(client, await rig.ThroughGatewayAsync(personality, scenario, asksForUsage));
}
