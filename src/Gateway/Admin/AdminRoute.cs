using Gateway.Endpoints.Reports;

namespace Gateway.Admin;

/// <summary>One route of the admin API: a table row from which it is mapped, guarded and documented.</summary>
/// <param name="Method">The HTTP method; GET also answers HEAD.</param>
/// <param name="Path">The path, with its parameters in braces.</param>
/// <param name="Access">The callers it serves.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Handle">Does it.</param>
internal sealed record AdminRoute(string Method, string Path, AdminAccess Access, string Summary, Func<AdminCall, Task> Handle)
{
    /// <summary>The type of its answer; null for anything but JSON of a known type.</summary>
    public Type? Answer { get; init; }

    /// <summary>The fields its body may have, by their names in <see cref="Thing"/>; null when it takes no body.</summary>
    public IEnumerable<string>? Fields { get; init; }

    /// <summary>The type that has the <see cref="Fields"/>.</summary>
    public Type? Thing { get; init; }

    public int Status { get; init; } = StatusCodes.Status200OK;

    public bool IsPaged { get; init; }

    /// <summary>Its query parameters beside those of a page.</summary>
    public IReadOnlyList<QueryParameter> Queries { get; init; } = [];

    /// <summary>The media types of its answer.</summary>
    public IReadOnlyList<string> MediaTypes { get; init; } = ["application/json"];

    /// <summary>
    /// True when it changes something that others may have changed meanwhile, so that it needs the version the caller saw.
    /// </summary>
    public bool NeedsVersion => Method is "PATCH" or "DELETE";

    public string[] Methods => Method == "GET" ? ["GET", "HEAD"] : [Method];
}
