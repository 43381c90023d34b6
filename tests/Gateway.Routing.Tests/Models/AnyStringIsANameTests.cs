using CsCheck;
using Gateway.Routing.Models;

namespace Gateway.Routing.Tests.Models;

public class AnyStringIsANameTests
{
    private static readonly string[] Pieces =
    [
        "ft:", "LoRA/", "Pro/", "hf.co/", "Qwen/", "/", ":", "-", "_", ".", "deepseek-r1", "Qwen3", "llama4", "A3B", "30B", "8x7b",
        "17b-16e",
        "q4_K_M", "gptq-int4", "1M", "99999b", "0b", ":cloud", "-cloud", ":latest", "VL", "coder", "Distill", "0528", "v1.5", "٣b", "推理",
        " ", "\0",
    ];

    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.String[0, 256],
        Gen.String[Gen.Char[' ', '~'], 0, 256],
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 20].Select(string.Concat));

    [Fact]
    public void Parse_AnyString_GivesItsOwnId() => Names.Sample(s => ModelName.Parse(s).Id == s);

    [Fact]
    public void Card_OfAnyString_IsMade() => Names.Sample(s => ModelNameRows.Card(s).Model == s, iter: 300);

    [Fact]
    public void Parse_OtherCase_ReadsTheSame() =>
        Names.Where(s => s.All(char.IsAscii)).Sample(s => Same(s.ToLowerInvariant(), s.ToUpperInvariant()));

    [Fact]
    public void Parse_PublicNamesInOtherCase_ReadsTheSame() =>
        Assert.All(ModelNameRows.All, r => Assert.True(Same(r["id"], r["id"].ToUpperInvariant()), r["id"]));

    [Fact]
    public void Table_AnyText_IsParsed() => Gen.String[0, 300].Sample(s => KnownModels.Parse(s).Count >= 0);

    // A regex that backtracks would take minutes over these; the limit is far above what any machine needs.
    [Theory]
    [InlineData("a")]
    [InlineData("1")]
    [InlineData("-")]
    [InlineData("r1-")]
    [InlineData("ar1")]
    [InlineData("q4_")]
    [InlineData("17b-16")]
    [InlineData("gemma-p")]
    [InlineData("text-embedding-")]
    [InlineData("us.meta.")]
    [InlineData("1_1-1p1")]
    [InlineData("0.0")]
    [InlineData("xlxlxl")]
    [InlineData("deepseek-r1-distill-qwen3-vl-coder/")]
    public void Card_OfALongHostileName_IsMadeAtOnce(string piece)
    {
        var name = string.Concat(Enumerable.Repeat(piece, 20_000 / piece.Length));
        var start = TimeProvider.System.GetTimestamp();
        Assert.Equal(name + "!", ModelNameRows.Card(name + "!").Model);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    // What is kept as written differs in case; what is read from it must not.
    private static bool Same(string a, string b) => AsRead(a) == AsRead(b);

    private static ModelName AsRead(string id) =>
        ModelName.Parse(id) with { Id = "", Organisation = null, BaseName = "", OllamaTag = null };
}
