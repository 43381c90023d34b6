using Gateway.Configuration;
using Gateway.Protocol;
using Gateway.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Authentication.Management;

/// <summary>Makes and changes stored keys. Whoever asks, each change is checked here, in the turn in which it is made.</summary>
internal sealed class KeyService(StoredAccess access, ConfigStore config, KeyHasher hasher)
{
    /// <summary>All keys that are a manager's business, by name.</summary>
    public IReadOnlyList<KeyView> List(Manager manager) =>
    [
        .. config.Current.Keys.Select(KeyView.Of).Concat(access.Current.Data.Keys.Select(KeyView.Of)).Where(manager.Sees)
            .OrderBy(static k => k.Name, StringComparer.OrdinalIgnoreCase).ThenBy(static k => k.Id, StringComparer.Ordinal),
    ];

    public KeyView? Find(Manager manager, string id) => List(manager).FirstOrDefault(k => k.Id == id);

    public async Task<Managed<ShownKey>> CreateAsync(Manager manager, KeySpec spec, CancellationToken stop)
    {
        if (KeyRights.WhyNot(manager, spec) is { } error)
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
            if (await writer.Tables.Keys.AnyAsync(k => k.NameKey == name, stop))
            {
                return ApiErrors.NameTaken("key", spec.Name, "another key, in force or revoked");
            }

            while (await writer.Tables.Keys.AnyAsync(k => k.Id == key.Id, stop))
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

    /// <param name="manager">Who asks.</param>
    /// <param name="id">Which.</param>
    /// <param name="version">The version that was seen; null: whichever.</param>
    /// <param name="change">What becomes of it.</param>
    public Task<Managed<KeyView>> ChangeAsync(
        Manager manager, string id, long? version, Func<KeySpec, Managed<KeySpec>> change, CancellationToken stop) =>
        EditAsync(manager, id, "key.change", row =>
        {
            if (version is { } seen && row.Version != seen)
            {
                return ApiErrors.VersionChanged(row.Version);
            }

            var changed = change(KeySpec.Of(row));
            if (changed.Value is not { } spec)
            {
                return changed.Error;
            }

            // Also what it was must be the manager's to change: else a lead could lower an admin's key.
            var error = KeyRights.WhyNotTouch(manager, KeyView.Of(row)) ?? KeyRights.WhyNot(manager, spec);
            spec.WriteTo(row);
            return error;
        }, stop);

    public Task<Managed<KeyView>> RevokeAsync(Manager manager, string id, CancellationToken stop) =>
        EditAsync(manager, id, "key.revoke", row =>
        {
            row.RevokedAt = access.Now;
            return KeyRights.WhyNotTouch(manager, KeyView.Of(row));
        }, stop);

    /// <summary>Puts another secret behind the same id and rights; the old one ends at once.</summary>
    public async Task<Managed<ShownKey>> RotateAsync(Manager manager, string id, CancellationToken stop)
    {
        var key = NewKey.Of(id);
        var rotated = await EditAsync(manager, id, "key.rotate", row =>
        {
            var view = KeyView.Of(row);
            // Who rotates a key holds it then, so it must not be able to do more than the one it came with.
            var error = KeyRights.WhyNotTouch(manager, view) ?? (manager.Is(view) ? null : KeyRights.WhyNot(manager, KeySpec.Of(row)));
            (row.Hash, row.IsPeppered, row.LastFour) = (hasher.Hash(key.Text).ToString(), hasher.IsPeppered, key.LastFour);
            return error;
        }, stop);
        return rotated.Value is { } shown ? new ShownKey(shown, key.Text) : rotated.Error!;
    }

    private async Task<Managed<KeyView>> EditAsync(Manager manager, string id, string action, Func<KeyRow, ApiError?> edit, CancellationToken stop)
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
            var row = await writer.Tables.Keys.FirstOrDefaultAsync(k => k.Id == id, stop);
            if (row is null || !manager.Sees(KeyView.Of(row)))
            {
                return ApiErrors.NotHere("key", id);
            }

            if (row.RevokedAt is not null)
            {
                return ApiErrors.KeyRevoked(id);
            }

            var before = Json(row);
            if (edit(row) is { } error)
            {
                return error;
            }

            row.Version++;
            await writer.TellAsync(action, row.Id, before, Json(row), stop);
            return KeyView.Of(row);
        }, stop);
    }

    private static string Json(KeyRow row) => System.Text.Json.JsonSerializer.Serialize(KeyView.Of(row), ReadableJson.Context.KeyView);
}
