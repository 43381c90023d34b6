using System.Globalization;
using Gateway.Requests;
using Gateway.Routing.Explanations;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Runtime;
using Gateway.Wire.Errors;

namespace Gateway.Attempts;

/// <summary>Makes the one error a client gets when no candidate answered.</summary>
internal static class AttemptErrors
{
    // When attempts failed in different ways, the client is told the failure most likely to pass.
    private static readonly BackendFailure[] MostHopefulFirst =
    [
        BackendFailure.Busy,
        BackendFailure.Loading,
        BackendFailure.RateLimited,
        BackendFailure.Timeout,
        BackendFailure.Unavailable,
        BackendFailure.BadAnswer,
        BackendFailure.Refused,
        BackendFailure.Credential,
        BackendFailure.OutOfCredit,
        BackendFailure.Incapable,
        BackendFailure.ModelMissing,
    ];

    // SDKs sleep that long without noticing that the caller gave up, so longer waits are only given in the message.
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(5);

    // A prompt that is too long is only worth shortening if the conversation can save this share of it.
    private const double LeastWorthShortening = 0.1;

    public static ApiError Combine(Delivery delivery, IReadOnlyList<AttemptFailure> failures, GatewaySnapshot snapshot)
    {
        // A fault of the request is the same everywhere, whatever else failed.
        if (failures.LastOrDefault(static f => f.Kind == BackendFailure.ClientFault) is { } fault)
        {
            return Refusal(fault, Describe(fault));
        }

        var last = failures[^1];
        if (last.Kind == BackendFailure.ContextTooLong)
        {
            return TooLong(delivery, last);
        }

        var kind = MostHopefulFirst.First(k => failures.Any(f => f.Kind == k));
        var pause = failures.Where(f => f.Kind == kind).Min(f => f.RetryAfter);
        if (kind == BackendFailure.Unavailable && !snapshot.CanAnswer)
        {
            return ApiErrors.NoBackend(snapshot.WhatIsMissing);
        }

        var all = string.Join("; ", failures.Select(Describe));
        var message = failures.Count == 1 ? all : $"No candidate of '{delivery.Choice.Name.Meant}' answered. {all}";
        var error = kind == BackendFailure.Incapable
            ? Refusal(failures.Last(static f => f.Kind == BackendFailure.Incapable), message)
            : ApiErrors.AttemptsFailed(kind, message);
        return pause is { } asked && error.RetryAfterSeconds is not null ? Paced(error, asked) : error;
    }

    // Keeps the backend's status when that status blames the request; any other would make the code say the same wrong thing.
    private static ApiError Refusal(AttemptFailure failure, string message) => failure.Status == StatusCodes.Status422UnprocessableEntity
        ? ApiErrors.RefusedByBackend(failure.Status, failure.Code, message)
        : ApiErrors.RefusedByBackend(400, failure.Status == StatusCodes.Status400BadRequest ? failure.Code : null, message);

    private static ApiError Paced(ApiError error, TimeSpan pause) => pause > MaxRetryAfter
        ? error with
        {
            Message = Then(error.Message, $"It may be asked again in {InWords(pause)}."),
            RetryAfterSeconds = (int)MaxRetryAfter.TotalSeconds,
        }
        : error with { RetryAfterSeconds = (int)Math.Ceiling(pause.TotalSeconds) };

    private static string InWords(TimeSpan pause) => pause < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(pause.TotalSeconds):0} seconds")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(pause.TotalMinutes):0} minutes");

    // The estimate may be off in either direction, so beside the lengths it matters whether there is anything to leave out.
    private static ApiError TooLong(Delivery delivery, AttemptFailure failure)
    {
        var card = failure.Candidate.Card;
        var needs = Selector.SentTo(failure.Candidate, delivery.Choice.Selection, RequestNeeds.Of(delivery.Choice));
        var canShorten = needs.FixedTokens <= (failure.Lengths.Context ?? card.ContextLength ?? long.MaxValue)
            && delivery.Inquiry.Head.EarlierTokens > needs.PromptTokens * LeastWorthShortening;
        var message = Then(
            Describe(failure), $"The prompt has {PromptWords.Length(needs)}. {PromptWords.WayOut(needs, canShorten, card.IsLocal)}");
        var param = delivery.Inquiry.Operation.Mark;
        return canShorten ? ApiErrors.ContextTooLong(message, param) : ApiErrors.PromptTooLong(message, param);
    }

    private static string Then(string text, string more) => $"{text.TrimEnd('.')}. {more}";

    private static string Describe(AttemptFailure failure) => $"{failure.Candidate.Backend}/{failure.Candidate.Model}: {failure.Message}";
}
