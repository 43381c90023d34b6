namespace Gateway.Quotas;

/// <summary>The amounts a request wants to use, before it is sent.</summary>
/// <param name="Id">The request's id. A claim sent twice is counted once.</param>
/// <param name="Subjects">Every counter that applies; either all admit it, or none counts it.</param>
/// <param name="Estimate">The most it is expected to use, priced at its dearest candidate.</param>
/// <param name="Floor">The part spent as soon as a backend accepts the request, namely the prompt: it is settled at this if its replica
/// dies.</param>
internal readonly record struct QuotaClaim(string Id, QuotaSubject[] Subjects, QuotaAmount Estimate, QuotaAmount Floor);
