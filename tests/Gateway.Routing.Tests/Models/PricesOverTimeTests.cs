using System.Globalization;
using Gateway.Routing.Models;
using static Gateway.Routing.Tests.Models.BookRow;

namespace Gateway.Routing.Tests.Models;

/// <summary>
/// The built-in book says what providers announced: by model, by day, by hour of Beijing, wherever the question comes from.
/// </summary>
public sealed class PricesOverTimeTests
{
    private const string Cn = "siliconflow.cn";

    private static readonly PriceTable Prices = ModelNameRows.Prices.Redirected(ModelLives.Parse(ModelNameRows.Config("model-lives.tsv")));

    public static TheoryData<string, string, string, string> Announced => new()
    {
        // model, moment in Beijing, input/output/cached, currency
        { Cn, "deepseek-ai/DeepSeek-V4-Flash", "2026-08-31T23:59", "1/2/-" },
        { Cn, "deepseek-ai/DeepSeek-V4-Flash", "2026-08-31T03:00", "1/2/-" },
        { Cn, "deepseek-ai/DeepSeek-V4-Flash", "2026-09-01T00:00", "3/9/0.3" },
        { Cn, "deepseek-ai/DeepSeek-V4-Flash", "2026-09-01T01:59", "3/9/0.3" },
        { Cn, "deepseek-ai/DeepSeek-V4-Flash", "2026-09-01T02:00", "1.5/4.5/0.15" },
        { Cn, "deepseek-ai/DeepSeek-V4-Flash", "2026-09-01T07:59", "1.5/4.5/0.15" },
        { Cn, "deepseek-ai/DeepSeek-V4-Flash", "2026-09-01T08:00", "3/9/0.3" },
        { Cn, "deepseek-ai/DeepSeek-V4-Flash", "2026-12-06T02:00", "1.5/4.5/0.15" },
        { Cn, "deepseek-ai/DeepSeek-V4-Pro", "2026-06-29T23:59", "3/6/-" },
        { Cn, "deepseek-ai/DeepSeek-V4-Pro", "2026-06-30T00:00", "12/24/0.1" },
        { Cn, "deepseek-ai/DeepSeek-V4-Pro", "2026-08-02T23:59", "12/24/0.1" },
        { Cn, "deepseek-ai/DeepSeek-V4-Pro", "2026-08-03T00:00", "12/24/1" },
        { Cn, "deepseek-ai/DeepSeek-V3.2", "2026-06-29T23:59", "2/3/-" },
        { Cn, "deepseek-ai/DeepSeek-V3.2", "2026-06-30T00:00", "4/6/0.4" },
        { Cn, "Pro/deepseek-ai/DeepSeek-V3.2", "2026-06-29T23:59", "2/3/-" },
        { Cn, "Pro/deepseek-ai/DeepSeek-V3.2", "2026-06-30T00:00", "4/6/0.4" },
        { Cn, "Qwen/Qwen3.6-27B", "2026-06-29T23:59", "0.6/4.8/-" },
        { Cn, "Qwen/Qwen3.6-27B", "2026-06-30T00:00", "3/18/-" },
        { Cn, "Qwen/Qwen3.6-35B-A3B", "2026-06-29T23:59", "0.4/3.2/-" },
        { Cn, "Qwen/Qwen3.6-35B-A3B", "2026-06-30T00:00", "1.8/10.8/-" },
        { Cn, "nex-agi/Nex-N2-Pro", "2026-06-25T23:59", "0/0/-" },
        { Cn, "nex-agi/Nex-N2-Pro", "2026-06-26T00:00", "1.75/7/0.175" },
        { Cn, "nex-agi/Nex-N2-Pro", "2026-09-10T23:59", "1.75/7/0.175" },
        { Cn, "nex-agi/Nex-N2-Pro", "2026-09-11T00:00", "none" },
        { Cn, "deepseek-ai/DeepSeek-V3", "2025-02-08T23:59", "none" },
        { Cn, "deepseek-ai/DeepSeek-V3", "2025-02-09T00:00", "2/8/-" },
        { Cn, "deepseek-ai/DeepSeek-R1", "2025-01-31T23:59", "none" },
        { Cn, "deepseek-ai/DeepSeek-R1", "2025-02-01T00:00", "4/16/-" },
        // Redirected: the old name costs what answers for it.
        { Cn, "Pro/moonshotai/Kimi-K2.5", "2026-12-01T12:00", "6.5/27/-" },
        { Cn, "Pro/zai-org/GLM-5", "2026-12-01T12:00", "6/24/-" },
        { Cn, "deepseek-ai/DeepSeek-V3.2-Exp", "2026-06-29T23:59", "2/3/-" },
        { Cn, "Pro/deepseek-ai/DeepSeek-V3.2-Exp", "2026-06-30T00:00", "4/6/0.4" },
        { Cn, "deepseek-ai/DeepSeek-V3.2-Exp", "2025-12-05T23:59", "none" },
        // By the day of the week: a Monday, a Friday and a Sunday.
        { "deepseek.com", "deepseek-flash", "2026-11-30T08:59", "1/4/0.02" },
        { "deepseek.com", "deepseek-flash", "2026-11-30T09:00", "2/8/0.04" },
        { "deepseek.com", "deepseek-flash", "2026-11-30T11:59", "2/8/0.04" },
        { "deepseek.com", "deepseek-flash", "2026-11-30T12:00", "1/4/0.02" },
        { "deepseek.com", "deepseek-flash", "2026-12-04T14:00", "2/8/0.04" },
        { "deepseek.com", "deepseek-flash", "2026-12-04T17:59", "2/8/0.04" },
        { "deepseek.com", "deepseek-flash", "2026-12-04T18:00", "1/4/0.02" },
        { "deepseek.com", "deepseek-flash", "2026-12-06T10:00", "1/4/0.02" },
        { "deepseek.com", "deepseek-v4-pro", "2026-12-04T10:00", "9/27/0.3" },
        { "deepseek.com", "deepseek-v4-flash", "2026-12-04T10:00", "2/8/0.04" },
        { "deepseek.com/usd", "deepseek-flash", "2026-12-04T10:00", "0.3/1.2/0.006" },
        { "deepseek.com/usd", "deepseek-v4-pro", "2026-12-05T10:00", "0.66/1.98/0.022" },
        { "siliconflow.com", "moonshotai/Kimi-K2.6", "2026-12-01T12:00", "0.77/4/0.2" },
    };

