using System.Diagnostics.Metrics;

namespace Gateway.Telemetry;

/// <summary>The instruments recorded once for each request of a caller.</summary>
internal sealed class RequestInstruments
{
    private int _inFlight;

    public RequestInstruments(GatewayMeter meter)
    {
        Duration = meter.Seconds(Names.GenAi.RequestDuration, Buckets.Seconds, "How long a caller's request took, all attempts included.");
        FirstToken = meter.Seconds(Names.GenAi.TimeToFirstToken, Buckets.FirstToken, "From a request to the first event of its stream.");
        PerToken = meter.Seconds(Names.GenAi.TimePerOutputToken, Buckets.PerToken, "The time of each token after the first.");
        Overhead = meter.Seconds(
            Names.Own.OverheadDuration, Buckets.Overhead,
            "The gateway's own time before an answer begins, without its backend, its line and its client.");
        RouteDuration = meter.Seconds(Names.Own.RouteDuration, Buckets.Routing, "How long it took to choose the candidates.");
        RouteDecisions = meter.Counter(Names.Own.RouteDecisions, "{request}", "Requests by what their way was chosen by.");
        Served = meter.Counter(Names.Own.Served, "{request}", "Requests by what was asked for and what answered.");
        Cost = meter.Sum(Names.Own.Cost, "{currency}", "What requests cost, in the currency of account.");
        Redirected = meter.Counter(
            Names.Own.Redirected, "{request}",
            "Requests that a provider answered with another model than it was asked for, and billed as that.");
        Estimated = meter.Counter(Names.Own.UsageEstimated, "{token}", "Tokens that no backend told, as the gateway estimates them.");
        Aborted = meter.Counter(Names.Own.StreamAborted, "{stream}", "Streams that ended before they were whole, by who ended them.");
        PromptsCut = meter.Counter(Names.Own.PromptsCut, "{prompt}", "Prompts of which a backend read less than was sent.");
        Background = meter.Counter(Names.Own.BackgroundRequests, "{request}", "Requests that nobody waits for, by what became of them.");
        QuotaRejections = meter.Counter(Names.Own.QuotaRejections, "{request}", "Requests that a quota refused.");
        meter.Gauge(Names.Own.RequestsInFlight, "{request}", "Chat requests that are being answered.", () => Volatile.Read(ref _inFlight));
    }

    public Histogram<double> Duration { get; }

    public Histogram<double> FirstToken { get; }

    public Histogram<double> PerToken { get; }

    public Histogram<double> Overhead { get; }

    public Histogram<double> RouteDuration { get; }

    public Counter<long> RouteDecisions { get; }

    public Counter<long> Served { get; }

    public Counter<double> Cost { get; }

    public Counter<long> Redirected { get; }

    public Counter<long> Estimated { get; }

    public Counter<long> Aborted { get; }

    public Counter<long> PromptsCut { get; }

    public Counter<long> Background { get; }

    public Counter<long> QuotaRejections { get; }

    /// <summary>True when anybody listens to the measurements at a request's end.</summary>
    public bool Enabled =>
        Duration.Enabled
            || Served.Enabled
            || RouteDecisions.Enabled
            || Cost.Enabled
            || Overhead.Enabled
            || Aborted.Enabled
            || FirstToken.Enabled
            || Estimated.Enabled
            || Redirected.Enabled
            || Background.Enabled;

    /// <summary>
    /// Counts a request that begins. It does so even without listeners, since a later listener must not read a negative number.
    /// </summary>
    public void Began() => Interlocked.Increment(ref _inFlight);

    public void Ended() => Interlocked.Decrement(ref _inFlight);
}
