using System.Net;
using Gateway.Configuration;
using Gateway.Ledger.Storage;

namespace Gateway.Authentication;

/// <summary>Turns a configured or stored key into an <c>ApiKey</c>.</summary>
internal static class ApiKeys
{
    public static ApiKey From(KeyConfig key) => new(key.Name, key.Owner, key.Team, ApiKey.NameOf(key.Reasoning), key.LocalOnly)
    {
        Role = key.Role,
        Standing = key.Disabled ? KeyStanding.Disabled : KeyStanding.Good,
        Expires = key.Expires,
        Rights = NameRights.Of(key.Tags, key.Models),
        Networks = [.. key.Networks.Select(n => IPNetwork.Parse(n))],
        Limits = key.Limits,
        IsOnBehalfOf = key.OnBehalfOf,
        HasOptionalTools = key.Tools.IsOptional(),
    };

    public static ApiKey From(KeyRow key) => new(key.Name, key.Owner, key.Team, ApiKey.NameOf(key.Reasoning), key.IsLocalOnly)
    {
        Id = key.Id,
        Role = key.Role,
        Standing = key.RevokedAt is not null ? KeyStanding.Revoked : key.IsDisabled ? KeyStanding.Disabled : KeyStanding.Good,
        Expires = StoredTime.Read(key.ExpiresAt),
        Rights = NameRights.Of(StoredList.Read(key.Tags), StoredList.Read(key.Models)),
        Networks = [.. StoredList.Read(key.Networks).Select(n => IPNetwork.Parse(n))],
        Limits = StoredLimits.Read(key.Limits),
        IsOnBehalfOf = key.IsOnBehalfOf,
        HasOptionalTools = key.Tools.IsOptional(),
    };
}
