using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>A front end's user belongs to a team by the groups that the front end names, if it is trusted.</summary>
public sealed class FrontEndGroupsTests : IDisposable
{
    private const string Header = "X-Groups";

    private static readonly FakeTimeProvider Time = new(FrontEndKey.Now);

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("ml", "ML")]
    [InlineData("Everyone, ops ,ml", "Ops")]
    [InlineData("Everyone", "house")]
    [InlineData("", "house")]
    [InlineData(null, "house")]
    [InlineData("%E8%A7%86%E8%A7%89", "视觉")]
    [InlineData("100%,ml", "ML")]
    public async Task PlainGroups_WhereNothingIsSigned_NameTheTeam_ByTheFirstThatIsOne(string? groups, string team)
    {
        await using var gateway = Start($"frontEnds: {{ groupHeader: {Header} }}");
        Assert.Equal(team, await TeamAsync(gateway, groups, "ann@example.org"));
    }

    [Fact]
    public async Task Groups_OfAKeyWithoutTheMark_OrOfAHeaderThatIsNotNamed_MeanNothing()
    {
        await using var unmarked = Start($"frontEnds: {{ groupHeader: {Header} }}", marked: false);
        Assert.Equal("house", await TeamAsync(unmarked, "ml"));
        await using var unnamed = Start("");
        Assert.Equal("house", await TeamAsync(unnamed, "ml", "ann@example.org"));
    }

    [Theory]
    // A header that nobody signed, beside a user who is signed for.
    [InlineData("false", "ml", null, true, "house")]
    [InlineData("true", "ml", null, true, "ML")]
    // Signed groups go before it, in either form.
    [InlineData("true", "ml", """["Everyone","ops"]""", true, "Ops")]
    [InlineData("false", "ml", "\"Everyone,ops\"", true, "Ops")]
    [InlineData("false", null, """[1,{"a":["ml"]},"ops"]""", true, "Ops")]
    // Without a signed user the request is the key's own.
    [InlineData("true", "ml", null, false, "house")]
    public async Task Groups_WhereUsersAreSigned_AreBelievedWhenSigned_OrWhenTheOperatorSaysSo(
        string trusted, string? plain, string? claim, bool hasToken, string team)
    {
        await File.WriteAllTextAsync(_file, FrontEndKey.Secret);
        await using var gateway = Start(
            $"frontEnds: {{ jwtSecret: {{ file: \"{_file}\" }}, groupHeader: {Header}, groupHeaderTrusted: {trusted} }}");
        Assert.Equal(team, await TeamAsync(gateway, plain, token: hasToken ? Token(claim) : null));
    }

    [Fact]
    public async Task LimitsAndLedger_OfTheTeam_Hold()
    {
        await using var rig = await ChoreRig.StartAsync(extra: $$"""
            frontEnds: { groupHeader: {{Header}} }
            teams: [ { name: ML, limits: { requestsPerMinute: 1 } }, { name: ops } ]
            keys: [ { name: front, owner: webui, team: house, onBehalfOf: true, sha256: "{{FrontEndKey.Hash}}" } ]
            """);
        async Task<HttpResponseMessage> AskAsync(string group, string user)
        {
            rig.Catalog.Client.DefaultRequestHeaders.Authorization = new("Bearer", FrontEndKey.Key);
            return await rig.SendAsync(WebUi.Chat(), headers: [(Header, group), ("X-OpenWebUI-User-Email", user)]);
        }

        using var first = await AskAsync("ml", "ann@example.org");
        Assert.Equal(200, (int)first.StatusCode);
        using var second = await AskAsync("ml", "bob@example.org");
        Assert.Contains("team 'ML'", (string?)(await second.ErrorAsync(429))["message"], StringComparison.Ordinal);
        using var other = await AskAsync("ops", "bob@example.org");
        Assert.Equal(200, (int)other.StatusCode);
        var record = await rig.Gateway.RecordOfAsync(first);
        Assert.Equal(("front", "ann@example.org", "ML"), (record.Key, record.Owner, record.Team));
    }

    private static string Token(string? groups)
    {
        var now = FrontEndKey.Now.ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = "open-webui", ["email"] = "ann@example.org", ["exp"] = now + 300 };
        if (groups is not null)
        {
            claims["groups"] = JsonNode.Parse(groups);
        }

        return FrontEndKey.Sign(claims);
    }

    private static TestGateway Start(string frontEnds, bool marked = true) => TestGateway.Start(
        $$"""
        keys: [ { name: front, owner: webui, team: house, onBehalfOf: {{(marked ? "true" : "false")}}, sha256: "{{FrontEndKey.Hash}}" } ]
        teams: [ { name: ML }, { name: Ops }, { name: 视觉 } ]
        {{frontEnds}}
        """,
        Time);

    private static async Task<string?> TeamAsync(TestGateway gateway, string? groups, string? user = null, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/usage/limits");
        request.Headers.Authorization = new("Bearer", FrontEndKey.Key);
        foreach (var (name, value) in new[] { (Header, groups), ("X-OpenWebUI-User-Email", user), ("X-OpenWebUI-User-Jwt", token) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await gateway.Client.SendAsync(request);
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(response.IsSuccessStatusCode, json.ToJsonString());
        return (string?)json["team"];
    }
}
