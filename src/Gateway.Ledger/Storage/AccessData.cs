namespace Gateway.Ledger.Storage;

/// <summary>The stored keys, teams and policies at one moment.</summary>
/// <param name="Stamp">Identifies this state, so that a change is noticed.</param>
internal sealed record AccessData(long Stamp, IReadOnlyList<KeyRow> Keys, IReadOnlyList<TeamRow> Teams, IReadOnlyList<PolicyRow> Policies);
