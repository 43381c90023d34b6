using Gateway.Admission;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Runtime;
using Gateway.Streaming;
using Gateway.Telemetry;
using Gateway.Usage;
using Pair = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Gateway.Endpoints;

/// <summary>What metrics and its span tell of a chat request. With nobody listening, a few comparisons.</summary>
internal sealed class RequestTelemetry(RequestInstruments measures, RequestSpans spans, TimeProvider time)
{
    private const string ClientSide = "client";
    private const string BackendSide = "backend";
    private const string GatewaySide = "gateway";

    public void Began(HttpContext context, GatewayRequest request)
    {
        measures.Began();
        request.Trace = TraceContext.Of(context.Request.Headers);
        spans.Begin(context, request);
    }

    public void Ended(HttpContext context, GatewayRequest request, GatewaySnapshot snapshot)
    {
        measures.Ended();
        var error = ErrorTypes.Of(request);
        if (measures.Enabled)
        {
            Measure(request, snapshot, error);
        }

        RequestSpans.End(context, request, error);
    }

    private void Measure(GatewayRequest request, GatewaySnapshot snapshot, string? error)
    {
        var (now, tag, team) = (time.GetTimestamp(), RequestLabels.TagOf(request.Route), RequestLabels.TeamOf(request.Caller));
        var served = request.Served;
        var model = served is null ? Names.Values.None : RequestLabels.ModelOf(request.Route, served);
        // The first has no value in a request that did not fail, and is left out.
        ReadOnlySpan<Pair> all =
        [
            new(Names.Attributes.ErrorType, error),
            new(Names.Attributes.Operation, Names.Values.Chat),
            new(Names.Attributes.Provider, served is null ? Names.Values.None : snapshot.Backends[served.Backend].Provider.Name),
            new(Names.Attributes.RequestModel, RequestLabels.RequestedModelOf(request.Route)),
            new(Names.Attributes.ResponseModel, model),
            new(Names.Attributes.Team, team),
            new(Names.Attributes.Tag, tag),
        ];
        var tags = all[1..];
        measures.Duration.Record(time.GetElapsedTime(request.ReceivedAt, now).TotalSeconds, error is null ? tags : all);
        if (request.RouteSource is { } source)
        {
            measures.RouteDecisions.Add(1, new Pair(Names.Attributes.Tag, tag), new Pair(Names.Attributes.Source, source));
        }

        if (served is null || request.FirstByteAt == 0)
        {
            return;
        }

        measures.Served.Add(1, new(Names.Attributes.Tag, tag), new(Names.Attributes.Backend, served.Backend), new(Names.Attributes.Model, model));
        if (request.Stream is not null)
        {
            MeasureStream(request, now, tags);
        }

        if (OverheadOf(request, now) is { } own)
        {
            measures.Overhead.Record(own.TotalSeconds);
        }

        Charge(request, snapshot, served.Backend, team, tag);
    }

    private void MeasureStream(GatewayRequest request, long now, ReadOnlySpan<Pair> tags)
    {
        measures.FirstToken.Record(time.GetElapsedTime(request.ReceivedAt, request.FirstByteAt).TotalSeconds, tags);
        if (request is { End: AnswerEnd.Complete, Resumed: null, Answer.Told.Output: > 1 and var tokens })
        {
            measures.PerToken.Record(time.GetElapsedTime(request.FirstByteAt, now).TotalSeconds / (tokens - 1), tags);
        }

        var side = request.End switch
        {
            AnswerEnd.Complete => null,
            AnswerEnd.None or AnswerEnd.ClientClosed => ClientSide,
            AnswerEnd.Drained or AnswerEnd.QuotaSpent => GatewaySide,
            _ => BackendSide,
        };
        if (side is not null)
        {
            measures.Aborted.Add(1, new Pair(Names.Attributes.Side, side));
        }
    }

    // Of requests that one attempt answered: of others nobody knows how much of their time was whose. A stream's ends where its
    // backend's answer begins, since the rest of it is a wait for both sides.
    private TimeSpan? OverheadOf(GatewayRequest request, long now)
    {
        if (request is not { Attempts: 1, FailedAttempts: null, Hedged: null, Resumed: null })
        {
            return null;
        }

        var own = time.GetElapsedTime(request.ReceivedAt, request.SentAt) - request.Uploaded - (request.Queued?.Waited ?? TimeSpan.Zero);
        own += request.Stream is null && request.End == AnswerEnd.Complete ? time.GetElapsedTime(request.FirstByteAt, now) : TimeSpan.Zero;
        return own > TimeSpan.Zero ? own : TimeSpan.Zero;
    }

    private void Charge(GatewayRequest request, GatewaySnapshot snapshot, string backend, string team, string tag)
    {
        var usage = RequestUsage.Of(request);
        if (usage is { Source: UsageSource.Estimated })
        {
            measures.Estimated.Add((usage.Prompt ?? 0) + (usage.Output ?? 0), new Pair(Names.Attributes.Backend, backend));
        }

        if (measures.Cost.Enabled && Admission.Charge.Of(request, snapshot.Prices).Nano is > 0 and var nano)
        {
            // The one place where money is a floating number: sums of metrics are for charts, the ledger is exact.
            measures.Cost.Add(
                (double)(nano / Money.NanoPerUnit),
                new(Names.Attributes.Currency, snapshot.Config.Quotas.Currency),
                new(Names.Attributes.Team, team),
                new(Names.Attributes.Tag, tag));
        }
    }
}
