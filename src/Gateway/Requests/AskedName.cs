namespace Gateway.Requests;

/// <summary>The name in a request's <c>model</c>.</summary>
/// <param name="Written">As the client wrote it.</param>
/// <param name="Meant">The name of the route it leads to; otherwise as written.</param>
/// <param name="CountedAs">The name without its wishes, by which usage is summed and limits count; null when it leads nowhere.</param>
internal readonly record struct AskedName(string Written, string Meant, string? CountedAs);
