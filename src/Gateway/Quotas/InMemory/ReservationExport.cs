namespace Gateway.Quotas.InMemory;

/// <summary>A running reservation: when it was admitted, what it is counted with, and what it has surely used.</summary>
internal sealed record ReservationExport(string Id, QuotaSubject[] Subjects, long Second, QuotaAmount Reserved, QuotaAmount Used);
