namespace Gateway.Quotas;

/// <summary>A reservation whose replica died, settled at its last known usage.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Used">The amounts counted for it.</param>
/// <param name="Subjects">The counters it was charged to.</param>
internal sealed record OrphanedReservation(string Id, QuotaAmount Used, IReadOnlyList<string> Subjects);
