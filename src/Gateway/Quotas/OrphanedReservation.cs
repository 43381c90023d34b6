namespace Gateway.Quotas;

/// <summary>A reservation whose replica died, settled at what it was last known to have used.</summary>
internal readonly record struct OrphanedReservation(string Id, QuotaAmount Used);
