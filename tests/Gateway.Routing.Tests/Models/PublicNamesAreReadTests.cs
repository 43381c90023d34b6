using Gateway.Routing.Models;

namespace Gateway.Routing.Tests.Models;

/// <summary>Counts the public model ids that are read as expected, by column, and shows every disagreement.</summary>
public class PublicNamesAreReadTests
{
    [Fact]
    public void Table_OfTheRepository_HasNoMistakes()
    {
        Assert.Empty(ModelNameRows.Known.Mistakes);
        Assert.True(ModelNameRows.Known.Count > 300);
    }

    [Fact]
    public void Type_OfPublicNames_IsRead() => Agree("type", 1, c => c.Type.ToString());

    [Fact]
    public void Distilled_OfPublicNames_IsRead() =>
        Agree("distilled", 1, c => c.IsDistilled switch { true => "yes", false => "no", null => "unknown" });

    [Fact]
    public void Parameters_OfPublicNames_AreRead() => Agree("params_b", 1, c => ModelNameRows.Text(c.Parameters));

    [Fact]
    public void ActiveParameters_OfPublicNames_AreRead() => Agree("active_b", 1, c => ModelNameRows.Text(c.ActiveParameters));

    [Fact]
    public void Base_OfPublicNames_IsRead() => Agree("base", 1, c => c.BaseModel ?? "");

    [Fact]
    public void Quantization_OfPublicNames_IsRead() => Agree("quant", 1, c => c.Quantization ?? "");

    [Fact]
    public void Vendor_OfPublicNames_IsRead() => Agree("vendor", 1, c => c.Vendor ?? "");

    // Compared without hyphens: Gemma-3 and gemma3 are one family.
    [Fact]
    public void Family_OfPublicNames_IsRead() => Agree("family", 1, c => c.Family ?? "", s => s.Replace("-", "", StringComparison.Ordinal));

    [Fact]
    public void Version_OfPublicNames_IsRead() => Agree("version", 1, c => c.Version ?? "");

    [Theory]
    [InlineData(Tag.Vision, 1)]
    [InlineData(Tag.Coder, 1)]
    [InlineData(Tag.Math, 1)]
    [InlineData(Tag.Reasoning, 1)]
    [InlineData(Tag.Tools, 1)]
    [InlineData(Tag.FIM, 1)]
    [InlineData(Tag.Audio, 1)]
    public void Tag_OfPublicNames_IsRead(Tag tag, double share) =>
        Agree("tags", share, c => c.Tags.Has(tag) ? "has" : "lacks", t => t is "has" or "lacks" ? t : Expected(t.Split(','), tag));

    private static string Expected(string[] words, Tag tag) =>
        words.Contains(tag.ToString()) ? "has" : words.Contains(tag + "?") ? "?" : "lacks";

    private static void Agree(string column, double share, Func<ModelCard, string> read, Func<string, string>? normal = null)
    {
        normal ??= s => s;
        var rows = ModelNameRows.All.Where(r => r[column] != "?").ToList();
        var wrong = rows
            .Select(r => (Id: r["id"], Expected: normal(r[column]), Read: normal(read(ModelNameRows.Card(r["id"])))))
            .Where(x => x.Expected != "?" && !x.Expected.Equals(x.Read, StringComparison.OrdinalIgnoreCase))
            .Select(x => $"{x.Id}: expected '{x.Expected}', read '{x.Read}'")
            .ToList();
        Assert.True(
            rows.Count - wrong.Count >= share * rows.Count,
            $"{column}: {wrong.Count} of {rows.Count} disagree\n" + string.Join('\n', wrong));
    }
}
