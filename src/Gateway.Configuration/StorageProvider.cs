using System.Text.Json.Serialization;

namespace Gateway.Configuration;

/// <summary>Where the gateway keeps what it must not forget.</summary>
internal enum StorageProvider
{
    Sqlite,
    [JsonStringEnumMemberName("postgresql")]
    PostgreSql,
    None,
}
