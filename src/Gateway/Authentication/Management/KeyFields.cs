using System.Net;
using System.Text.Json;
using Gateway.Configuration;
using Gateway.Wire.Errors;

namespace Gateway.Authentication.Management;

/// <summary>The settable fields of a key. <see cref="KeyRights"/> decides who may set them to what.</summary>
internal static class KeyFields
{
    private const string Name = "name";

    private static readonly FieldTable<KeySpec> Table = new FieldTable<KeySpec>()
        .With(Name, static (k, v) => FieldValues.Text(Name, v, name => k with { Name = name! }, required: true))
        .With("owner", static (k, v) => FieldValues.Text("owner", v, owner => k with { Owner = owner }))
        .With("team", static (k, v) => FieldValues.Text("team", v, team => k with { Team = team }))
        .With("role", static (k, v) => FieldValues.Word<KeySpec, KeyRole>("role", v, role => k with { Role = role }))
        .With("tags", static (k, v) => FieldValues.List("tags", v, tags => k with { Tags = tags }))
        .With("models", static (k, v) => FieldValues.List("models", v, models => k with { Models = models }))
        .With("networks", static (k, v) => FieldValues.List("networks", v, networks => k with { Networks = networks }, WhyNoNetwork))
        .With("localOnly", static (k, v) => FieldValues.Flag("localOnly", v, flag => k with { LocalOnly = flag }))
        .With("onBehalfOf", static (k, v) => FieldValues.Flag("onBehalfOf", v, flag => k with { OnBehalfOf = flag }))
        .With("tools", static (k, v) => FieldValues.Word<KeySpec, ToolsWish>("tools", v, tools => k with { Tools = tools }))
        .With("disabled", static (k, v) => FieldValues.Flag("disabled", v, flag => k with { Disabled = flag }))
        .With(
            "reasoning", static (k, v) => FieldValues.Word<KeySpec, ReasoningField>("reasoning", v, field => k with { Reasoning = field }))
        .With("expires", static (k, v) => FieldValues.Moment("expires", v, moment => k with { Expires = moment }))
        .With("limits", static (k, v) => FieldValues.Limits(v, limits => k with { Limits = limits }));

    public static IEnumerable<string> Names => Table.Names;

    /// <summary>Makes a new key. Without a team it belongs to its maker's.</summary>
    public static Managed<KeySpec> Create(JsonElement body, Manager manager)
    {
        var spec = Table.Apply(new KeySpec { Team = manager.Role == KeyRole.Admin ? null : manager.Key?.Team }, body);
        return spec.Value is { Name.Length: 0 } ? ApiErrors.MissingParameter(Name, "The log and the counters call the key by it.") : spec;
    }

    /// <summary>Changes a key. Its name stays, since its usage is counted by it.</summary>
    public static Managed<KeySpec> Change(KeySpec spec, JsonElement body) => Table.Apply(spec, body, Name);

    private static string? WhyNoNetwork(string network) =>
        IPNetwork.TryParse(network, out _) ? null : $"holds '{network}', which is no network such as 10.0.0.0/8 or 192.168.1.7/32.";
}
