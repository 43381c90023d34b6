namespace Gateway.Tests.Hosting;

/// <summary>The tests that share one PostgreSQL, each with a database of its own.</summary>
[CollectionDefinition("PostgreSQL")]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>;
