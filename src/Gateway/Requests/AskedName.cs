namespace Gateway.Requests;

/// <summary>The name in a request's <c>model</c>.</summary>
/// <param name="Written">As the client wrote it.</param>
/// <param name="Meant">The route's name where it leads to one; otherwise as it was written.</param>
/// <param name="CountedAs">The name without the wishes behind it, by which usage is summed and limits count; null when it leads nowhere.</param>
internal readonly record struct AskedName(string Written, string Meant, string? CountedAs);
