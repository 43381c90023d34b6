using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>All answers together stay within the budget, however a client limits them or if it sets no limit.</summary>
public sealed class AnswersKeepToTheBudgetTests
{
    // One CNY for a million tokens.
    private const decimal Budget = 0.0109m;

    // And how many of a thousand tokens at least are answered; of a billion none is.
    private static readonly (string Limit, int Least)[] s_shapes =
    [
        ("", 9), (""","max_tokens":null""", 9), (""","max_tokens":0""", 9), (""","max_tokens":-1""", 9), (""","max_tokens":-1.0""", 9),
        (""","max_completion_tokens":0""", 9), (""","max_completion_tokens":-1e3""", 9), (""","max_output_tokens":-1""", 9),
        (""","max_output_tokens":1000""", 9), (""","max_tokens":1000.0""", 9), (""","max_tokens":-1,"max_completion_tokens":1e3""", 9),
        (""","max_tokens":1000000000000""", 0), (""","max_tokens":1000,"n":5000""", 0),
    ];

    public static TheoryData<string, int, bool> Shapes =>
        [.. from shape in s_shapes from stream in new[] { true, false } select (shape.Limit, shape.Least, stream)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task SixtyFourAtOnce_OnABudgetForTen_SpendNoMoreThanIt_HoweverTheyLimitTheirAnswers(string limit, int least, bool stream)
    {
        await using var rig = await QuotaRig.StartAsync($"{{ per: everyone, moneyPerMonth: {Budget} }}", "maxAnswerTokens: 1000");
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Words = 3000, NotStreamedDelayMs = 50 });
        var body =
            $$"""{"model":"Cloud","messages":[{"role":"user","content":"Say something."}],"stream":{{(stream ? "true" : "false")}}{{limit}}}""";

        var statuses = await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
        {
            using var response = await rig.SendAsync(body);
            await response.Content.ReadAsStringAsync();
            return (int)response.StatusCode;
        }));

        Assert.All(statuses, static s => Assert.Contains(s, new[] { 200, 402 }));
        var served = rig.Cloud.Served;
        Assert.InRange((served.PromptTokens + served.CompletionTokens) / 1_000_000m, 0, Budget);
        Assert.InRange(statuses.Count(static s => s == 200), least, least == 0 ? 0 : 64);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task LimitThatIsNone_IsAsGoodAsAbsent(int none)
    {
        await using var rig = await QuotaRig.StartAsync("{ per: everyone, moneyPerDay: 100 }", "maxAnswerTokens: 321");
        Assert.Equal(200, (await rig.AskAsync("Cloud", maxTokens: none)).Status);
        Assert.Equal(200, (await rig.AskAsync("Local", maxTokens: none)).Status);
        Assert.Equal(321, (int)JsonNode.Parse(rig.Cloud.Received.Single().Body)!["max_tokens"]!);
        Assert.Null(JsonNode.Parse(rig.Ollama.Received.Single().Body)!["max_tokens"]);
    }
}
