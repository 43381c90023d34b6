using System.Globalization;

namespace Gateway.Tests.Cli;

/// <summary>
/// <c>gateway prices</c> shows the book in force, and <c>gateway prices check</c> finds in a configuration what is old, ended, unpriced and
/// redirected.
/// </summary>
public sealed class PricesCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-prices-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Prices_AreATable_WithWhoSaysSoAndHowOld()
    {
        var said = await RunAsync(0, "gateway prices --config gateway.yaml --list deepseek.com", "backends: []");
        Assert.Matches(@"(?m)^LIST +MODEL +IN/OUT +CACHED +WRITE +THOUGHT +SOURCE +READ +DAYS +NOTE$", said);
        Assert.Matches(@"(?m)^deepseek\.com +deepseek-flash +[12]/[48] CNY +0\.0[24] +official +2026-10-17 +\d+ +other hours cost otherwise$", said);
        Assert.Matches(@"(?m)^deepseek\.com +deepseek-v4-flash .* answered and billed as deepseek-flash$", said);
        Assert.DoesNotContain("siliconflow", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FindsWhatIsPlanted()
    {
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var yaml = await File.ReadAllTextAsync(Path.Combine(Repository.Repo.Root, "config/gateway.yaml"));
        var said = await RunAsync(1, "gateway prices check --config gateway.yaml", yaml + $$"""

            routes:
              - name: Coder
                candidates:
                  - { backend: ollama, model: "qwen2.5-coder:7b" }
                  - { backend: siliconflow, model: Qwen/Qwen3-8B }
                  - { backend: siliconflow, model: Qwen/Qwen2.5-Coder-32B-Instruct }
                  - { backend: siliconflow, model: Pro/zai-org/GLM-5 }
                  - { backend: siliconflow, model: someone/unheard-of }
                  - { backend: siliconflow, model: our/fresh-one }
            models:
              - { model: our/fresh-one, backend: siliconflow, price: { currency: CNY, input: 1, output: 2, asOf: {{today}} } }
            quotas: { policies: [ { per: everyone, moneyPerMonth: 500 } ] }
            """);
        Assert.Contains("old: siliconflow/Qwen/Qwen3-8B: its price is of 2026-08-21, ", said, StringComparison.Ordinal);
        Assert.Contains(
            "ended: siliconflow/Qwen/Qwen2.5-Coder-32B-Instruct: siliconflow.cn ended 'Qwen/Qwen2.5-Coder-32B-Instruct' on 2026-04-29.", said,
            StringComparison.Ordinal);
        Assert.Contains("redirected: siliconflow/Pro/zai-org/GLM-5: siliconflow.cn answers 'Pro/zai-org/GLM-5' with", said, StringComparison.Ordinal);
        Assert.Contains(
            "unpriced: siliconflow/someone/unheard-of: nobody knows what it costs, so nobody whom a limit of money holds for is sent there.",
            said, StringComparison.Ordinal);
        Assert.DoesNotContain("fresh-one", said, StringComparison.Ordinal);
        Assert.DoesNotContain("ollama", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WithABookThatLies_SaysItsLine()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "ours.tsv"), "# ours\nnonsense");
        var said = await RunAsync(1, "gateway prices check --config gateway.yaml", "prices: { file: ours.tsv }");
        Assert.Contains("ours.tsv is refused, and the built-in book holds: line 2: Expected 16 or 17 columns", said, StringComparison.Ordinal);
        Assert.Contains("Nothing is old, ended, unpriced or redirected.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prices_OfTwoPlaces_AreRefused()
    {
        var said = await RunAsync(1, "gateway prices --config gateway.yaml", "prices: { file: ours.tsv, url: \"https://prices.example/p.tsv\" }");
        Assert.Contains("must have exactly one of file and url", said, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(int exit, string line, string yaml)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "gateway.yaml"), yaml);
        var result = await Shell.RunAsync(_folder, line);
        Assert.True(result.Exit == exit, result.Output + result.Error);
        return result.Output + result.Error;
    }
}
