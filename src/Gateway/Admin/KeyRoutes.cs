using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>Handles <c>/admin/v1/keys</c>.</summary>
internal sealed class KeyRoutes(KeyService keys, StoredAccess access)
{
    private const string List = "/admin/v1/keys";
    private const string One = "/admin/v1/keys/{id}";

    public IEnumerable<AdminRoute> All() =>
    [
        new(
            "GET", List, AdminAccess.Member,
            "Lists the keys that are the caller's business: a member's its owner's, a lead's the team's, an admin's all.", ListAsync)
        { Answer = typeof(Page<KeyView>), IsPaged = true },
        new("POST", List, AdminAccess.Lead, "Makes a key. Its text is in this answer and never again.", CreateAsync)
        { Answer = typeof(ShownKey), Status = StatusCodes.Status201Created, Fields = KeyFields.Names, Thing = typeof(KeyView) },
        new("GET", One, AdminAccess.Member, "Shows a key.", GetAsync) { Answer = typeof(KeyView) },
        new("PATCH", One, AdminAccess.Lead, "Changes the fields of a key that the body holds.", ChangeAsync)
        { Answer = typeof(KeyView), Fields = KeyFields.Names.Where(static n => n != "name"), Thing = typeof(KeyView) },
        new("POST", One + "/revoke", AdminAccess.Member, "Ends a key for good.", RevokeAsync) { Answer = typeof(KeyView) },
        new(
            "POST", One + "/rotate", AdminAccess.Member,
            "Gives a key another text, which is in this answer and never again. The old one ends at once.", RotateAsync)
        { Answer = typeof(ShownKey) },
    ];

    private Task ListAsync(AdminCall call) =>
        call.AnswerAsync(
            Paging.Of(call, keys.List(call.Manager), static k => $"{k.Name.ToLowerInvariant()} {k.Id}"), ReadableJson.Context.PageKeyView);

    private Task GetAsync(AdminCall call)
    {
        var id = call.Parameter("id");
        return keys.Find(call.Manager, id) is { } key
            ? call.AnswerAsync(key, ReadableJson.Context.KeyView, version: key.Version)
            : call.RefuseAsync(ApiErrors.NotHere("key", id));
    }

    private async Task CreateAsync(AdminCall call)
    {
        var (body, error) = await call.BodyAsync();
        error ??= access.CanWrite ? null : ApiErrors.NoStorage();
        if (error is not null)
        {
            await call.RefuseAsync(error);
            return;
        }

        var spec = KeyFields.Create(body, call.Manager);
        var made = spec.Value is { } wanted ? await keys.CreateAsync(call.Manager, wanted, call.Stop) : spec.Error!;
        await call.AnswerAsync(made, ReadableJson.Context.ShownKey, StatusCodes.Status201Created, made.Value?.Key.Version);
    }

    private async Task ChangeAsync(AdminCall call)
    {
        var (version, needed) = call.SeenVersion();
        var (body, error) = needed is null ? await call.BodyAsync() : default;
        if ((needed ?? error) is { } refusal)
        {
            await call.RefuseAsync(refusal);
            return;
        }

        var changed = await keys.ChangeAsync(call.Manager, call.Parameter("id"), version, spec => KeyFields.Change(spec, body), call.Stop);
        await call.AnswerAsync(changed, ReadableJson.Context.KeyView, version: changed.Value?.Version);
    }

    private async Task RevokeAsync(AdminCall call)
    {
        var revoked = await keys.RevokeAsync(call.Manager, call.Parameter("id"), call.Stop);
        await call.AnswerAsync(revoked, ReadableJson.Context.KeyView, version: revoked.Value?.Version);
    }

    private async Task RotateAsync(AdminCall call)
    {
        var rotated = await keys.RotateAsync(call.Manager, call.Parameter("id"), call.Stop);
        await call.AnswerAsync(rotated, ReadableJson.Context.ShownKey, version: rotated.Value?.Key.Version);
    }
}
