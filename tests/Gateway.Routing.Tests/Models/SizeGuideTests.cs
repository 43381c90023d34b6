using Gateway.Routing.Models;

namespace Gateway.Routing.Tests.Models;

public class SizeGuideTests
{
    [Theory]
    [InlineData(7.6, "Q4_K_M", 5.5, SizeClass.Edge)]
    [InlineData(7.6, null, 16.8, SizeClass.SingleGpu)]
    [InlineData(32, "q4_k_m", 21.3, SizeClass.SingleGpu)]
    [InlineData(70, "Q4_K_M", 46, SizeClass.MultiGpu)]
    [InlineData(671, "FP8", 719.2, SizeClass.Cluster)]
    [InlineData(0, null, 0.5, SizeClass.Edge)]
    public void Memory_OfParametersAndBits_IsEstimated(decimal parameters, string? quantization, decimal memory, SizeClass expected)
    {
        var estimate = SizeGuide.Of(parameters, quantization);
        Assert.Equal((memory, expected), (estimate.MemoryGiB, estimate.Class));
    }

    [Theory]
    [InlineData("Q8_0", 8.5)]
    [InlineData("mxfp4", 4.25)]
    [InlineData("4bit", 4.5)]
    [InlineData("Q5_K_XL", 5.5)]
    [InlineData("IQ2_M", 2.5)]
    [InlineData("strange", 16)]
    [InlineData("", 16)]
    [InlineData(null, 16)]
    public void Bits_OfWords_AreKnown(string? quantization, decimal bits) => Assert.Equal(bits, SizeGuide.Bits(quantization));

    [Fact]
    public void Card_WithoutQuantization_TakesTheDefaultGiven()
    {
        var card = ModelNameRows.Card("qwen3:8b");
        Assert.Equal(4.85m, SizeGuide.Of(card, SizeGuide.OllamaDefault)!.BitsPerWeight);
        Assert.Equal(SizeGuide.DefaultBits, SizeGuide.Of(card)!.BitsPerWeight);
        Assert.Null(SizeGuide.Of(ModelNameRows.Card("nobody-knows")));
    }
}
