using Gateway.Configuration;
using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Runtime;
using Gateway.Telemetry;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;
using Pair = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Gateway.Pipeline;

/// <summary>Reports a chat request as metrics and a span. Without listeners, it costs a few comparisons.</summary>
internal sealed class RequestTelemetry(RequestInstruments measures, RequestSpans spans)
{
    private const string ClientSide = "client";
    private const string BackendSide = "backend";
    private const string GatewaySide = "gateway";
    private const string Ok = "ok";
    private const string Failed = "failed";

    public void Began(HttpContext context, Inquiry inquiry)
    {
        measures.Began();
        inquiry.Trace = TraceContext.Of(context.Request.Headers);
        spans.Begin(context, inquiry);
    }

    public void Ended(Inquiry inquiry, Choice? choice, Delivery? delivery, Outcome outcome)
    {
        measures.Ended();
        if (measures.Enabled)
        {
            Measure(inquiry, choice, delivery, outcome);
        }

        RequestSpans.End(inquiry, choice, outcome);
    }

    private void Measure(Inquiry inquiry, Choice? choice, Delivery? delivery, Outcome outcome)
    {
        var (route, team) = (choice?.Route, RequestLabels.TeamOf(inquiry.Caller));
        var tag = RequestLabels.TagOf(route);
        var served = outcome.Served;
        var model = served is null ? Names.Values.None : RequestLabels.ModelOf(route, served);
        // The first attribute has no value unless the request failed, and is then left out.
        ReadOnlySpan<Pair> all =
        [
            new(Names.Attributes.ErrorType, outcome.ErrorType),
            new(Names.Attributes.Operation, inquiry.Operation.Convention),
            new(Names.Attributes.Provider, served is null ? Names.Values.None : choice!.Snapshot.Backends[served.Backend].Provider.Name),
            new(Names.Attributes.RequestModel, RequestLabels.RequestedModelOf(route)),
            new(Names.Attributes.ResponseModel, model),
            new(Names.Attributes.Team, team),
            new(Names.Attributes.Tag, tag),
        ];
        var tags = all[1..];
        measures.Duration.Record(outcome.Total.TotalSeconds, outcome.ErrorType is null ? tags : all);
        if (choice?.RouteSource is { } source)
        {
            measures.RouteDecisions.Add(1, new Pair(Names.Attributes.Tag, tag), new Pair(Names.Attributes.Source, source));
        }

        if (inquiry.IsBackground)
        {
            measures.Background.Add(
                1,
                new(Names.Attributes.Team, team),
                new(Names.Attributes.Tag, tag),
                new(Names.Attributes.Outcome, outcome.ErrorType is null ? Ok : Failed));
        }

        if (served is null || outcome.FirstByte is not { } first)
        {
            return;
        }

        measures.Served.Add(
            1, new(Names.Attributes.Tag, tag), new(Names.Attributes.Backend, served.Backend), new(Names.Attributes.Model, model));
        if (outcome.Answer.BilledAs is { } billed)
        {
            // Both names are the catalog's or the price book's: an answer's own invention is not counted.
            measures.Redirected.Add(
                1,
                new(Names.Attributes.Backend, served.Backend),
                new(Names.Attributes.From, model),
                new(Names.Attributes.To, billed));
        }

        if (delivery!.Stream is not null)
        {
            MeasureStream(outcome, first, tags);
        }

        // In other cases nobody knows how much of the time was whose.
        if (outcome.IsStraight)
        {
            measures.Overhead.Record(outcome.Own.TotalSeconds);
        }

        Charge(outcome, choice!.Snapshot, served.Backend, team, tag);
    }

    private void MeasureStream(Outcome outcome, TimeSpan first, ReadOnlySpan<Pair> tags)
    {
        measures.FirstToken.Record(first.TotalSeconds, tags);
        if (outcome is { End: AnswerEnd.Complete, Pace: { } pace })
        {
            measures.PerToken.Record(pace.Time.TotalSeconds / pace.Tokens, tags);
        }

        var side = outcome.End switch
        {
            AnswerEnd.Complete => null,
            AnswerEnd.None or AnswerEnd.ClientClosed => ClientSide,
            AnswerEnd.Drained or AnswerEnd.QuotaSpent => GatewaySide,
            AnswerEnd.BackendError or AnswerEnd.Truncated or AnswerEnd.Stalled or AnswerEnd.Refused or AnswerEnd.Failed
                or AnswerEnd.Orphaned or AnswerEnd.Unknown or AnswerEnd.Superseded => BackendSide,
        };
        if (side is not null)
        {
            measures.Aborted.Add(1, new Pair(Names.Attributes.Side, side));
        }
    }

    private void Charge(Outcome outcome, GatewaySnapshot snapshot, string backend, string team, string tag)
    {
        if (outcome.Answer.Tokens is { Source: UsageSource.Estimated } usage)
        {
            measures.Estimated.Add((usage.Prompt ?? 0) + (usage.Output ?? 0), new Pair(Names.Attributes.Backend, backend));
        }

        if (measures.Cost.Enabled && outcome.Used.Nano is > 0 and var nano)
        {
            // The only place where money is a floating-point number: sums of metrics are for charts; the ledger is exact.
            measures.Cost.Add(
                (double)(nano / Money.NanoPerUnit),
                new(Names.Attributes.Currency, snapshot.Config.Quotas.Currency),
                new(Names.Attributes.Team, team),
                new(Names.Attributes.Tag, tag));
        }
    }
}
