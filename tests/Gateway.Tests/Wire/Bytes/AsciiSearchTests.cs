using System.Text;
using Gateway.Wire.Bytes;

namespace Gateway.Tests.Wire.Bytes;

public class AsciiSearchTests
{
    [Theory]
    [InlineData("my Account BALANCE is 5", "account balance", true)]
    [InlineData("aacc account balance", "account balance", true)]
    [InlineData("account balanc", "account balance", false)]
    [InlineData("", "a", false)]
    [InlineData("A", "a", true)]
    [InlineData("@", "`", false)]
    [InlineData("他说余额不足", "余额不足", true)]
    [InlineData("余额足", "余额不足", false)]
    public void Words_AreFoundWhateverTheirCase(string text, string words, bool found) =>
        Assert.Equal(found, AsciiSearch.Holds(Encoding.UTF8.GetBytes(text), words));
}
