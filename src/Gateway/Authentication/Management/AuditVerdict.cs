namespace Gateway.Authentication.Management;

/// <summary>The result of verifying the audit log.</summary>
/// <param name="Holds">True when every entry follows from the one before it.</param>
/// <param name="Entries">The number of valid entries.</param>
/// <param name="FirstBroken">The number of the first invalid entry; null when all are valid.</param>
/// <param name="LastHash">The hash of the last valid entry. Kept elsewhere, it can later prove that nothing after it was cut off.</param>
internal sealed record AuditVerdict(bool Holds, long Entries, long? FirstBroken, string LastHash);
