namespace Gateway.Simulator.Models;

/// <summary>A model that is loaded, and until when if it is not used again.</summary>
internal readonly record struct WarmModel(string Name, DateTimeOffset ExpiresAt);
