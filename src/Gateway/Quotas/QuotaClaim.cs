namespace Gateway.Quotas;

/// <summary>What a request wants to use, before it is sent.</summary>
/// <param name="Id">The request's id. A claim sent twice is counted once.</param>
/// <param name="Subjects">Every counter it goes by; all admit it, or none counts it.</param>
/// <param name="Estimate">The most it is expected to use; what it costs at its dearest candidate.</param>
/// <param name="Floor">The part that is spent as soon as a backend takes it, the prompt: what it is settled at when its replica
/// dies.</param>
internal readonly record struct QuotaClaim(string Id, QuotaSubject[] Subjects, QuotaAmount Estimate, QuotaAmount Floor);
