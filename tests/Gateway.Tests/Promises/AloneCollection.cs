namespace Gateway.Tests.Promises;

/// <summary>For what is measured in milliseconds, or by listening to all gateways of the process: nothing else of it runs beside.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
