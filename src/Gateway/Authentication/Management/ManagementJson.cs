using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Configuration;

namespace Gateway.Authentication.Management;

/// <summary>
/// Serializes the shown types. Each has its own converter generated at build time, so that only types listed here are ever shown.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    Converters = [
        typeof(ConfigNameConverter<KeyRole>), typeof(ConfigNameConverter<ReasoningField>), typeof(ConfigNameConverter<QuotaPer>),
        typeof(ConfigNameConverter<ToolsWish>)
    ])]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(ShownKey))]
[JsonSerializable(typeof(TeamView))]
[JsonSerializable(typeof(PolicyView))]
[JsonSerializable(typeof(AuditView))]
[JsonSerializable(typeof(AuditVerdict))]
[JsonSerializable(typeof(Page<KeyView>))]
[JsonSerializable(typeof(Page<TeamView>))]
[JsonSerializable(typeof(Page<PolicyView>))]
[JsonSerializable(typeof(Page<AuditView>))]
internal sealed partial class ManagementJson : JsonSerializerContext;
