using System.Text.Json;
using Gateway.Authentication;
using Gateway.Budgets;
using Gateway.Http;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Runtime;
using Gateway.Wire.Errors;

namespace Gateway.Endpoints;

/// <summary>Serves <c>GET /v1/usage/limits</c>: every limit that applies to the key, and what is left of it.</summary>
internal sealed class LimitsEndpoint(SnapshotStore store, IQuotaStore quotas, TimeProvider time, QuotaOpening? opening = null)
{
    public async Task HandleAsync(HttpContext context)
    {
        var snapshot = store.Current;
        var error = Authenticator.Authenticate(context, snapshot.Keys, snapshot.Config.Anonymous, out var caller);
        Inquiry.Of(context).Caller = caller;
        if (error is not null)
        {
            await ErrorResponse.WriteAsync(context, error);
            return;
        }

        var subjects = snapshot.Policies.AllOf(caller.Counted);
        await (opening?.EnsureAsync(subjects) ?? ValueTask.CompletedTask);
        var uses = await quotas.PeekAsync(subjects, context.RequestAborted);
        await JsonResponse.WriteAsync(context, json => Write(json, caller, snapshot.Config.Quotas.Currency, uses));
    }

    private void Write(Utf8JsonWriter json, ApiKey caller, string currency, IReadOnlyList<QuotaUse> uses)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteString("key"u8, caller.Name);
        json.WriteString("owner"u8, caller.OwnerOrName);
        json.WriteString("team"u8, caller.Team);
        json.WriteString("currency"u8, currency);
        json.WriteStartArray("data"u8);
        var now = time.GetUtcNow();
        foreach (var use in uses)
        {
            foreach (var (kind, limit) in use.Subject.Limits.All)
            {
                // An unknown value is left out, and never written as 0.
                var isKnown = !kind.IsBudget || opening?.IsOpen(use.Subject) != false;
                LimitJson.Write(json, use, kind, limit, now, isKnown);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
