using Gateway.Configuration.Binding;
using Gateway.Configuration.Loading;
using Gateway.Ledger.Storage;
using Gateway.Wire.Errors;

namespace Gateway.Authentication.Management;

/// <summary>Makes and changes stored keys. Each change is checked here, for every caller, in the turn in which it is made.</summary>
internal sealed class KeyService(StoredAccess access, ConfigStore config, KeyHasher hasher)
{
    private NamedModels Names => new(config.Current);

    /// <summary>All keys a manager may see, by name.</summary>
    public IReadOnlyList<KeyView> List(Manager manager) =>
    [
        .. config.Current.Keys.Select(KeyView.Of).Concat(access.Current.Data.Keys.Select(KeyView.Of)).Where(manager.Sees)
            .OrderBy(static k => k.Name, StringComparer.OrdinalIgnoreCase).ThenBy(static k => k.Id, StringComparer.Ordinal),
    ];

    public KeyView? Find(Manager manager, string id) => List(manager).FirstOrDefault(k => k.Id == id);

    public async Task<Managed<ShownKey>> CreateAsync(Manager manager, KeySpec spec, CancellationToken stop)
    {
        if ((KeyRights.WhyNot(manager, spec, Names)
            ?? LimitFields.WhyNotKept(spec.Limits, config.Current)
            ?? WhyNoName(spec, new KeySpec())) is { } error)
        {
            return error;
        }

        if (config.Current.Keys.Any(k => k.Name.Equals(spec.Name, StringComparison.OrdinalIgnoreCase)))
        {
            return ApiErrors.NameTaken("key", spec.Name, "the configuration file");
        }

        var key = NewKey.Create();
        return await access.WriteAsync<Managed<ShownKey>>(manager.Actor, async writer =>
        {
            var name = spec.Name.ToLowerInvariant();
            if (await writer.Tables.IsAnyKeyAsync(k => k.NameKey == name, stop))
            {
                return ApiErrors.NameTaken("key", spec.Name, "another key, in force or revoked");
            }

            if (KeyRights.WhyTooMuch(manager, spec, await GivenAsync(writer.Tables, manager, stop), access.Now) is { } tooMuch)
            {
                return tooMuch;
            }

            while (await writer.Tables.IsAnyKeyAsync(k => k.Id == key.Id, stop))
            {
                key = NewKey.Create();
            }

            var row = new KeyRow
            {
                Id = key.Id,
                Hash = hasher.Hash(key.Text).ToString(),
                IsPeppered = hasher.IsPeppered,
                LastFour = key.LastFour,
                Name = spec.Name,
                NameKey = name,
                CreatedAt = writer.Now,
                CreatedBy = writer.By,
            };
            spec.WriteTo(row);
            writer.Tables.Keys.Add(row);
            await writer.TellAsync("key.create", row.Id, null, Json(row), stop);
            return new ShownKey(KeyView.Of(row), key.Text);
        }, stop);
    }

    /// <param name="manager">The caller.</param>
    /// <param name="id">The key.</param>
    /// <param name="version">The version the caller saw; null for any.</param>
    /// <param name="change">Makes the change.</param>
    public Task<Managed<KeyView>> ChangeAsync(
        Manager manager, string id, long? version, Func<KeySpec, Managed<KeySpec>> change, CancellationToken stop) =>
        EditAsync(manager, id, "key.change", (row, given) =>
        {
            if (version is { } seen && row.Version != seen)
            {
                return ApiErrors.VersionChanged(row.Version);
            }

            var before = KeySpec.Of(row);
            var changed = change(before);
            if (changed.Value is not { } spec)
            {
                return changed.Error;
            }

            // The previous state must be the manager's to change as well: otherwise a lead could lower an admin's key.
            var error = KeyRights.WhyNotTouch(manager, KeyView.Of(row)) ?? KeyRights.WhyNot(manager, spec, Names)
                ?? LimitFields.WhyNotKept(spec.Limits, config.Current)
                ?? WhyNoName(spec, before)
                ?? (row.CreatedBy == manager.Actor.By
                    ? KeyRights.WhyTooMuch(manager, spec, given, access.Now)
                    : KeyRights.WhyRaised(manager, before, spec));
            spec.WriteTo(row);
            return error;
        }, stop);

