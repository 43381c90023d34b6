using System.Globalization;
using System.Text.Json;
using Gateway.Authentication;
using Gateway.Backends;
using Gateway.Health;
using Gateway.Requests;
using Gateway.Routing.Explanations;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Runtime;
using Gateway.Wire.Errors;

namespace Gateway.Endpoints;

/// <summary>Writes an explanation as JSON: first what a person reads, then the facts behind it.</summary>
internal sealed class ExplanationJson(BackendHealth health)
{
    public void Write(
        Utf8JsonWriter json,
        Choice choice,
        Explanation explanation,
        ApiError? refusal,
        Func<ModelCard, string?> unaffordable,
        DateTimeOffset now)
    {
        var needs = RequestNeeds.Of(choice);
        json.WriteStartObject();
        json.WriteString("object"u8, "route.explanation"u8);
        json.WriteString("model"u8, choice.Name.Meant);
        json.WriteString("route"u8, explanation.Selection.Route.Name);
        json.WriteString("summary"u8, explanation.Summary);
        json.WriteStartObject("request"u8);
        json.WriteNumber("promptTokens"u8, needs.PromptTokens);
        json.WriteNumber("answerTokens"u8, needs.OutputTokens);
        json.WriteStartArray("needs"u8);
        foreach (var need in Words(needs.Demand))
        {
            json.WriteStringValue(need);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        if (explanation.Selection.IsFound)
        {
            json.WriteString(
                "reach"u8, explanation.Selection.Stage switch { Stage.Own => "own", Stage.WithTag => "tag", Stage.AnyAble => "any" });
        }

        json.WriteStartArray("candidates"u8);
        foreach (var candidate in explanation.Candidates)
        {
            WriteCandidate(json, candidate, needs, candidate.Order > 0 ? unaffordable(candidate.Candidate.Card) : null, now);
        }

        json.WriteEndArray();
        json.WriteNumber("omitted"u8, explanation.Omitted);
        if (refusal is not null)
        {
            json.WritePropertyName("error"u8);
            ErrorBody.WriteError(json, refusal);
            json.WriteNumber("status"u8, refusal.Status);
        }

        WriteBackends(json, choice.Snapshot, choice.Inquiry.Caller, now);
        json.WriteEndObject();
    }

    private static IEnumerable<string> Words(Demand demand) =>
        Enum.GetValues<Demand>().Where(d => d != Demand.None && (demand & d) != 0).Select(d => d.ToString());

    private void WriteCandidate(
        Utf8JsonWriter json, ExplainedCandidate explained, in Needs needs, string? quota, DateTimeOffset now)
    {
        var (card, load, speed) = (explained.Candidate.Card, explained.Candidate.Load, explained.Candidate.State.Speed);
        json.WriteStartObject();
        json.WriteNumber("order"u8, explained.Order);
        json.WriteString("backend"u8, card.Backend);
        json.WriteString("model"u8, card.Model);
        json.WriteString("verdict"u8, explained.Verdict.ToString());
        json.WriteString("reason"u8, explained.Reason);
        if (quota is not null)
        {
            json.WriteString("quota"u8, quota);
        }

        if (card.Price?.At(needs.At) is { } price)
        {
            json.WriteStartObject("cost"u8);
            json.WriteNumber("amount"u8, price.Of(needs.PromptTokens, needs.OutputTokens));
            json.WriteString("currency"u8, price.Currency);
            json.WriteEndObject();
        }

        var fares = health.Of(card.Model, explained.Candidate.State, load, card.IsWarm);
        json.WriteString("health"u8, fares.Word);
        if (fares.Left is { } left)
        {
            json.WriteNumber("healthSeconds"u8, Math.Round(left.TotalSeconds, 3));
        }

        json.WriteNumber("inFlight"u8, load.InFlight);
        if (double.IsFinite(speed.ExpectedSeconds))
        {
            json.WriteNumber("expectedSeconds"u8, Math.Round(speed.ExpectedSeconds, 2));
        }

        json.WriteStartObject("card"u8);
        CardJson.WriteFacts(json, card, now);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteBackends(Utf8JsonWriter json, GatewaySnapshot snapshot, ApiKey caller, DateTimeOffset now)
    {
        json.WriteStartArray("backends"u8);
        foreach (var backend in snapshot.All.Where(b => b.Traits.IsLocal || !caller.LocalOnly))
        {
            WriteBackend(json, backend, now);
        }

        json.WriteEndArray();
    }

    // A list may be old: a backend that is down keeps its last one.
    private void WriteBackend(Utf8JsonWriter json, Backend backend, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, backend.Name);
        json.WriteString("provider"u8, backend.Provider.Name);
        if (backend.State.ReadAt is { } readAt)
        {
            json.WriteNumber("models"u8, backend.State.Models!.Value.Length);
            json.WriteString("listReadAt"u8, readAt.ToString("O", CultureInfo.InvariantCulture));
            json.WriteNumber("listAgeSeconds"u8, (long)(now - readAt).TotalSeconds);
        }

        if ((backend.Missing ?? backend.State.Problem) is { } problem)
        {
            json.WriteString("problem"u8, problem);
        }

        if (health.LinesOf(backend) is { } lines)
        {
            json.WriteNumber("running"u8, lines.Running);
            json.WriteNumber("waiting"u8, lines.Waiting);
        }

        if (backend.State.Note is { } note)
        {
            json.WriteString("note"u8, note);
        }

        json.WriteEndObject();
    }
}
