using System.Text.Json;
using Gateway.Authentication;
using Gateway.Http;
using Gateway.Ledger;
using Gateway.Ledger.Captures;
using Gateway.Quotas.Redis;

namespace Gateway.Admin;

/// <summary>Serves <c>GET /admin/v1/health</c>: the state of everything the gateway depends on beside its backends.</summary>
internal sealed class HealthEndpoint(RedisQuotas? redis, StoredAccessWatch keys, UsageWriter ledger, CaptureQueue captures)
{
    public Task GetAsync(HttpContext context) => JsonResponse.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("database"u8);
        json.WriteBoolean("reachable"u8, keys.Problem is null);
        json.WriteString("problem"u8, keys.Problem);
        json.WriteEndObject();
        json.WriteStartObject("redis"u8);
        json.WriteBoolean("configured"u8, redis is not null);
        if (redis?.Store.Health is { } health)
        {
            json.WriteBoolean("connected"u8, health.IsConnected);
            json.WriteString("since"u8, health.Since);
            json.WriteString("problem"u8, health.Reason);
            if (health.LastSync is { } last)
            {
                json.WriteString("last_answer"u8, last);
            }

            json.WriteNumber("replicas"u8, health.Replicas);
            json.WriteNumber("admitted_alone"u8, health.AdmittedAlone);
            json.WriteNumber("unsent"u8, health.Unsent);
        }

        json.WriteEndObject();
        Write(json, ledger.Health, captures.Dropped);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, LedgerHealth health, long captures)
    {
        json.WriteStartObject("ledger"u8);
        json.WriteBoolean("configured"u8, health.IsOn);
        if (health.IsOn)
        {
            json.WriteBoolean("accepting"u8, health.IsAccepting);
            json.WriteNumber("pending"u8, health.Pending);
            json.WriteNumber("lag_seconds"u8, Math.Round(health.Lag.TotalSeconds, 1));
            json.WriteNumber("spooled_bytes"u8, health.Spooled);
            json.WriteNumber("unrecorded"u8, health.Dropped);
            json.WriteNumber("captures_dropped"u8, captures);
            json.WriteString("journal_problem"u8, health.JournalProblem);
            json.WriteString("database_problem"u8, health.StoreProblem);
        }

        json.WriteEndObject();
    }
}
