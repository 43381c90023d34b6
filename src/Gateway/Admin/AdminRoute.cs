using Gateway.Endpoints.Reports;

namespace Gateway.Admin;

/// <summary>One route of the admin API: a row of the table by which it is mapped, guarded and documented.</summary>
/// <param name="Method">The HTTP method; GET answers HEAD too.</param>
/// <param name="Path">The path, with its parameters in braces.</param>
/// <param name="Access">Whom it serves.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Handle">Does it.</param>
internal sealed record AdminRoute(string Method, string Path, AdminAccess Access, string Summary, Func<AdminCall, Task> Handle)
{
    /// <summary>What it answers with; null: something else than JSON of a known type.</summary>
    public Type? Answer { get; init; }

    /// <summary>The fields that its body may hold, by their names in <see cref="Thing"/>; null: it takes no body.</summary>
    public IEnumerable<string>? Fields { get; init; }

    /// <summary>The type whose fields these are.</summary>
    public Type? Thing { get; init; }

    public int Status { get; init; } = StatusCodes.Status200OK;

    public bool IsPaged { get; init; }

    /// <summary>The parameters that it takes beside those of a page.</summary>
    public IReadOnlyList<QueryParameter> Queries { get; init; } = [];

    /// <summary>What kinds of answer it has.</summary>
    public IReadOnlyList<string> MediaTypes { get; init; } = ["application/json"];

    /// <summary>Whether it changes what may have been changed meanwhile, and so needs the version that was seen.</summary>
    public bool NeedsVersion => Method is "PATCH" or "DELETE";

    public string[] Methods => Method == "GET" ? ["GET", "HEAD"] : [Method];
}
