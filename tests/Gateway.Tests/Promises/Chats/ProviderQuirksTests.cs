using System.Text;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Chats;

/// <summary>
/// Unknown parameters pass unchanged. Those that one provider's models are known to refuse are adapted for these models only.
/// </summary>
public sealed class ProviderQuirksTests
{
    private const string Thinking = ",\"enable_thinking\":true,\"thinking_budget\":1024";
    private const string Unknown = ",\"top_k\":3,\"min_p\":0.1,\"tool_choice\":\"required\",\"x_vendor\":{\"a\":[1,2]}";
    private const string Tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    [Theory]
    [InlineData("Qwen/Qwen2.5-7B-Instruct", Thinking, "")]
    [InlineData("Qwen/Qwen3-8B", Thinking, Thinking)]
    [InlineData("Qwen/Qwen3-8B", Unknown, Unknown)]
    [InlineData("Qwen/Qwen2.5-7B-Instruct", Unknown + Thinking, Unknown)]
    [InlineData("deepseek-ai/DeepSeek-V3.1-Terminus", Tools, Tools + ",\"enable_thinking\":false")]
    [InlineData("deepseek-ai/DeepSeek-V3.1-Terminus", Tools + Thinking, Tools + Thinking)]
    [InlineData("deepseek-ai/DeepSeek-V3.1-Terminus", "", "")]
    [InlineData("deepseek-ai/DeepSeek-V3", Tools, Tools)]
    public async Task SiliconFlow_GetsWhatItsModelTakes(string model, string sent, string received)
    {
        await using var rig = await CatalogRig.StartAsync();
        rig.Cloud.SetModels([.. rig.Cloud.Models, "deepseek-ai/DeepSeek-V3.1-Terminus"]);
        await rig.ServedAsync(CatalogRig.Body("cloud/" + model, sent));
        Assert.Equal(CatalogRig.Body(model, received), Encoding.UTF8.GetString(rig.Cloud.Received.Single().Body));
    }

    [Fact]
    public async Task OtherProviders_GetEverythingAsItIs()
    {
        await using var rig = await CatalogRig.StartAsync();
        await rig.ServedAsync(CatalogRig.Body("qwen2.5:7b", Unknown));
        Assert.Equal(CatalogRig.Body("qwen2.5:7b", Unknown), Encoding.UTF8.GetString(rig.Own.Received.Single().Body));
    }

    [Theory]
    [InlineData("tpmLimit", 429, "rate_limit_exceeded")]
    [InlineData("tooLong", 400, "prompt_too_long")]
    public async Task SiliconFlowsOddErrors_AreReadAsWhatTheyMean(string error, int status, string code)
    {
        await using var rig = await CatalogRig.StartAsync();
        rig.Cloud.Script("Qwen/Qwen3-8B", new ModelScript { Error = error });
        using var response = await rig.SendAsync(CatalogRig.Body("cloud/Qwen/Qwen3-8B"));
        Assert.Equal(code, (string?)(await response.ErrorAsync(status))["code"]);
    }
}
