namespace Gateway.Simulator.Scripts;

/// <summary>The names of the errors that a script may ask a provider for.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Names">The names of its errors.</param>
internal sealed record ErrorNames(string Provider, IReadOnlyCollection<string> Names);
