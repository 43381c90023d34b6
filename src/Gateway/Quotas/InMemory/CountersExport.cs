namespace Gateway.Quotas.InMemory;

/// <summary>All that a store counts, at one moment.</summary>
internal sealed record CountersExport(long Second, IReadOnlyList<SubjectExport> Subjects);
