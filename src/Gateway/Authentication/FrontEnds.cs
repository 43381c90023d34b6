using System.Collections.Frozen;
using System.Text;
using Gateway.Configuration;

namespace Gateway.Authentication;

/// <summary>Defines how front ends prove whom they ask for.</summary>
internal sealed class FrontEnds
{
    // RFC 7518: an HS256 key is at least as long as its hash. A shorter one can be guessed from one token.
    private const int ShortestSecret = 32;

    private readonly FrozenDictionary<string, string> _teams = FrozenDictionary<string, string>.Empty;

    private FrontEnds(byte[]? secret, string? missing) => (Secret, Missing) = (secret, missing);

    /// <summary>Trusts plain headers of front ends, without a signature.</summary>
    public static FrontEnds Unsigned { get; } = new(null, null);

    /// <summary>The signing secret; null when nothing is signed or the secret is missing.</summary>
    public byte[]? Secret { get; }

    /// <summary>The reason no user can be trusted; null when users can.</summary>
    public string? Missing { get; }

    /// <summary>The header with the user's groups; null for none.</summary>
    public string? GroupHeader { get; private init; }

    /// <summary>True when the group header, which is never signed, is trusted.</summary>
    public bool BelievesGroupHeader { get; private init; }

    /// <summary>The teams that a group may match.</summary>
    public IEnumerable<string> Teams
    {
        get => _teams.Values;
        private init =>
            _teams = value.Distinct(StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(static t => t, StringComparer.OrdinalIgnoreCase);
    }

    /// <param name="config">The operator's configuration.</param>
    /// <param name="teams">The existing teams.</param>
    public static FrontEnds From(FrontEndsConfig config, IEnumerable<string> teams)
    {
        var (secret, missing) = SecretOf(config);
        return new FrontEnds(secret, missing)
        {
            GroupHeader = config.GroupHeader,
            BelievesGroupHeader = config.JwtSecret is null || config.GroupHeaderTrusted == true,
            Teams = config.GroupHeader is null ? [] : teams,
        };
    }

    /// <summary>The first group that is a team; null when none is.</summary>
    /// <param name="groups">Names separated by commas, plain or URL-escaped.</param>
    public string? TeamOf(string? groups)
    {
        if (string.IsNullOrEmpty(groups))
        {
            return null;
        }

        foreach (var group in groups.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (_teams.TryGetValue(group, out var team)
                || (group.Contains('%') && _teams.TryGetValue(Uri.UnescapeDataString(group), out team)))
            {
                return team;
            }
        }

        return null;
    }

    private static (byte[]? Secret, string? Missing) SecretOf(FrontEndsConfig config)
    {
        if (config.JwtSecret is null)
        {
            return (null, null);
        }

        var secret = SecretReader.Read(config.JwtSecret);
        var bytes = secret.Value is { } value ? Encoding.UTF8.GetBytes(value) : null;
        return bytes switch
        {
            null => (null, $"frontEnds.jwtSecret: {secret.Missing}"),
            { Length: < ShortestSecret } => (null, $"frontEnds.jwtSecret is shorter than {ShortestSecret} bytes"),
            _ => (bytes, null),
        };
    }
}
