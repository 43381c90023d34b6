using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Names;

/// <summary>Anthropic's clients, known by their header, read the model list and errors in Anthropic's shape.</summary>
public sealed class AnthropicClientsTests
{
    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/models")]
    [InlineData("/v1/models/")]
    public async Task List_HasAnthropicsShape(string path)
    {
        await using var rig = await CatalogRig.StartAsync();
        var names = (await GetAsync(rig, path, isAnthropic: false))["data"]!.AsArray().Select(i => (string)i!["id"]!).ToList();
        var list = (await GetAsync(rig, path)).AsObject();

        Assert.Equal(["data", "first_id", "has_more", "last_id"], list.Select(m => m.Key).Order());
        Assert.Equal(names, Ids(list));
        Assert.Equal((false, names[0], names[^1]), ((bool)list["has_more"]!, (string?)list["first_id"], (string?)list["last_id"]));
        foreach (var item in list["data"]!.AsArray())
        {
            AssertItem(item!.AsObject(), (string)item["id"]!);
        }
    }

    [Fact]
    public async Task One_ByItsId_HasAnthropicsShape()
    {
        await using var rig = await CatalogRig.StartAsync();
        AssertItem((await GetAsync(rig, "/v1/models/qwen3:8b")).AsObject(), "qwen3:8b");
        AssertItem((await GetAsync(rig, "/v1/models/Qwen/Qwen3-8B")).AsObject(), "Qwen/Qwen3-8B");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Pages_OneAfterTheOther_HoldEachNameOnce(int limit)
    {
        await using var rig = await CatalogRig.StartAsync();
        var all = Ids(await GetAsync(rig, "/v1/models?sub_type=chat"));
        Assert.True(all.Count > 3);
        var forwards = new List<string>();
        var page = await GetAsync(rig, $"/v1/models?sub_type=chat&limit={limit}");
        forwards.AddRange(Ids(page));
        while ((bool)page["has_more"]!)
        {
            page = await GetAsync(rig, $"/v1/models?sub_type=chat&limit={limit}&after_id={Uri.EscapeDataString((string)page["last_id"]!)}");
            Assert.InRange(Ids(page).Count, 1, limit);
            forwards.AddRange(Ids(page));
        }

        Assert.Equal(all, forwards);
        var backwards = new List<string> { all[^1] };
        do
        {
            page = await GetAsync(rig, $"/v1/models?sub_type=chat&limit={limit}&before_id={Uri.EscapeDataString(backwards[0])}");
            backwards.InsertRange(0, Ids(page));
        }
        while ((bool)page["has_more"]!);
        Assert.Equal(all, backwards);
    }

    [Fact]
    public async Task List_ThatIsEmpty_HasNoFirstAndNoLast()
    {
        await using var rig = await CatalogRig.StartAsync();
        var list = await GetAsync(rig, "/v1/models?tag=Coder&sub_type=embedding");
        Assert.Equal(
            (0, false, null, null), (Ids(list).Count, (bool)list["has_more"]!, (string?)list["first_id"], (string?)list["last_id"]));
    }

    [Theory]
    [InlineData("/v1/models?limit=0", 400, "invalid_request_error")]
    [InlineData("/v1/models?limit=1001", 400, "invalid_request_error")]
    [InlineData("/v1/models?limit=x", 400, "invalid_request_error")]
    [InlineData("/v1/models?after_id=none", 400, "invalid_request_error")]
    [InlineData("/v1/models?after_id=Coder&before_id=Coder", 400, "invalid_request_error")]
    [InlineData("/v1/models/none", 404, "not_found_error")]
    [InlineData("/v1/messages", 404, "not_found_error")]
    [InlineData("/messages/count_tokens", 404, "not_found_error")]
    public async Task Error_HasAnthropicsShape(string path, int status, string type)
    {
        await using var rig = await CatalogRig.StartAsync();
        await AssertErrorAsync(rig, path, status, type);
    }

    [Fact]
    public async Task WrongKey_IsRefusedInAnthropicsShape()
    {
        await using var rig = await CatalogRig.StartAsync(
            "keys:\n  - { name: k, sha256: \"0000000000000000000000000000000000000000000000000000000000000000\" }");
        await AssertErrorAsync(rig, "/v1/models", 401, "authentication_error");
    }

    // Whoever speaks of messages is answered as such, whatever it sends.
    [Fact]
    public async Task Messages_WithoutTheHeader_AreRefusedInAnthropicsShapeToo()
    {
        await using var rig = await CatalogRig.StartAsync();
        using var response = await rig.SendAsync("{}", "/v1/messages");
        Assert.Equal("error", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["type"]);
    }

    private static async Task AssertErrorAsync(CatalogRig rig, string path, int status, string type)
    {
        using var response = await SendAsync(rig, path, isAnthropic: true);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, text);
        var body = JsonNode.Parse(text)!;
        Assert.Equal(("error", type), ((string?)body["type"], (string?)body["error"]!["type"]));
        Assert.False(string.IsNullOrWhiteSpace((string?)body["error"]!["message"]));
    }

    private static void AssertItem(JsonObject item, string id)
    {
        Assert.Equal(["created_at", "display_name", "id", "type"], item.Select(m => m.Key).Order());
        Assert.Equal(("model", id, id), ((string?)item["type"], (string?)item["id"], (string?)item["display_name"]));
        Assert.True(DateTimeOffset.TryParseExact(
            (string?)item["created_at"], "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));
    }

    private static List<string> Ids(JsonNode list) => [.. list["data"]!.AsArray().Select(i => (string)i!["id"]!)];

    private static async Task<JsonNode> GetAsync(CatalogRig rig, string path, bool isAnthropic = true)
    {
        using var response = await SendAsync(rig, path, isAnthropic);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, text);
        return JsonNode.Parse(text)!;
    }

    private static async Task<HttpResponseMessage> SendAsync(CatalogRig rig, string path, bool isAnthropic)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (isAnthropic)
        {
            request.Headers.Add("anthropic-version", "2023-06-01");
        }

        return await rig.Client.SendAsync(request);
    }
}
