using System.Diagnostics;
using Gateway.Backends;
using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Telemetry;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;
using Pair = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Gateway.Attempts;

/// <summary>Reports each attempt as metrics and a span. Without listeners, it costs a few comparisons.</summary>
internal sealed class AttemptTelemetry(AttemptInstruments measures, GatewayTracing tracing, TimeProvider time)
{
    /// <returns>The attempt's span; null when nobody records one.</returns>
    public Activity? Begin(AttemptContext context, Backend backend, Candidate candidate)
    {
        if (!tracing.IsHeard)
        {
            return null;
        }

        var delivery = context.Delivery;
        var model = RequestLabels.ModelOf(delivery.Choice.Route, candidate);
        var span = tracing.Start(
            $"{context.Inquiry.Operation.Convention} {model}", ActivityKind.Client,
            delivery.Inquiry.Span?.Context ?? delivery.Inquiry.Trace.AsParent);
        if (span is { IsAllDataRequested: true })
        {
            AttemptSpan.Describe(span, context.Choice, backend, model);
        }

        return span;
    }

    /// <summary>Counts an attempt that followed a failed one.</summary>
    public void FailedOver(Choice choice, AttemptFailure failed, Candidate to)
    {
        if (measures.Failovers.Enabled)
        {
            ReadOnlySpan<Pair> tags =
            [
                new(Names.Attributes.Tag, RequestLabels.TagOf(choice.Route)),
                new(Names.Attributes.From, failed.Candidate.Backend),
                new(Names.Attributes.To, to.Backend),
                new(Names.Attributes.Reason, AttemptOutcomes.Of(failed.Kind)),
            ];
            measures.Failovers.Add(1, tags);
        }
    }

    /// <summary>Measures a wait in line.</summary>
    public void Waited(Backend backend, TimeSpan waited) =>
        measures.QueueWait.Record(waited.TotalSeconds, new Pair(Names.Attributes.Backend, backend.Name));

    /// <summary>Counts a background request that was ended for a person.</summary>
    public void GaveWay(Backend backend) => measures.GaveWay.Add(1, new Pair(Names.Attributes.Backend, backend.Name));

    /// <summary>Measures the pieces of a stream; null when the metric has no listener.</summary>
    public StreamPace? PaceOf(AttemptRecord record)
    {
        if (!measures.Chunk.Enabled)
        {
            return null;
        }

        var delivery = record.Context.Delivery;
        return new StreamPace(
            measures.Chunk,
            [
                new(Names.Attributes.Operation, record.Context.Inquiry.Operation.Convention),
                new(Names.Attributes.Provider, record.Backend.Provider.Name),
                new(Names.Attributes.RequestModel, RequestLabels.ModelOf(delivery.Choice.Route, record.Candidate)),
                new(Names.Attributes.Tag, RequestLabels.TagOf(delivery.Choice.Route)),
                new(Names.Attributes.Backend, record.Backend.Name),
            ],
            time);
    }

    /// <summary>Reports an attempt that is over, however it ended.</summary>
    public void Ended(AttemptRecord record)
    {
        var outcome = AttemptOutcomes.Of(record);
        // An answer that is read whole is complete before its client takes it.
        var end = record is { Answer: not null, Stream: null, FirstByteAt: not 0 } ? record.FirstByteAt : time.GetTimestamp();
        if (record.Answer is { HasUnknownReason: true })
        {
            // Without the word itself: it is a backend's, and the set of such words is unbounded.
            measures.UnknownFinishes.Add(1, new Pair(Names.Attributes.Backend, record.Backend.Name));
        }

        if (measures.Duration.Enabled || measures.Attempts.Enabled || measures.Tokens.Enabled)
        {
            Measure(record, outcome, end);
        }

        if (record.Span is { } span)
        {
            AttemptSpan.End(span, record, outcome, time);
        }
    }

    private void Measure(AttemptRecord record, string outcome, long end)
    {
        var delivery = record.Context.Delivery;
        // The first is the type of an error or of tokens, if there is one; the last only applies to tokens.
        Span<Pair> all =
        [
            new(Names.Attributes.ErrorType, outcome),
            new(Names.Attributes.Operation, record.Context.Inquiry.Operation.Convention),
            new(Names.Attributes.Provider, record.Backend.Provider.Name),
            new(Names.Attributes.RequestModel, RequestLabels.ModelOf(delivery.Choice.Route, record.Candidate)),
            new(Names.Attributes.Tag, RequestLabels.TagOf(delivery.Choice.Route)),
            new(Names.Attributes.Backend, record.Backend.Name),
            new(Names.Attributes.Team, RequestLabels.TeamOf(delivery.Inquiry.Caller)),
        ];
        var tags = all[1..^1];
        measures.Duration.Record(time.GetElapsedTime(record.SentAt, end).TotalSeconds, outcome == AttemptOutcomes.Ok ? tags : all[..^1]);
        measures.Attempts.Add(1, new Pair(Names.Attributes.Backend, record.Backend.Name), new Pair(Names.Attributes.Outcome, outcome));
        if (record.Stream is not null)
        {
            measures.FirstChunk.Record(time.GetElapsedTime(record.SentAt, record.FirstByteAt).TotalSeconds, tags);
        }

        // Tokens that no backend reported are not recorded here, as the conventions ask.
        if (measures.Tokens.Enabled
            && record.Answer?.Settle(delivery.SentPromptTokens) is
            { Source: UsageSource.Backend, Prompt: { } input, Output: { } output } usage)
        {
            measures.Tokens.Record(input, output, usage.Cached, usage.Reasoning, all);
        }
    }
}
