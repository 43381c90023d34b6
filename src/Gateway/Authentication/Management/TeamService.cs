using System.Text.Json;
using Gateway.Configuration.Loading;
using Gateway.Ledger.Storage;
using Gateway.Wire.Errors;

namespace Gateway.Authentication.Management;

/// <summary>Makes and changes stored teams. The routes ensure that only admins do.</summary>
internal sealed class TeamService(StoredAccess access, ConfigStore config)
{
    private const string Name = "name";

    private static readonly FieldTable<TeamView> Fields = new FieldTable<TeamView>()
        .With(Name, static (t, v) => FieldValues.Text(Name, v, name => t with { Name = name! }, required: true))
        .With("limits", static (t, v) => FieldValues.Limits(v, limits => t with { Limits = limits }))
        .With("timeZone", static (t, v) => FieldValues.TimeZone(v, zone => t with { TimeZone = zone }));

    private static readonly TeamView Empty = new() { Name = "", Source = KeyView.Stored };

    public static IEnumerable<string> FieldNames => Fields.Names;

    public IReadOnlyList<TeamView> List(Manager manager) =>
    [
        .. config.Current.Teams.Select(TeamView.Of)
            .Concat(access.Current.Data.Teams.Where(t => !IsWritten(t.Name)).Select(TeamView.Of))
            .Where(t => manager.SeesTeam(t.Name)).OrderBy(static t => t.Name, StringComparer.OrdinalIgnoreCase),
    ];

    public TeamView? Find(Manager manager, string name) =>
        List(manager).FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public async Task<Managed<TeamView>> CreateAsync(Manager manager, JsonElement body, CancellationToken stop)
    {
        var read = Fields.Apply(Empty, body);
        if (read.Value is not { } team)
        {
            return read;
        }

        if (team.Name.Length == 0)
        {
            return ApiErrors.MissingParameter(Name, "Keys name their team by it.");
        }

        if (LimitFields.WhyNotKept(team.Limits, config.Current) is { } error)
        {
            return error;
        }

        if (IsWritten(team.Name))
        {
            return ApiErrors.NameTaken("team", team.Name, "the configuration file");
        }

        return await access.WriteAsync<Managed<TeamView>>(manager.Actor, async writer =>
        {
            var key = team.Name.ToLowerInvariant();
            if (await writer.Tables.FindTeamAsync(key, stop) is not null)
            {
                return ApiErrors.NameTaken("team", team.Name, "another team");
            }

            var row = new TeamRow
            {
                Name = team.Name,
                NameKey = key,
                Limits = StoredLimits.Write(team.Limits),
                TimeZone = team.TimeZone,
                CreatedAt = writer.Now
            };
            writer.Tables.Teams.Add(row);
            await writer.TellAsync("team.create", row.Name, null, Json(row), stop);
            return TeamView.Of(row);
        }, stop);
    }

    public Task<Managed<TeamView>> ChangeAsync(Manager manager, string name, long? version, JsonElement body, CancellationToken stop) =>
        EditAsync(manager, name, version, async (writer, row) =>
        {
            var before = Json(row);
            var changed = Fields.Apply(TeamView.Of(row), body, Name);
            if (changed.Value is not { } team)
            {
                return changed;
            }

            if (LimitFields.WhyNotKept(team.Limits, config.Current) is { } error)
            {
                return error;
            }

            (row.Limits, row.TimeZone) = (StoredLimits.Write(team.Limits), team.TimeZone);
            row.Version++;
            await writer.TellAsync("team.change", row.Name, before, Json(row), stop);
            return TeamView.Of(row);
        }, stop);

    public Task<Managed<TeamView>> RemoveAsync(Manager manager, string name, long? version, CancellationToken stop) =>
        EditAsync(manager, name, version, async (writer, row) =>
        {
            // Otherwise its keys would go on without the limits they were issued with.
            var members =
                (await writer.Tables.TeamsOfKeysAsync(stop))
                .Concat(config.Current.Keys.Select(static k => k.Team)).Count(
                    t => row.NameKey.Equals(t, StringComparison.OrdinalIgnoreCase));
            if (members > 0)
            {
                return ApiErrors.InUse($"The team '{row.Name}'", $"{members} {(members == 1 ? "key" : "keys")} in force");
            }

            writer.Tables.Teams.Remove(row);
            await writer.TellAsync("team.remove", row.Name, Json(row), null, stop);
            return TeamView.Of(row);
        }, stop);

    private async Task<Managed<TeamView>> EditAsync(
        Manager manager, string name, long? version, Func<AccessWriter, TeamRow, Task<Managed<TeamView>>> edit, CancellationToken stop)
    {
        if (IsWritten(name))
        {
            return ApiErrors.StandsInConfig($"The team '{name}'");
        }

        if (!access.IsThere)
        {
            return ApiErrors.NotHere("team", name);
        }

        return await access.WriteAsync(manager.Actor, async writer =>
        {
            var key = name.ToLowerInvariant();
            var row = await writer.Tables.FindTeamAsync(key, stop);
            return row is null ? ApiErrors.NotHere("team", name)
                : version is { } seen && row.Version != seen ? ApiErrors.VersionChanged(row.Version)
                : await edit(writer, row);
        }, stop);
    }

    private bool IsWritten(string name) => config.Current.Teams.Any(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Json(TeamRow row) => JsonSerializer.Serialize(TeamView.Of(row), ReadableJson.Context.TeamView);
}
