namespace Gateway.Routing.Models;

/// <summary>A model of a price list with its prices.</summary>
/// <param name="List">The price list.</param>
/// <param name="Id">The model's name as the list has it.</param>
/// <param name="Price">Its prices over time.</param>
public sealed record PriceEntry(string List, string Id, ModelPrice Price);
