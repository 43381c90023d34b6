namespace Gateway.Quotas.InMemory;

/// <summary>All counts of a store at one moment.</summary>
internal sealed record CountersExport(long Second, IReadOnlyList<SubjectExport> Subjects);
