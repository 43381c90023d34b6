namespace Gateway.Storage;

/// <summary>All that is stored of keys, teams and policies at one moment.</summary>
/// <param name="Stamp">By which a change is known.</param>
internal sealed record AccessData(long Stamp, IReadOnlyList<KeyRow> Keys, IReadOnlyList<TeamRow> Teams, IReadOnlyList<PolicyRow> Policies);
