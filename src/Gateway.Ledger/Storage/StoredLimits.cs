using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Configuration;

namespace Gateway.Ledger.Storage;

/// <summary>Serializes stored limits: JSON with the names of the configuration.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QuotaLimitsConfig))]
internal sealed partial class StoredLimits : JsonSerializerContext
{
    public static QuotaLimitsConfig? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, Default.QuotaLimitsConfig);

    public static string? Write(QuotaLimitsConfig? limits) =>
        limits is null || limits.LimitsNothing ? null : JsonSerializer.Serialize(limits, Default.QuotaLimitsConfig);
}
