namespace Gateway.Routing.Models;

/// <summary>The price of something other than tokens.</summary>
/// <param name="Unit">What it is for; never <see cref="PriceUnit.Tokens"/>.</param>
/// <param name="Each">The price of one unit.</param>
public readonly record struct UnitPrice(PriceUnit Unit, decimal Each);
