using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>The five routes of named things, such as teams: list, create, show, change, remove.</summary>
/// <param name="what">The name for one of them.</param>
/// <param name="path">The path of the list.</param>
/// <param name="read">Who may read. Only admins may change.</param>
internal sealed class NamedThings<T>(string what, string path, AdminAccess read, StoredAccess access)
    where T : class
{
    public required Func<Manager, IReadOnlyList<T>> List { get; init; }

    public required Func<Manager, JsonElement, CancellationToken, Task<Managed<T>>> Create { get; init; }

    public required Func<Manager, string, long?, JsonElement, CancellationToken, Task<Managed<T>>> Change { get; init; }

    public required Func<Manager, string, long?, CancellationToken, Task<Managed<T>>> Remove { get; init; }

    public required Func<T, string> NameOf { get; init; }

    public required Func<T, long> VersionOf { get; init; }

    public required IEnumerable<string> Fields { get; init; }

    public required JsonTypeInfo<T> Type { get; init; }

    public required JsonTypeInfo<Page<T>> PageType { get; init; }

    public IEnumerable<AdminRoute> All() =>
    [
        new("GET", path, read, $"Lists each {what} that is the caller's business.", ListAsync) { Answer = typeof(Page<T>), IsPaged = true },
        new("POST", path, AdminAccess.Admin, $"Makes a {what}.", CreateAsync)
        { Answer = typeof(T), Status = StatusCodes.Status201Created, Fields = Fields, Thing = typeof(T) },
        new("GET", path + "/{name}", read, $"Shows a {what}.", GetAsync) { Answer = typeof(T) },
        new("PATCH", path + "/{name}", AdminAccess.Admin, $"Changes the fields of a {what} that the body holds.", ChangeAsync)
        { Answer = typeof(T), Fields = Fields.Where(static n => n != "name"), Thing = typeof(T) },
        new("DELETE", path + "/{name}", AdminAccess.Admin, $"Removes a {what}.", RemoveAsync) { Answer = typeof(T) },
    ];

    private Task ListAsync(AdminCall call) =>
        call.AnswerAsync(Paging.Of(call, List(call.Manager), t => NameOf(t).ToLowerInvariant()), PageType);

    private Task GetAsync(AdminCall call)
    {
        var name = call.Parameter("name");
        return List(call.Manager).FirstOrDefault(t => NameOf(t).Equals(name, StringComparison.OrdinalIgnoreCase)) is { } thing
            ? call.AnswerAsync(thing, Type, version: VersionOf(thing))
            : call.RefuseAsync(ApiErrors.NotHere(what, name));
    }

    private async Task CreateAsync(AdminCall call)
    {
        var (body, error) = await call.BodyAsync();
        error ??= access.CanWrite ? null : ApiErrors.NoStorage();
        await AnswerAsync(call, error is null ? await Create(call.Manager, body, call.Stop) : error, StatusCodes.Status201Created);
    }

    private async Task ChangeAsync(AdminCall call)
    {
        var (version, needed) = call.SeenVersion();
        var (body, error) = needed is null ? await call.BodyAsync() : default;
        await AnswerAsync(
            call,
            (needed ?? error) is { } refusal ? refusal : await Change(call.Manager, call.Parameter("name"), version, body, call.Stop));
    }

    private async Task RemoveAsync(AdminCall call)
    {
        var (version, needed) = call.SeenVersion();
        await AnswerAsync(call, needed is null ? await Remove(call.Manager, call.Parameter("name"), version, call.Stop) : needed);
    }

    private Task AnswerAsync(AdminCall call, Managed<T> result, int status = StatusCodes.Status200OK) =>
        call.AnswerAsync(result, Type, status, result.Value is { } value ? VersionOf(value) : null);
}
