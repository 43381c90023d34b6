using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Ledger.Storage;

namespace Gateway.Authentication;

/// <summary>Makes an admin key at the first start with a database, and shows it once, on the console and nowhere else.</summary>
internal sealed class FirstAdminKey(StoredAccess access, KeyHasher hasher, ConfigStore config, OneTimeNotice notice)
{
    private const string Name = "first-admin";

    /// <summary>Does nothing if an admin key exists or ever existed.</summary>
    public async Task MakeIfNoneAsync(CancellationToken stop)
    {
        if (!access.Current.IsRead || access.Current.Data.Keys.Any(IsAdmin) || config.Current.Keys.Any(static k => k.Role == KeyRole.Admin))
        {
            return;
        }

        var key = NewKey.Create();
        if (await access.WriteAsync(Actor.FirstStart, writer => AddAsync(writer, key, stop), stop))
        {
            notice.Show($"""

                The first start with this database. The admin's key, which is shown this once:

                  {key.Text}

                It opens the admin API: gateway keys list --url ... with GATEWAY_ADMIN_KEY set to it.

                """);
        }
    }

    private async Task<bool> AddAsync(AccessWriter writer, NewKey key, CancellationToken stop)
    {
        // Checked again within the turn: another replica may be at its first start right now.
        if (await writer.Tables.IsAnyKeyAsync(static k => k.Role == KeyRole.Admin || k.NameKey == Name, stop))
        {
            return false;
        }

        writer.Tables.Keys.Add(new KeyRow
        {
            Id = key.Id,
            Hash = hasher.Hash(key.Text).ToString(),
            IsPeppered = hasher.IsPeppered,
            LastFour = key.LastFour,
            Name = Name,
            NameKey = Name,
            Role = KeyRole.Admin,
            CreatedAt = writer.Now,
            CreatedBy = writer.By,
        });
        await writer.TellAsync("key.create", key.Id, null, """{"name":"first-admin","role":"admin"}""", stop);
        return true;
    }

    private static bool IsAdmin(KeyRow key) => key.Role == KeyRole.Admin;
}
