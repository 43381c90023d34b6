using Gateway.Backends.Discovery;
using Gateway.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Backends;

/// <summary>The plain model list of OpenAI, vLLM and DeepSeek is read without trust.</summary>
public sealed class OpenAiDiscoveryTests
{
    [Theory]
    [InlineData(
        """{"object":"list","data":[{"id":"a","object":"model"},{"x":{"id":"n"},"id":"b"},{"id":""},{"id":5},{},7,null,[]]}""", "a,b")]
    [InlineData("""{"data":[]}""", "")]
    [InlineData("""{"data":null}""", "")]
    [InlineData("""{"data":[{"id":"a"},{"id":"A"},{"id":"a"},{"id":"b"}]}""", "a,b")]
    [InlineData("""{"data":[{"id":"a\u001b[31m"},{"id":"a\nb"},{"id":"b"}]}""", "b")]
    [InlineData("""{"data":[{"id":null},{"id":"\u4e2d\u6587"}]}""", "\u4e2d\u6587")]
    public async Task List_IsItsUsableNamesOnce(string body, string names)
    {
        using var server = new ScriptedServer(ProviderKind.OpenAi).Answers("/v1/models", body);
        Assert.Equal(names, string.Join(',', (await server.ModelsAsync()).Select(m => m.Model)));
    }

    [Theory]
    [InlineData(256, 1)]
    [InlineData(257, 0)]
    public async Task Name_BeyondTheLongest_IsDropped(int length, int count)
    {
        using var server = new ScriptedServer(ProviderKind.OpenAi).Answers(
            "/v1/models", $$"""{"data":[{"id":"{{new string('x', length)}}"}]}""");
        Assert.Equal(count, (await server.ModelsAsync()).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("""{"data":"a"}""")]
    [InlineData("""{"data":{"id":"a"}}""")]
    [InlineData("""{"data":[{"id":"a"}""")]
    [InlineData("""{"data":[{"id":"a"}]} and more""")]
    [InlineData("""{"data":[{"id":"\ud800"}]}""")]
    [InlineData("""{"\ud800":1,"data":[]}""")]
    [InlineData("""{"error":{"message":"no"}}""")]
    public async Task Answer_ThatIsNoList_IsAProblemAndNoException(string body)
    {
        using var server = new ScriptedServer(ProviderKind.OpenAi).Answers("/v1/models", body);
        Assert.Equal(DiscoveryResult.NoList, (await server.DiscoverAsync()).Problem);
    }

    [Fact]
    public async Task Answer_NestedWithoutEnd_IsAProblemAndNoException()
    {
        using var server = new ScriptedServer(ProviderKind.OpenAi).Answers("/v1/models", new string('[', 100_000));
        Assert.Equal(DiscoveryResult.NoList, (await server.DiscoverAsync()).Problem);
    }

    [Fact]
    public async Task Answer_LongerThan16MiB_IsAProblem()
    {
        using var server = new ScriptedServer(ProviderKind.OpenAi).Answers(
            "/v1/models", $$"""{"data":[],"x":"{{new string('x', 16 * 1024 * 1024)}}"}""");
        Assert.Contains("16 MiB", (await server.DiscoverAsync()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_IsTheProblem_WithoutTheCredentialItQuotes()
    {
        using var server = new ScriptedServer(ProviderKind.OpenAi).Answers(
            "/v1/models", """{"error":{"message":"no key top-secret-key"}}""", 401);
        Assert.Equal("401: no key [redacted]", (await server.DiscoverAsync()).Problem);
    }

    [Fact]
    public async Task Nobody_ThatAnswers_IsTheProblemWithItsHint()
    {
        using var server = new ScriptedServer(ProviderKind.Vllm) { IsDown = true };
        Assert.Contains("vllm serve", (await server.DiscoverAsync()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_WhoseTimeIsOver_IsAProblemAndNoException()
    {
        using var server = new ScriptedServer(ProviderKind.OpenAi, new FakeTimeProvider()).Hangs("/v1/models");
        using var limit = new CancellationTokenSource();
        var found = server.DiscoverAsync(limit.Token);
        await limit.CancelAsync();
        Assert.Contains("nothing answers", (await found).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"max_model_len\":40960", null, 40960)]
    [InlineData("\"context_length\":8192", 8192, null)]
    [InlineData("\"context_window\":8192", 8192, null)]
    [InlineData("\"context_length\":\"8192\"", null, null)]
    [InlineData("\"max_model_len\":0", null, null)]
    [InlineData("\"max_model_len\":-1", null, null)]
    [InlineData("\"max_model_len\":1e99", null, null)]
    [InlineData("\"max_model_len\":true,\"context_length\":{}", null, null)]
    public async Task Context_IsReadWhereItIsANumber(string member, int? could, int? served)
    {
        using var server = new ScriptedServer(ProviderKind.Vllm).Answers("/v1/models", $$"""{"data":[{"id":"m",{{member}}}]}""");
        var model = await server.ModelAsync();
        Assert.Equal((could, served, null, null), (model.ContextLength, model.ServedContext, model.IsWarm, model.Capabilities));
    }

    [Fact]
    public async Task FiveThousandModels_AreAllRead()
    {
        var items = string.Join(
            ',', Enumerable.Range(0, 5000).Select(i => $$"""{"id":"org/model-{{i}}","object":"model","created":0,"owned_by":""}"""));
        using var server = new ScriptedServer(ProviderKind.OpenAi).Answers("/v1/models", $$"""{"object":"list","data":[{{items}}]}""");
        Assert.Equal(5000, (await server.ModelsAsync()).Length);
    }
}
