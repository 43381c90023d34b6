using System.Text.Json;
using Gateway.Alerts;
using Gateway.Alerts.Events;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Http;
using Gateway.Routing.Names;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>Serves <c>/admin/v1/alerts</c>: the current problems, the targets that were told, and a test of the targets.</summary>
internal sealed class AlertsEndpoint(AlertKeeper keeper, ConfigStore config, TimeProvider time)
{
    public const string Target = "target";

    public Task GetAsync(AdminCall call)
    {
        var (board, targets, now) = (keeper.Board, config.Current.Alerts.Targets, time.GetUtcNow());
        return JsonResponse.WriteAsync(call.Context, json => AlertsJson.Write(json, board, targets, now));
    }

    public async Task TestAsync(AdminCall call)
    {
        var name = call.Context.Request.Query[Target].ToString();
        var all = config.Current.Alerts.Targets;
        IReadOnlyList<AlertTargetConfig> wanted =
            name.Length == 0 ? all : [.. all.Where(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (wanted.Count == 0)
        {
            await call.RefuseAsync(ApiErrors.InvalidValue(Target, WhyNone(name, all)));
            return;
        }

        var verdicts = await Task.WhenAll(wanted.Select(t => keeper.TestAsync(t, call.Stop)));
        await JsonResponse.WriteAsync(call.Context, json => Write(json, wanted, verdicts));
    }

    /// <summary>Says why there is no target to test.</summary>
    public static string WhyNone(string name, IReadOnlyList<AlertTargetConfig> all)
    {
        if (all.Count == 0)
        {
            return "names nobody: no target is configured. Add one under 'alerts.targets'.";
        }

        var nearest = NearestNames.Find(name, all.Select(static t => t.Name));
        return $"\"{name}\" is no target of alerts.{(nearest.Count > 0 ? $" Did you mean \"{nearest[0]}\"?" : "")}";
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<AlertTargetConfig> targets, AlertVerdict[] verdicts)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var (target, verdict) in targets.Zip(verdicts))
        {
            json.WriteStartObject();
            json.WriteString("target"u8, target.Name);
            json.WriteString("kind"u8, Configuration.Binding.ScalarParser.Format(target.Kind));
            json.WriteBoolean("taken"u8, verdict.IsTaken);
            json.WriteString("word"u8, verdict.Word);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
