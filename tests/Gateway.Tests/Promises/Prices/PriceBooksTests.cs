using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gateway.Routing.Models;
using Gateway.Runtime;
using Gateway.Telemetry.Notices;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises.Prices;

/// <summary>
/// A book of the operator's is in force while it is good. One that lies is refused with its line, and the last good one holds.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class PriceBooksTests
{
    private const string Model = "Qwen/Qwen3-8B";
    private static readonly string s_good = Row("7");

    public static TheoryData<string, string> Lies => new()
    {
        { Row("-1"), "line 1: Columns input and output must be prices from 0 to 1000000, found '-1'" },
        { Row("NaN"), "line 1: Columns input and output must be prices from 0 to 1000000, found 'NaN'" },
        { "# ours\n" + Row("1", unit: "hour"), "line 2: Column unit must be one of" },
        { Row("1") + "\n" + Row("2"), "line 2: Column from must rise" },
        { Row("1", until: "2026-01-01") + "\n" + Row("2", since: "2026-02-01"), "line 2: 2026-01-01 00:00Z to 2026-02-01 00:00Z has no row" },
        { new string('#', 10_000_000), "it is larger than 4 MiB" },
        { "nothing", "line 1: Expected 16 or 17 columns, found 1" },
        { "", "it has no row" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task BookThatLies_IsRefusedWithItsLine_AndTheLastGoodOneHolds(string lie, string words)
    {
        await using var rig = await StartAsync(s_good);
        Assert.Equal(7, PriceNow(rig));
        await File.WriteAllTextAsync(rig.FileOf("book.tsv"), lie);
        var line = await rig.Gateway.Log.WaitForAsync("Error 5172 The price book book.tsv is refused; the last good one stays in force.");
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.Equal(7, PriceNow(rig));
        Assert.Contains(
            rig.Told, n => n is { Kind: NoticeKind.PriceBookRefused, Subject: "book.tsv", IsResolved: false }
                && n.Text.Contains(words, StringComparison.Ordinal));

        await File.WriteAllTextAsync(rig.FileOf("book.tsv"), Row("9"));
        await WaitUntil.TrueAsync(() => PriceNow(rig) == 9);
        await WaitUntil.TrueAsync(() => rig.Told.Any(static n => n is { Kind: NoticeKind.PriceBookRefused, IsResolved: true }));
    }

    [Fact]
    public async Task Book_ThatIsGone_LeavesTheLastGoodOne()
    {
        await using var rig = await StartAsync(s_good);
        File.Delete(rig.FileOf("book.tsv"));
        await rig.Gateway.Log.WaitForAsync("Error 5172 ");
        Assert.Equal(7, PriceNow(rig));
    }

    [Fact]
    public async Task Book_ReplacesItsListAlone()
    {
        await using var rig = await StartAsync(s_good);
        var knowledge = rig.Gateway.Services.GetRequiredService<Gateway.Runtime.PriceBooks.PriceBookStore>().Knowledge;
        Assert.Null(knowledge.Prices.Find("siliconflow.cn", "zai-org/GLM-5.2"));
        Assert.NotNull(knowledge.Prices.Find("siliconflow.com", "zai-org/GLM-5.2"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Book_WithAnotherHash_IsRefused(bool isRight)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(isRight ? s_good : "x")));
        await using var rig = await StartAsync(s_good, $", sha256: \"{hash}\"");
        Assert.Equal(isRight ? 7 : 0, PriceNow(rig));
        Assert.Equal(isRight ? 0 : 1, rig.Gateway.Log.Lines.Count(static l => l.Contains("prices.sha256 names another", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Book_OfAnAddress_IsFetchedAtStart()
    {
        using var server = new HttpListener();
        var url = $"http://127.0.0.1:{FreePorts.Next()}/";
        server.Prefixes.Add(url);
        server.Start();
        var serving = ServeAsync(server);
        await using var rig = await PriceRig.StartAsync([Model], $"prices: {{ url: \"{url}book.tsv\" }}");
        await serving;
        Assert.Equal(7, PriceNow(rig));
    }

    private static async Task ServeAsync(HttpListener server)
    {
        var context = await server.GetContextAsync();
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(s_good));
        context.Response.Close();
    }

    private static Task<PriceRig> StartAsync(string book, string more = "") =>
        PriceRig.StartAsync([Model], $"prices: {{ file: book.tsv{more} }}", null, ("book.tsv", book));

    private static decimal PriceNow(PriceRig rig) => rig.Gateway.Services.GetRequiredService<SnapshotStore>().Current
        .Find("cloud", Model)!.Price!.At(TimeProvider.System.GetUtcNow())!.For(0).Input;

    private static string Row(string input, string since = "", string until = "", string unit = "tokens") =>
        string.Join('\t', "siliconflow.cn", Model, unit, "0", "", "", since, until, "CNY", input, "1", "", "", "", "official", "2026-12-01");
}
