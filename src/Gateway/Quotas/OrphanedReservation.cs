namespace Gateway.Quotas;

/// <summary>A reservation whose replica died, settled at what it was last known to have used.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Used">What it is counted with.</param>
/// <param name="Subjects">The counters it went by.</param>
internal sealed record OrphanedReservation(string Id, QuotaAmount Used, IReadOnlyList<string> Subjects);
