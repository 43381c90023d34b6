namespace Gateway.Routing.Models;

/// <summary>The memory a model is estimated to need.</summary>
/// <param name="MemoryGiB">Weights and overhead together, in GiB, rounded up to a tenth.</param>
/// <param name="BitsPerWeight">The bits per weight it was reckoned with.</param>
/// <param name="Class">What kind of machine that is.</param>
public sealed record SizeEstimate(decimal MemoryGiB, decimal BitsPerWeight, SizeClass Class);
