using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Promises;

/// <summary>
/// People go before background requests: titles, tags and follow-up questions never delay an answer that somebody waits for.
/// </summary>
public sealed class NobodyWaitsForATitleTests
{
    [Fact]
    public async Task TitleThatRuns_GivesWayToAPerson_IsAnsweredLater_IsBooked_AndCountsAgainstNobody()
    {
        await using var rig = await ChoreRig.StartAsync(extra: "resilience: { retries: 0, ejection: { failures: 1 } }");
        rig.Hold();
        var title = rig.SendAsync(WebUi.Title());
        Assert.Contains("Name this talk", await rig.NextTextAsync(), StringComparison.Ordinal);
        var chat = rig.SendAsync(WebUi.Chat(stream: false));
        await rig.ClientGoneAsync();
        Assert.Equal("Say hello to the team", await rig.NextTextAsync());
        rig.Release();
        Assert.Equal("own", (await chat).Header("x-gateway-backend"));

        Assert.Contains("Name this talk", await rig.NextTextAsync(), StringComparison.Ordinal);
        rig.Release();
        using var response = await title;
        Assert.Equal(
            (200, "2", "true"), ((int)response.StatusCode, response.Header("x-gateway-attempts"), response.Header("x-gateway-background")));

        var records = (await rig.Gateway.RecordsOfAsync(response)).OrderBy(static r => r.Answer).ToList();
        Assert.Equal(
            [(AnswerEnd.Superseded, UsageSource.Estimated), (AnswerEnd.Complete, UsageSource.Backend)],
            records.Select(static r => (r.End, r.Tokens.Source)));
        Assert.True(records[0].Tokens.Prompt > 0);
        Assert.Equal(UsageMarks.Background | UsageMarks.GaveWay, records[1].Marks);
        Assert.Contains("own/qwen3:8b:GaveWay", await rig.Gateway.Log.WaitForAsync("GaveWay"), StringComparison.Ordinal);
        using var scraped = await rig.Catalog.Client.GetAsync(new Uri(rig.Gateway.AdminUrl, "/metrics"));
        var metrics = await scraped.Content.ReadAsStringAsync();
        Assert.Contains("gateway_background_gave_way_total", metrics, StringComparison.Ordinal);
        Assert.Contains("gateway_background_requests_total", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TitleThatGaveWay_IsLeftToRunTheSecondTime()
    {
        await using var rig = await ChoreRig.StartAsync();
        rig.Hold();
        var title = rig.SendAsync(WebUi.Title());
        await rig.NextAsync();
        var first = rig.SendAsync(WebUi.Chat(stream: false));
        await rig.ClientGoneAsync();
        await rig.NextAsync();
        rig.Release();
        await first;
        await rig.NextAsync();

        // It would be told to go at once, were it to go again.
        var second = rig.SendAsync(WebUi.Chat(stream: false));
        await rig.WaitingAsync(1);
        rig.Release();
        Assert.Equal("2", (await title).Header("x-gateway-attempts"));
        await rig.NextAsync();
        rig.Release();
        Assert.True((await second).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("priced")]
    [InlineData("streamed")]
    [InlineData("patient")]
    public async Task Chore_ThatMayCost_IsStreamed_OrIsNotYetInTheWay_IsNotEnded(string why)
    {
        await using var rig = await ChoreRig.StartAsync(
            background: why == "patient" ? "holdBack: 0s, giveWayAfter: 1h" : "holdBack: 0s, giveWayAfter: 0s",
            extra: why == "priced"
                ? $"models: [ {{ model: \"{ChoreRig.Model}\", price: {{ currency: CNY, input: 1, output: 1, asOf: 2026-11-24 }} }} ]"
                : "");
        rig.Hold();
        var chore = rig.SendAsync(WebUi.Chat(stream: why == "streamed"), headers: ("x-gateway-background", "true"));
        await rig.NextAsync();
        var chat = rig.SendAsync(WebUi.Chat(stream: false));
        await rig.WaitingAsync(1);
        rig.Release();
        Assert.Equal("1", (await chore).Header("x-gateway-attempts"));
        await rig.NextAsync();
        rig.Release();
        Assert.True((await chat).IsSuccessStatusCode);
    }

    [Fact]
    public async Task PeopleOfAllOwners_GoBeforeChoresThatCameFirst()
    {
        await using var rig = await ChoreRig.StartAsync(extra: ChoreRig.Keys("ann", "bob"));
        rig.Hold();
        var all = new List<Task> { rig.SendAsync(WebUi.Chat(), "ann") };
        await rig.NextAsync();
        var waiting = 0;
        foreach (var (owner, body) in new[]
        {
            ("ann", WebUi.Tags()), ("bob", WebUi.FollowUps()), ("bob", WebUi.Queries()), ("ann", WebUi.Chat())
        })
        {
            all.Add(rig.SendAsync(body, owner));
            await rig.WaitingAsync(++waiting);
        }

        var order = new List<string>();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            rig.Release();
            order.Add((await rig.NextTextAsync()).Split('\n') is [_, var task, ..] ? task : "Hello");
        }

        rig.Release();
        await Task.WhenAll(all).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(
            ["Say what to look up before this talk goes on.", "Hello", "Sort this talk under a few headings.",
            "Guess what the person will write next."], order);
    }

    [Fact]
    public async Task TitleSentAMomentBeforeItsChat_LetsItPass()
    {
        await using var rig = await ChoreRig.StartAsync(background: "holdBack: 2s, giveWayAfter: 1h");
        var title = rig.SendAsync(WebUi.Title());
        using var chat = await rig.SendAsync(WebUi.Chat());
        Assert.True(chat.IsSuccessStatusCode);
        Assert.Equal("Say hello to the team", await rig.NextTextAsync());
        Assert.True((await title).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Chore_WaitsForTheMachine_WhereAPersonMovesOnToThePaidCloud()
    {
        await using var rig = await ChoreRig.StartAsync();
        rig.Hold();
        var running = rig.SendAsync(WebUi.Chat(stream: false));
        await rig.NextAsync();
        var tags = rig.SendAsync(WebUi.Tags("Both"));
        await rig.WaitingAsync(1);
        using var person = await rig.SendAsync(WebUi.Chat("Both"));
        Assert.Equal("cloud", person.Header("x-gateway-backend"));
        rig.Release();
        await running;
        await rig.NextAsync();
        rig.Release();
        Assert.Equal("own", (await tags).Header("x-gateway-backend"));
        Assert.Single(rig.Cloud.Received);
    }

    [Fact]
    public async Task Session_DoesNotFollowItsChores()
    {
        await using var rig = await ChoreRig.StartAsync(
            route: ", policy: local-first", background: "holdBack: 0s, model: cloud/Qwen/Qwen3-8B");
        using var title = await rig.SendAsync(WebUi.Title("Both"), headers: (WebUi.ChatHeader, "c-1"));
        Assert.Equal("cloud", title.Header("x-gateway-backend"));
        using var chat = await rig.SendAsync(WebUi.Chat("Both"), headers: (WebUi.ChatHeader, "c-1"));
        Assert.Equal("own", chat.Header("x-gateway-backend"));
    }
}
