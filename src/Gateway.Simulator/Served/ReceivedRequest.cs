namespace Gateway.Simulator.Served;

/// <summary>A chat request as it arrived.</summary>
/// <param name="Path">The path, without the query.</param>
/// <param name="Model">The model that the body names, if it was readable.</param>
/// <param name="Headers">The headers. Names ignore case, and repeated values are joined by a comma.</param>
/// <param name="Body">The bytes of the body.</param>
/// <param name="At">The <see cref="System.Diagnostics.Stopwatch"/> timestamp at which the body was complete.</param>
public sealed record ReceivedRequest(string Path, string? Model, IReadOnlyDictionary<string, string> Headers, byte[] Body, long At);
