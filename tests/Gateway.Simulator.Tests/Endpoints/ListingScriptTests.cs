using System.Net.Http.Json;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Endpoints;

public class ListingScriptTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Body_IsSentAsItIs_SoManyTimes()
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        client.Backend.Listing(new() { Body = """{"models":[}""", Times = 2 });
        var bodies = new List<string>();
        foreach (var path in new[] { "api/tags", "v1/models", "v1/models" })
        {
            bodies.Add(await client.Http.GetStringAsync(path, Stop));
        }

        Assert.Equal("""{"models":[}""", bodies[0]);
        Assert.Equal("""{"models":[}""", bodies[1]);
        Assert.Contains("\"data\"", bodies[2]);
    }

    [Theory]
    [InlineData(Personality.Ollama, "api/version")]
    [InlineData(Personality.Ollama, "")]
    [InlineData(Personality.LlamaCpp, "props")]
    [InlineData(Personality.LmStudio, "api/v1/models")]
    [InlineData(Personality.OpenAi, "v1/models")]
    public async Task Status_IsForEveryPath_ButNotForChats(Personality personality, string path)
    {
        await using var client = await Client.StartAsync(personality);
        client.Backend.Listing(new() { Status = 503 });
        using var list = await client.Http.GetAsync(path, Stop);

        Assert.Equal(503, (int)list.StatusCode);
        Assert.Contains("\"error\"", await list.Content.ReadAsStringAsync(Stop));
        Assert.NotNull((await client.AskAsync())["choices"]);
    }

    [Fact]
    public async Task Path_LeavesTheOthersTruthful()
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        client.Backend.Listing(new() { Path = "/api/show", Status = 500, Body = "no" });
        using var show = await client.Http.PostAsJsonAsync("api/show", new { model = client.Model }, Stop);

        Assert.Equal((500, "no"), ((int)show.StatusCode, await show.Content.ReadAsStringAsync(Stop)));
        Assert.Equal(client.Model, (string?)(await client.GetAsync("api/tags"))["models"]![0]!["name"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hold_WaitsForReleaseOrTheNextScript(bool release)
    {
        await using var client = await Client.StartAsync();
        client.Backend.Listing(new() { Hold = true });
        var list = client.GetAsync("v1/models?x=1");
        Assert.Equal("/v1/models?x=1", await client.Backend.NextAskedAsync(Stop));
        Assert.False(list.IsCompleted);
        if (release)
        {
            client.Backend.ReleaseListings();
        }
        else
        {
            client.Backend.Listing(null);
        }

        Assert.Equal(client.Model, (string?)(await list)["data"]![0]!["id"]);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 600_000)]
    public async Task ClientThatLeaves_IsSeen(bool hold, int delay)
    {
        await using var client = await Client.StartAsync();
        client.Backend.Listing(new() { Hold = hold, DelayMs = delay });
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var list = client.Http.GetAsync("v1/models", leaving.Token);
        await client.Backend.NextAskedAsync(Stop);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => list);

        Assert.Equal("/v1/models", await client.Backend.NextAskerGoneAsync(Stop));
    }

    [Theory]
    [InlineData("""{"statuss":1}""", "'statuss'")]
    [InlineData("""{"status":99}""", "status")]
    [InlineData("""{"delayMs":-1}""", "delayMs")]
    [InlineData("""{"path":"api"}""", "path")]
    [InlineData("""[1]""", "object")]
    public async Task Admin_RefusesWhatCannotBeFollowed(string script, string sign)
    {
        await using var client = await Client.StartAsync();
        using var response = await client.Http.PutAsync("_simulator/listing", new StringContent(script), Stop);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(sign, await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Admin_SetsAndClears()
    {
        await using var client = await Client.StartAsync();
        using var set = await client.Http.PutAsJsonAsync("_simulator/listing", new { body = "[]" }, Stop);
        Assert.Equal("[]", await client.Http.GetStringAsync("v1/models", Stop));
        using var cleared = await client.Http.DeleteAsync("_simulator/listing", Stop);
        Assert.Contains("\"data\"", await client.Http.GetStringAsync("v1/models", Stop));
        Assert.Equal(2, (int)(await client.GetAsync("_simulator/asked"))["/v1/models"]!);
    }
}