    [Theory]
    [MemberData(nameof(Announced))]
    public void Price_OfADayAndAnHourInBeijing_IsTheAnnouncedOne_FromAnyZone(string list, string id, string beijing, string expected)
    {
        var local = DateTime.ParseExact(beijing, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        var moment = new DateTimeOffset(local, TimeSpan.FromHours(8));
        foreach (var asked in (DateTimeOffset[])[moment, moment.ToUniversalTime(), moment.ToOffset(TimeSpan.FromHours(-7))])
        {
            Assert.Equal(expected, Words(Prices.Find(list, id)?.At(asked)));
            Assert.Equal(expected, Words(Prices.Find(list, id)?.At(asked.AddSeconds(59.999))));
        }

        var currency = list is "siliconflow.com" or "deepseek.com/usd" ? "USD" : "CNY";
        Assert.Equal(expected == "none" ? null : currency, Prices.Find(list, id)?.At(moment)?.Currency);
    }

    [Theory]
    [InlineData("Kwai-Kolors/Kolors", PriceUnit.Picture, 0)]
    [InlineData("Tongyi-MAI/Z-Image-Turbo", PriceUnit.Picture, 0.1)]
    [InlineData("Qwen/Qwen-Image", PriceUnit.Picture, 0.3)]
    [InlineData("Qwen/Qwen-Image-Edit", PriceUnit.Picture, 0.3)]
    [InlineData("Wan-AI/Wan2.2-T2V-A14B", PriceUnit.Video, 2)]
    public void Price_OfPicturesAndVideos_IsOfEach(string id, PriceUnit unit, decimal each)
    {
        var price = Prices.Find(Cn, id)!.At(Now)!;
        Assert.Equal([new UnitPrice(unit, each)], price.Units);
        Assert.Equal((true, PriceOrigin.ThirdParty), (price.Steps.IsEmpty, price.Origin));
    }

    [Fact]
    public void RedirectedName_SaysWhatIsBilled_AndTheModelItselfDoesNot()
    {
        Assert.Equal("Pro/moonshotai/Kimi-K2.6", Prices.Find(Cn, "Pro/moonshotai/Kimi-K2.5")!.At(Now)!.BilledAs);
        Assert.Null(Prices.Find(Cn, "Pro/moonshotai/Kimi-K2.6")!.At(Now)!.BilledAs);
    }

    [Fact]
    public void Redirect_ThatComes_ChangesThePriceOnItsDay()
    {
        var book = PriceTable.Parse(string.Join(
            '\n', Of("old", "1", "1"), Of("new", "5", "5", since: "2027-01-01"), Of("new", "4", "4", until: "2027-01-01")));
        var price = book.Redirected(ModelLives.Parse("a\told\tredirected\t2026-12-15\t\tnew")).Find("a", "old")!;
        Assert.Equal("1/1/-", Words(price.At(new DateTimeOffset(2026, 12, 14, 23, 59, 59, TimeSpan.Zero))));
        Assert.Equal("4/4/-", Words(price.At(new DateTimeOffset(2026, 12, 15, 0, 0, 0, TimeSpan.Zero))));
        Assert.Equal("5/5/-", Words(price.At(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero))));
        // A book without the new one does not know what the old one costs from then on.
        var half = PriceTable.Parse(Of("old", "1", "1")).Redirected(ModelLives.Parse("a\told\tredirected\t2026-12-15\t\tnew"));
        Assert.Null(half.Find("a", "old")!.At(new DateTimeOffset(2026, 12, 15, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Hours_FollowTheSummerTimeOfTheirZone()
    {
        var book = PriceTable.Parse(
            Of("m", "1", "1", zone: "Europe/Berlin") + "\n" + Of("m", "2", "2", zone: "Europe/Berlin", hours: "02:00-08:00"),
            TimeZoneInfo.FindSystemTimeZoneById);
        Assert.Equal("2/2/-", Words(book.Find("a", "m")!.At(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero))));
        Assert.Equal("1/1/-", Words(book.Find("a", "m")!.At(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero))));
        Assert.Equal("2/2/-", Words(book.Find("a", "m")!.At(new DateTimeOffset(2026, 12, 1, 1, 0, 0, TimeSpan.Zero))));
    }

    [Fact]
    public void Dearest_NearABorder_IsTheDearerSide()
    {
        var price = Prices.Find(Cn, "deepseek-ai/DeepSeek-V4-Flash")!;
        var border = new DateTimeOffset(2026, 12, 1, 2, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal("3/9/0.3", Words(price.DearestAt(border.AddMinutes(4), 1000, 1000)));
        Assert.Equal("1.5/4.5/0.15", Words(price.DearestAt(border.AddMinutes(6), 1000, 1000)));
        Assert.Equal("3/9/0.3", Words(price.DearestAt(border.AddHours(6).AddMinutes(-4), 1000, 1000)));
    }

    [Fact]
    public void Finding_APrice_AllocatesNothing()
    {
        ModelPrice steady = Prices.Find(Cn, "Qwen/Qwen3-8B")!, hourly = Prices.Find(Cn, "deepseek-ai/DeepSeek-V4-Flash")!;
        Find();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Find();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Find() => _ = (steady.At(Now), hourly.At(Now), hourly.DearestAt(Now, 100, 100));
    }

    private static string Words(Price? price) => price is null ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{price.For(0).Input:0.####}/{price.For(0).Output:0.####}/")
            + (price.For(0).Cached?.ToString("0.####", CultureInfo.InvariantCulture) ?? "-");
}
