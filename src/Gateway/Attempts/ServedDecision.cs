using System.Globalization;
using Gateway.Ledger.Pricing;
using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Routing.Explanations;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Wire.Errors;

namespace Gateway.Attempts;

/// <summary>
/// Explains why a request was answered where it was, once that is known. The choice's own explanation only covers its first candidate, and
/// not what has happened to it since.
/// </summary>
internal static class ServedDecision
{
    /// <summary>Sets <see cref="Delivery.Decision"/>. When the first choice answers as planned, nothing is rewritten.</summary>
    public static void Tell(Delivery delivery, AttemptRecord served, AttemptFailure[] failures)
    {
        TellWhere(delivery, served, failures);
        TellWhoIsBilled(delivery, served);
    }

    // Known by now of an answer that is whole, and mostly of a stream: its first event names the model.
    private static void TellWhoIsBilled(Delivery delivery, AttemptRecord served)
    {
        TellFormerName(delivery, served.Candidate.Card);
        var (prices, at) = (delivery.Snapshot.Prices, delivery.Inquiry.ReceivedOn);
        var billed = prices.Billed(served.Candidate, served.Answer?.Model, at);
        if (Pricing.OtherThan(served.Candidate, billed, at) is { } other)
        {
            delivery.Decision = Join(
                delivery.Decision?.TrimEnd('.'),
                $"{served.Candidate.Backend} answers '{served.Candidate.Model}' with {other} and bills that.");
        }
    }

    // The request goes out under the name that answers, since the provider no longer lists the one that was asked for.
    private static void TellFormerName(Delivery delivery, ModelCard served)
    {
        foreach (var life in served.FormerNames)
        {
            if (delivery.Choice.Name.Written?.EndsWith(life.Id, StringComparison.OrdinalIgnoreCase) == true)
            {
                delivery.Decision = Join(
                    delivery.Decision?.TrimEnd('.'), LifeWords.Sentence(life, delivery.Inquiry.ReceivedOn));
                return;
            }
        }
    }

    private static void TellWhere(Delivery delivery, AttemptRecord served, AttemptFailure[] failures)
    {
        var first = delivery.Choice.Candidates[0];
        if (delivery.Choice.Route is not { } route)
        {
            return;
        }

        var needs = RequestNeeds.Of(delivery.Choice);
        var refusesTools = served.LeavesToolsOut && !Selector.LeavesToolsOut(served.Candidate, delivery.Choice.Selection, needs);
        if (first == served.Candidate && !refusesTools)
        {
            return;
        }

        TellAnew(delivery, route, served, failures, refusesTools, needs);
    }

    // A separate method, so that an answer of the first choice pays for no closure.
    private static void TellAnew(
        Delivery delivery, Route route, AttemptRecord served, AttemptFailure[] failures, bool refusesTools, in Needs needs)
    {
        string? News(Candidate candidate) => NewsOf(candidate, delivery, failures);
        var words = refusesTools
            ? Explainer.Summarise(route, delivery.Choice.Selection, needs, served.Candidate, News)
                + " It refuses tools, so it was sent none of those that the client offers."
            : Explainer.WorthTelling(route, delivery.Choice.Selection, needs, served.Candidate, News);
        delivery.Decision = Join(delivery.Choice.QuotaDecision, words);
    }

    private static string? Join(string? quota, string? words) => quota is null || words is null ? quota ?? words : $"{quota}. {words}";

    private static string? NewsOf(Candidate candidate, Delivery delivery, AttemptFailure[] failures)
    {
        if (Array.FindLast(failures, f => f.Candidate.Is(candidate.Backend, candidate.Model)) is { } failure)
        {
            return InWords(failure);
        }

        if (delivery.Spilled is { } spilled && spilled.Candidate == candidate)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"has a line before it of about {Math.Ceiling(spilled.Wait.TotalSeconds):0} s");
        }

        // It ran beside the first, which had brought nothing in the time it usually takes.
        return delivery.Hedged is not null && candidate == delivery.Choice.Candidates[0]
            ? "was slow with its first event, so a second was asked"
            : null;
    }

    // The gateway's own words when it spoke for itself; a backend's may quote the prompt.
    private static string InWords(AttemptFailure failure) => failure switch
    {
        { IsSkipped: true } => $"is left alone for a while: {FailureWords.Of(failure.Kind)}",
        { Kind: BackendFailure.Busy, Status: 0 } => $"was asked first: {failure.Message}",
        { Status: > 0 } =>
            string.Create(CultureInfo.InvariantCulture, $"was asked first: {FailureWords.Of(failure.Kind)} ({failure.Status})"),
        _ => $"was asked first: {FailureWords.Of(failure.Kind)}",
    };
}
