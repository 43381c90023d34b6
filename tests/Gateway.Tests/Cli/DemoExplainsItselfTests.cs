using System.Text.Json.Nodes;

namespace Gateway.Tests.Cli;

/// <summary>An operator who starts the demo and asks it why gets explanations in words on the command line.</summary>
public sealed class DemoExplainsItselfTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-cli-").FullName;
    private readonly string _url = $"http://127.0.0.1:{GatewayProcess.FreePort()}";
    private readonly int _adminPort = GatewayProcess.FreePort();
    private GatewayProcess _demo = null!;

    public async ValueTask InitializeAsync()
    {
        // Far from UTC, so that a day or an hour told by the machine's clock would be another.
        _demo = GatewayProcess.Start(
            _folder, new Dictionary<string, string?> { ["TZ"] = "Pacific/Kiritimati" }, "demo", "--port", _url.Split(':')[2],
            "--admin-port", $"{_adminPort}");
        await _demo.WaitForAsync("Ctrl+C ends it.");
    }

    public async ValueTask DisposeAsync()
    {
        await _demo.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task RouteExplain_ReadsAsAPersonWouldWantIt()
    {
        // A tag that only the own machine serves.
        var math = await RunAsync(0, "route", "explain", "Math");
        Assert.StartsWith("ollama/qwen2-math:7b answers for 'Math'", math, StringComparison.Ordinal);
        Assert.DoesNotContain("2.", Section(math, "Tried in this order:"), StringComparison.Ordinal);

        var image = await RunAsync(0, "route", "explain", "Coder", "--image");
        Assert.StartsWith("No model for 'Coder' is known to take images", image, StringComparison.Ordinal);
        Assert.Matches(@"1\. +ollama/qwen2\.5vl:7b +local, .*Vision as ollama says", Section(image, "Tried in this order:"));
        Assert.Matches(@"- +ollama/qwen2\.5-coder:7b +cannot take images", Section(image, "Passed over:"));

        var full = await RunAsync(0, "route", "explain", "Reasoning:full");
        Assert.Matches("deepseek-r1:7b +is a distilled model: deepseek-r1 distilled onto Qwen2.5-Math-7B", Section(full, "Passed over:"));

        var tooLong = await RunAsync(0, "route", "explain", "Coder", "--tokens", "900000");
        Assert.StartsWith(
            "The prompt has about 900,004 tokens, more than any candidate of 'Coder' takes: the longest context is 262,144 tokens", tooLong,
            StringComparison.Ordinal);
        Assert.Contains("A client would get 400 prompt_too_long.", tooLong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RouteExplain_TakesAWholeRequest()
    {
        var path = Path.Combine(_folder, "request.json");
        await File.WriteAllTextAsync(path, """{"model":"auto","messages":[{"role":"user","content":"hi"}],"suffix":"x"}""");
        Assert.StartsWith("'auto' stands for FIM here.", await RunAsync(0, "route", "explain", "--body", path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_AreATableOfFactsWithTheirSources()
    {
        var table = await RunAsync(0, "models");
        Assert.Matches(@"(?m)^MODEL +BACKEND +TYPE +TAGS +CONTEXT +PARAMS +QUANT +NEEDS +PRICE IN/OUT +PLACE +IS +LIFE$", table);
        Assert.Matches(
            @"(?m)^qwen2\.5-coder:7b +ollama +chat +Chat/n Coder/n Tools/b FIM/b +32,768 +7\.6B +Q4_K_M +5\.\d GiB, edge +free +local +qwen2\.5-coder *$", table);
        Assert.Matches(@"(?m)^deepseek-r1:7b .* deepseek-r1 distilled onto Qwen2\.5-Math-7B *$", table);
        Assert.Matches(@"(?m)^gpt-oss:120b-cloud .* cloud +gpt-oss *$", table);
        Assert.Matches(@"(?m)^Qwen/Qwen2\.5-Coder-7B-Instruct +siliconflow .* ended 2026-03-17$", table);
        Assert.Matches(@"(?m)^deepseek-ai/DeepSeek-R1 +siliconflow .* cluster +4/16 CNY +cloud", table);

        var coders = await RunAsync(0, "models", "--tag", "Coder");
        Assert.DoesNotContain("deepseek-r1", coders, StringComparison.Ordinal);
        var json = JsonNode.Parse(await RunAsync(0, "models", "--json"))!;
        var price = json["data"]!.AsArray().Single(i => (string?)i!["id"] == "deepseek-ai/DeepSeek-R1")!["gateway"]!["on"]![0]!["price"]!;
        Assert.Equal("2026-10-08", (string?)price["asOf"]);
    }

    [Fact]
    public async Task Backends_AreATableOfTheirState()
    {
        using var client = new HttpClient();
        using var content = new StringContent(
            """{"model":"ollama/qwen3:8b","max_tokens":5,"stream":true,"messages":[{"role":"user","content":"hi"}]}""", null,
            "application/json");
        using var answer = await client.PostAsync(new Uri(_url + "/v1/chat/completions"), content);
        Assert.Equal(200, (int)answer.StatusCode);
        await answer.Content.ReadAsStringAsync();

        // By the configuration's address, since no --url is given.
        var config = Path.Combine(_folder, "gateway.yaml");
        await File.WriteAllTextAsync(config, $"listen: {{ admin: \"http://127.0.0.1:{_adminPort}\" }}\n");
        await using var process = GatewayProcess.Start(_folder, "backends", "--config", config);
        Assert.Equal(0, await process.ExitAsync());
        await process.WaitForAsync("TOKENS/S");
        Assert.Matches(@"(?m)^BACKEND +PROVIDER +PLACE +MODELS +READ +RUNNING +WAITING +EXPECTED WAIT +PROBLEM$", process.Output);
        Assert.Matches(@"(?m)^ollama +ollama +local +\d+ +\d+ s ago +0", process.Output);
        Assert.Matches(@"(?m)^siliconflow +siliconflow +cloud +\d+ +\d+ s ago +0", process.Output);
        Assert.Matches(@"(?m)^MODEL +BACKEND +HEALTH +SHARE +WARM +RUNNING +WAITING +FIRST TOKEN +TOKENS/S$", process.Output);
        Assert.Matches(@"(?m)^qwen3:8b +ollama +ok +1 +yes", process.Output);
        // The other address does not tell it, and says who does.
        Assert.Contains("listen.admin", await RunAsync(1, "backends"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_AreToldWithTheWayOut()
    {
        Assert.Contains("Did you mean Coder", await RunAsync(1, "route", "explain", "Codr"), StringComparison.Ordinal);
        Assert.Contains("--body", await RunAsync(2, "route", "explain"), StringComparison.Ordinal);
        Assert.Contains("Known are", await RunAsync(1, "models", "--tag", "Sight"), StringComparison.Ordinal);
        await using var nobody = GatewayProcess.Start(_folder, "models", "--url", $"http://127.0.0.1:{GatewayProcess.FreePort()}");
        Assert.Equal(1, await nobody.ExitAsync());
        await nobody.WaitForAsync("No gateway answers at");
    }

    private static string Section(string text, string title)
    {
        var start = text.IndexOf(title, StringComparison.Ordinal);
        Assert.True(start >= 0, text);
        var end = text.IndexOf("\n\n", start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }

    private async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        await using var process = GatewayProcess.Start(_folder, [.. arguments, "--url", _url]);
        var code = await process.ExitAsync();
        Assert.True(code == exitCode, process.Output);
        return process.Output;
    }
}
