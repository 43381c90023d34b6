using System.Text.Json;
using Gateway.Configuration;
using Gateway.Configuration.Binding;
using Gateway.Configuration.Loading;
using Gateway.Ledger.Storage;
using Gateway.Wire.Errors;

namespace Gateway.Authentication.Management;

/// <summary>Makes and changes stored quota policies: the options of <c>quotas.policies</c>, with a name to find them by.</summary>
internal sealed class PolicyService(StoredAccess access, ConfigStore config)
{
    private const string Name = "name";

    private static readonly FieldTable<PolicyView> Fields = new FieldTable<PolicyView>()
        .With(Name, static (p, v) => FieldValues.Text(Name, v, name => p with { Name = name! }, required: true))
        .With("per", static (p, v) => FieldValues.Word<PolicyView, QuotaPer>("per", v, per => p with { Per = per }))
        .With("of", static (p, v) => FieldValues.Text("of", v, of => p with { Of = of }))
        .With("model", static (p, v) => FieldValues.Text("model", v, model => p with { Model = model }))
        .With("limits", static (p, v) => FieldValues.Limits(v, limits => p with { Limits = limits }));

    private static readonly PolicyView Empty = new() { Name = "", Per = QuotaPer.Everyone };

    public static IEnumerable<string> FieldNames => Fields.Names;

    public IReadOnlyList<PolicyView> List() =>
        [.. access.Current.Data.Policies.Select(PolicyView.From).OrderBy(static p => p.Name, StringComparer.OrdinalIgnoreCase)];

    public PolicyView? Find(string name) => List().FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public async Task<Managed<PolicyView>> CreateAsync(Manager manager, JsonElement body, CancellationToken stop)
    {
        if (body.ValueKind == JsonValueKind.Object && !body.TryGetProperty("per", out _))
        {
            return ApiErrors.MissingParameter("per", "It says whose use is counted together: key, owner, team or everyone.");
        }

        var read = Checked(Fields.Apply(Empty, body));
        if (read.Value is not { } policy)
        {
            return read;
        }

        return await access.WriteAsync<Managed<PolicyView>>(manager.Actor, async writer =>
        {
            var key = policy.Name.ToLowerInvariant();
            if (await writer.Tables.FindPolicyAsync(key, stop) is not null)
            {
                return ApiErrors.NameTaken("quota", policy.Name, "another quota");
            }

            var row = new PolicyRow { Name = policy.Name, NameKey = key, CreatedAt = writer.Now };
            Write(policy, row);
            writer.Tables.Policies.Add(row);
            await writer.TellAsync("quota.create", row.Name, null, Json(row), stop);
            return PolicyView.From(row);
        }, stop);
    }

    public Task<Managed<PolicyView>> ChangeAsync(Manager manager, string name, long? version, JsonElement body, CancellationToken stop) =>
        EditAsync(manager, name, version, async (writer, row) =>
        {
            var before = Json(row);
            var changed = Checked(Fields.Apply(PolicyView.From(row), body, Name), row.Model);
            if (changed.Value is not { } policy)
            {
                return changed;
            }

            Write(policy, row);
            row.Version++;
            await writer.TellAsync("quota.change", row.Name, before, Json(row), stop);
            return PolicyView.From(row);
        }, stop);

    public Task<Managed<PolicyView>> RemoveAsync(Manager manager, string name, long? version, CancellationToken stop) =>
        EditAsync(manager, name, version, async (writer, row) =>
        {
            writer.Tables.Policies.Remove(row);
            await writer.TellAsync("quota.remove", row.Name, Json(row), null, stop);
            return PolicyView.From(row);
        }, stop);

    private async Task<Managed<PolicyView>> EditAsync(
        Manager manager, string name, long? version, Func<AccessWriter, PolicyRow, Task<Managed<PolicyView>>> edit, CancellationToken stop)
    {
        if (!access.IsThere)
        {
            return ApiErrors.NotHere("quota", name);
        }

        return await access.WriteAsync(manager.Actor, async writer =>
        {
            var key = name.ToLowerInvariant();
            var row = await writer.Tables.FindPolicyAsync(key, stop);
            return row is null ? ApiErrors.NotHere("quota", name)
                : version is { } seen && row.Version != seen ? ApiErrors.VersionChanged(row.Version)
                : await edit(writer, row);
        }, stop);
    }

    private Managed<PolicyView> Checked(Managed<PolicyView> read, string? before = null) => read.Value switch
    {
        null => read,
        { Name.Length: 0 } => ApiErrors.MissingParameter(Name, "The quota is found by it."),
        { Limits: null or { LimitsNothing: true } } => ApiErrors.MissingParameter("limits", "A quota that limits nothing is none."),
        { Per: QuotaPer.Everyone, Of: not null } =>
            ApiErrors.InvalidValue("of", "names somebody, but the quota is everyone's. Leave it out, or say per whom."),
        { Model: { } model } when model != before && new NamedModels(config.Current).WhyNoName(model) is { } fault =>
            ApiErrors.InvalidValue("model", fault),
        var policy => LimitFields.WhyNotKept(policy.Limits, config.Current) is { } error ? error : read,
    };

    private static void Write(PolicyView policy, PolicyRow row) =>
        (row.Per, row.Of, row.Model, row.Limits) = (policy.Per, policy.Of, policy.Model, StoredLimits.Write(policy.Limits));

    private static string Json(PolicyRow row) => JsonSerializer.Serialize(PolicyView.From(row), ReadableJson.Context.PolicyView);
}
