using Gateway.Configuration;
using Gateway.Ledger.Storage;

namespace Gateway.Authentication;

/// <summary>The secrets the gateway cannot start without once they are configured: the pepper, and the way to the database.</summary>
/// <param name="Hasher">Hashes stored keys.</param>
/// <param name="Database">The database they are stored in.</param>
internal sealed record ServerSecrets(KeyHasher Hasher, DatabaseOptions Database)
{
    /// <returns>The secrets, or what is missing.</returns>
    public static (ServerSecrets? Secrets, string? Missing) From(GatewayConfig config, ConfigLocation location)
    {
        var (hasher, noPepper) = KeyHasher.From(config.KeyPepper);
        var (database, noDatabase) = DatabaseOptions.From(config.Storage, location);
        return (noPepper ?? noDatabase) is { } missing ? (null, missing) : (new ServerSecrets(hasher!, database), null);
    }
}
