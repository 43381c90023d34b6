namespace Gateway.Authentication.Management;

/// <summary>Whether the audit log is as it was written.</summary>
/// <param name="Holds">Whether every entry follows the one before it.</param>
/// <param name="Entries">How many hold.</param>
/// <param name="FirstBroken">The number of the first that does not; null: all do.</param>
/// <param name="LastHash">The hash of the last that holds. Who keeps it elsewhere can tell later that nothing was cut off behind it.</param>
internal sealed record AuditVerdict(bool Holds, long Entries, long? FirstBroken, string LastHash);
