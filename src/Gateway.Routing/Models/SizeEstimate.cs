namespace Gateway.Routing.Models;

/// <summary>The estimated memory of a model.</summary>
/// <param name="MemoryGiB">Weights and overhead together, in GiB, rounded up to a tenth.</param>
/// <param name="BitsPerWeight">The bits per weight used for the estimate.</param>
/// <param name="Class">The kind of machine this needs.</param>
public sealed record SizeEstimate(decimal MemoryGiB, decimal BitsPerWeight, SizeClass Class);
