using Gateway.Authentication;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Endpoints;
using Gateway.Forwarding;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Runtime;
using Gateway.Streaming;
using Gateway.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Benchmarks.Inputs;

/// <summary>A request that was answered by its first attempt, and all that is measured of it: once at its end, once at its attempt's.</summary>
internal sealed class MeasuredRequest : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly BackendClients _clients = new();
    private readonly GatewayTracing _tracing = new();
    private readonly DefaultHttpContext _context = new();
    private readonly RequestTelemetry _ofRequest;
    private readonly AttemptTelemetry _ofAttempt;
    private readonly GatewaySnapshot _snapshot;
    private readonly GatewayRequest _request;
    private readonly AttemptRecord _record;

    public MeasuredRequest()
    {
        var time = TimeProvider.System;
        var meter = new GatewayMeter(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        _ofRequest = new RequestTelemetry(new RequestInstruments(meter), new RequestSpans(_tracing), time);
        _ofAttempt = new AttemptTelemetry(new AttemptInstruments(meter, new Conventions(AreComing: false)), _tracing, time);
        var config = new GatewayConfig
        {
            Backends = [new BackendConfig { Name = "bench", Provider = ProviderKind.OpenAi, Url = "http://127.0.0.1:1" }],
            Routes = [new RouteConfig { Name = "Coder", Candidates = [new CandidateConfig { Backend = "bench", Model = "bench-model" }] }],
        };
        var backend = new BackendFactory(_clients, time).Create(config.Backends[0]);
        _snapshot = new GatewaySnapshot(config, new KeyRing([]), [backend], BuiltInKnowledge.Read(), new ModelStates(time));
        var route = _snapshot.Routes.Match("Coder")!;
        var candidate = route.Candidates[0];
        _request = new GatewayRequest("0", time.GetTimestamp())
        {
            Route = route,
            RouteSource = "explicit",
            RequestedName = route.Name,
            Served = candidate,
            Attempts = 1,
            AttemptsOver = 1,
            SentAt = time.GetTimestamp(),
            FirstByteAt = time.GetTimestamp(),
            End = AnswerEnd.Complete,
            Answer = new AnswerState { ReasoningName = default },
        };
        _request.Answer.Took(new TokenUsage { Prompt = 12, Output = 34 }, 0);
        var exchange = new Exchange(_request, _snapshot, null!, null!, _ofAttempt, time, false, static () => { }, default, default) { Held = new() };
        _record = new AttemptRecord(exchange, backend, candidate) { Answer = _request.Answer, FirstByteAt = _request.FirstByteAt };
    }

    /// <summary>All that telemetry adds to one request that is not streamed.</summary>
    public void Measure()
    {
        _ofRequest.Began(_context, _request);
        _ofAttempt.Begin(_record.Exchange, _record.Backend, _record.Candidate)?.Dispose();
        _ofAttempt.Ended(_record);
        _ofRequest.Ended(_context, _request, _snapshot);
    }

    public void Dispose()
    {
        _services.Dispose();
        _clients.Dispose();
        _tracing.Dispose();
    }
}
