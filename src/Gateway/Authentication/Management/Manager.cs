using Gateway.Configuration;
using Gateway.Ledger.Storage;

namespace Gateway.Authentication.Management;

/// <summary>A caller that views and changes keys and teams, and which of them it may see.</summary>
/// <param name="Actor">Its name in the audit log.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Key">The key it presented; null for the command line, which is open to whoever owns the database.</param>
internal sealed record Manager(Actor Actor, KeyRole Role, ApiKey? Key)
{
    public static Manager CommandLine { get; } = new(Actor.CommandLine, KeyRole.Admin, null);

    public static Manager Of(ApiKey key, string? from) =>
        new(new Actor(key.Id is { } id ? $"{key.Name} ({id})" : key.Name, from), key.Role, key);

    /// <summary>True when it may see a key. Other keys do not exist for it.</summary>
    public bool Sees(KeyView key) => Role switch
    {
        KeyRole.Admin => true,
        KeyRole.Lead => IsOwn(key) || SeesTeam(key.Team),
        KeyRole.Member => IsOwn(key),
    };

    public bool SeesTeam(string? team) => Role == KeyRole.Admin || (team is not null && Same(team, Key!.Team));

    /// <summary>True when the manager presented this very key.</summary>
    public bool Is(KeyView key) =>
        Key is not null && (key.Source == KeyView.Stored ? key.Id == Key.Id : Key.Id is null && Same(key.Name, Key.Name));

    private bool IsOwn(KeyView key) => Is(key) || (key.Owner is not null && Same(key.Owner, Key!.Owner) && Same(key.Team, Key.Team));

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
