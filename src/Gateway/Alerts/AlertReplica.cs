namespace Gateway.Alerts;

/// <summary>The name of this process among those that share the board.</summary>
internal sealed record AlertReplica(string Name);
