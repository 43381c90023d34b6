using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Dialects;

public class PageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Personality.LmStudio, "v1/models", "data", "id,object,owned_by")]
    [InlineData(Personality.LmStudio, "api/v0/models", "data",
        "id,object,type,publisher,arch,compatibility_type,quantization,state,max_context_length,capabilities")]
    [InlineData(Personality.LmStudio, "api/v1/models", "models", "type,publisher,key,display_name,architecture,quantization,size_bytes,"
        + "params_string,loaded_instances,max_context_length,format,capabilities")]
    [InlineData(Personality.LlamaCpp, "v1/models", "data", "id,aliases,tags,object,created,owned_by,meta")]
    [InlineData(Personality.LlamaCpp, "models", "data", "id,aliases,tags,object,created,owned_by,meta")]
    [InlineData(Personality.Vllm, "v1/models", "data", "id,object,created,owned_by,root,parent,max_model_len,permission")]
    [InlineData(Personality.DeepSeek, "models", "data", "id,object,owned_by")]
    [InlineData(Personality.DeepSeek, "v1/models", "data", "id,object,owned_by")]
    [InlineData(Personality.DeepSeek, "user/balance", "balance_infos", "currency,total_balance,granted_balance,topped_up_balance")]
    public async Task List_HasItemsOfItsShape(Personality personality, string path, string list, string members)
    {
        await using var client = await Client.StartAsync(personality);
        var body = await client.Http.GetFromJsonAsync<JsonObject>(path, Stop);

        Assert.Equal(members, string.Join(',', body![list]!.AsArray().Single()!.AsObject().Select(m => m.Key)));
    }

    [Fact]
    public async Task LlamaCpp_Health_FollowsTheScript()
    {
        await using var client = await Client.StartAsync(Personality.LlamaCpp, key: "k");
        Assert.Equal("""{"status":"ok"}""", await client.Http.GetStringAsync("health", Stop));
        client.Backend.Script(client.Model, new() { Error = "loadingModel", ErrorTimes = 1 });
        using var loading = await client.Http.GetAsync("health", Stop);
        Assert.Equal(503, (int)loading.StatusCode);
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", "k");
        using var used = await client.PostAsync(client.Request(false));
        Assert.Equal("""{"status":"ok"}""", await client.Http.GetStringAsync("health", Stop));
    }

    [Fact]
    public async Task LlamaCpp_Props_NeedTheKeyAndTellTheContext()
    {
        await using var client = await Client.StartAsync(Personality.LlamaCpp, key: "k");
        using var refused = await client.Http.GetAsync("props", Stop);
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", "k");
        var props = await client.Http.GetFromJsonAsync<JsonObject>("props", Stop);

        Assert.Equal(401, (int)refused.StatusCode);
        Assert.True((int)props!["default_generation_settings"]!["n_ctx"]! > 0);
    }

    [Theory]
    [InlineData(Personality.DeepSeek, 200)]
    [InlineData(Personality.LlamaCpp, 200)]
    [InlineData(Personality.Vllm, 404)]
    [InlineData(Personality.OpenAi, 404)]
    public async Task Chat_WithoutTheVersion_IsForThoseThatKnowIt(Personality personality, int status)
    {
        await using var client = await Client.StartAsync(personality);
        using var response = await client.Http.PostAsJsonAsync("chat/completions", client.Request(false), Stop);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task LmStudio_WrongAddress_IsASuccess()
    {
        await using var client = await Client.StartAsync(Personality.LmStudio);
        Assert.Contains("Unexpected endpoint", await client.Http.GetStringAsync("v1/nothing", Stop));
    }
}
