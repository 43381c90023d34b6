namespace Gateway.Quotas;

/// <summary>The caller whose usage is counted.</summary>
/// <param name="Key">The key's name.</param>
/// <param name="Owner">The owner's name within the team; a key without an owner is its own.</param>
/// <param name="Team">The team; null for none.</param>
/// <param name="IsFrontEnd">True when it asks for users that it names.</param>
internal readonly record struct QuotaCaller(string Key, string Owner, string? Team, bool IsFrontEnd);
