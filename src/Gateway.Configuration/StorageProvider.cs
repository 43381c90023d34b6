using System.Text.Json.Serialization;

namespace Gateway.Configuration;

/// <summary>The kind of database that keeps the gateway's lasting data.</summary>
internal enum StorageProvider
{
    Sqlite,
    [JsonStringEnumMemberName("postgresql")]
    PostgreSql,
    None,
}
