namespace Gateway.Quotas.InMemory;

/// <summary>A running reservation: its time of admission, the amounts counted for it, and its certain usage.</summary>
internal sealed record ReservationExport(string Id, QuotaSubject[] Subjects, long Second, QuotaAmount Reserved, QuotaAmount Used);
