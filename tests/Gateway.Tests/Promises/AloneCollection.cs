namespace Gateway.Tests.Promises;

/// <summary>For what is measured in milliseconds: nothing else of the process runs beside it.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
