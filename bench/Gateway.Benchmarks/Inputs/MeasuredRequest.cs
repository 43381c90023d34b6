using Gateway.Attempts;
using Gateway.Authentication;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Pipeline;
using Gateway.Providers;
using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Routing.Routes;
using Gateway.Runtime;
using Gateway.Telemetry;
using Gateway.Wire.Answers;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Benchmarks.Inputs;

/// <summary>
/// A request that its first attempt answered, with everything that is measured at the end of the attempt and of the request.
/// </summary>
internal sealed class MeasuredRequest : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly BackendClients _clients = new();
    private readonly GatewayTracing _tracing = new();
    private readonly DefaultHttpContext _context = new();
    private readonly RequestTelemetry _ofRequest;
    private readonly AttemptTelemetry _ofAttempt;
    private readonly GatewaySnapshot _snapshot;
    private readonly Choice _choice;
    private readonly Delivery _delivery;
    private readonly Outcome _outcome;
    private readonly AttemptRecord _record;

    public MeasuredRequest()
    {
        var time = TimeProvider.System;
        var meter = new GatewayMeter(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        _ofRequest = new RequestTelemetry(new RequestInstruments(meter), new RequestSpans(_tracing));
        _ofAttempt = new AttemptTelemetry(new AttemptInstruments(meter, new Conventions(AreComing: false)), _tracing, time);
        var config = new GatewayConfig
        {
            Backends = [new BackendConfig { Name = "bench", Provider = ProviderKind.OpenAi, Url = "http://127.0.0.1:1" }],
            Routes = [new RouteConfig { Name = "Coder", Candidates = [new CandidateConfig { Backend = "bench", Model = "bench-model" }] }],
        };
        var backend = new BackendFactory(_clients, time).Create(config.Backends[0]);
        _snapshot = new GatewaySnapshot(
            config, new KeyRing([]), [backend], BuiltInKnowledge.Read(), new ModelStates(time), time.GetUtcNow());
        var route = _snapshot.Routes.Match("Coder")!;
        var candidate = route.Candidates[0];
        _choice = new Choice(new Inquiry("0", time.GetTimestamp()), _snapshot)
        {
            Route = route,
            RouteSource = "explicit",
            Name = new AskedName(route.Name, route.Name, route.CountedAs),
        };
        _delivery = new Delivery(_choice) { FirstSentAt = time.GetTimestamp(), FirstByteAt = time.GetTimestamp() };
        var answer = new AnswerState { ReasoningName = default };
        answer.Took(new TokenUsage { Prompt = 12, Output = 34 }, 0);
        var context = new AttemptContext(
            _delivery, new AttemptServices(null!, null!, _ofAttempt, null!, null!, null!, null!, null!, null!, time),
            AbortsOnFailure: false, static () => { }, default);
        _record = new AttemptRecord(context, backend, candidate) { Answer = answer, FirstByteAt = _delivery.FirstByteAt };
        _delivery.Progress = new Progress { Served = candidate, Attempts = 1, AttemptsOver = 1, Serving = _record };
        _outcome = Outcomes.Of(_choice.Inquiry, _choice, _delivery, null, AnswerEnd.Complete, 200, time);
    }

    /// <summary>Records all the telemetry of one request that is not streamed.</summary>
    public void Measure()
    {
        _ofRequest.Began(_context, _choice.Inquiry);
        _ofAttempt.Begin(_record.Context, _record.Backend, _record.Candidate)?.Dispose();
        _ofAttempt.Ended(_record);
        _ofRequest.Ended(_choice.Inquiry, _choice, _delivery, _outcome);
    }

    public void Dispose()
    {
        _services.Dispose();
        _clients.Dispose();
        _tracing.Dispose();
    }
}
