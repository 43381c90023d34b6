using System.Text.Json.Serialization;

namespace Gateway.Configuration;

/// <summary>What keeps what the gateway must not forget.</summary>
internal enum StorageProvider
{
    Sqlite,
    [JsonStringEnumMemberName("postgresql")]
    PostgreSql,
    None,
}