    public Task<Managed<KeyView>> RevokeAsync(Manager manager, string id, CancellationToken stop) =>
        EditAsync(manager, id, "key.revoke", (row, _) =>
        {
            row.RevokedAt = access.Now;
            return KeyRights.WhyNotTouch(manager, KeyView.Of(row));
        }, stop);

    /// <summary>Replaces the secret behind the same id and rights; the old one ends at once.</summary>
    public async Task<Managed<ShownKey>> RotateAsync(Manager manager, string id, CancellationToken stop)
    {
        var key = NewKey.Of(id);
        var rotated = await EditAsync(manager, id, "key.rotate", (row, _) =>
        {
            var view = KeyView.Of(row);
            // Whoever rotates a key then holds it, so it must not be able to do more than the key it came with.
            var error = KeyRights.WhyNotTouch(manager, view)
                ?? (manager.Is(view) ? null : KeyRights.WhyNot(manager, KeySpec.Of(row), Names));
            (row.Hash, row.IsPeppered, row.LastFour) = (hasher.Hash(key.Text).ToString(), hasher.IsPeppered, key.LastFour);
            return error;
        }, stop);
        return rotated.Value is { } shown ? new ShownKey(shown, key.Text) : rotated.Error!;
    }

    private async Task<Managed<KeyView>> EditAsync(
        Manager manager, string id, string action, Func<KeyRow, IReadOnlyList<KeyRow>, ApiError?> edit, CancellationToken stop)
    {
        if (config.Current.Keys.Select(KeyView.Of).FirstOrDefault(k => k.Id == id && manager.Sees(k)) is not null)
        {
            return ApiErrors.StandsInConfig($"The key '{id}'");
        }

        if (!access.IsThere)
        {
            return ApiErrors.NotHere("key", id);
        }

        return await access.WriteAsync<Managed<KeyView>>(manager.Actor, async writer =>
        {
            var row = await writer.Tables.FindKeyAsync(id, stop);
            if (row is null || !manager.Sees(KeyView.Of(row)))
            {
                return ApiErrors.NotHere("key", id);
            }

            if (row.RevokedAt is not null)
            {
                return ApiErrors.KeyRevoked(id);
            }

            var before = Json(row);
            var given = (await GivenAsync(writer.Tables, manager, stop)).Where(k => k.Id != id).ToList();
            if (edit(row, given) is { } error)
            {
                return error;
            }

            row.Version++;
            await writer.TellAsync(action, row.Id, before, Json(row), stop);
            return KeyView.Of(row);
        }, stop);
    }

    // Judged by the configuration alone, like its own keys: a model may exist tomorrow. Names the key already has may stay.
    private ApiError? WhyNoName(KeySpec spec, KeySpec before)
    {
        var names = Names;
        return spec.Tags.Except(before.Tags).Select(names.WhyNoTag).FirstOrDefault(static f => f is not null) is { } tag
            ? ApiErrors.InvalidValue("tags", $"holds a name that does nothing: {tag}")
            : spec.Models.Except(before.Models).Select(names.WhyNoModel).FirstOrDefault(static f => f is not null) is { } model
                ? ApiErrors.InvalidValue("models", $"holds a name that does nothing: {model}")
            : null;
    }

    // The keys it made are what it gave away.
    private static async Task<IReadOnlyList<KeyRow>> GivenAsync(AccessContext tables, Manager manager, CancellationToken stop) =>
        manager.Key?.Limits is null ? [] : await tables.KeysMadeByAsync(manager.Actor.By, stop);

    private static string Json(KeyRow row) => System.Text.Json.JsonSerializer.Serialize(KeyView.Of(row), ReadableJson.Context.KeyView);
}
