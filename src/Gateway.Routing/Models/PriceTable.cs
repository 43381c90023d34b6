#pragma warning disable CA1822, CS1591
namespace Gateway.Routing.Models;

public sealed class PriceTable
{
    public static PriceTable Empty { get; } = new();

    public Price? Find(string priceList, string modelId) => null;
}
