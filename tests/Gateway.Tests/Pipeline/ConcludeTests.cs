using System.Diagnostics.Metrics;
using Gateway.Ledger.Captures;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Store.Tables;
using Gateway.Pipeline;
using Gateway.Pipeline.Recording;
using Gateway.Pipeline.Reserving;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Runtime;
using Gateway.Telemetry;
using Gateway.Tests.Attempts;
using Gateway.Tests.Hosting;
using Gateway.Tests.Requests;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Pipeline;

/// <summary>The steps after a request all run to their end, even if one of them fails.</summary>
public sealed class ConcludeTests : IDisposable
{
    private const int PartFailed = 4023;

    private readonly HashSet<string> _ran = [];
    private readonly AttemptRig _request = new("a/one");
    private readonly ServiceProvider _metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly GatewayTracing _tracing = new();
    private readonly CapturedLog _log = new();
    private readonly MeterListener _listener = new();
    private readonly UsageJournal _journal = new(new JournalOptions(Path.GetTempPath()), NullLogger<UsageJournal>.Instance);
    private readonly CaptureQueue _captures = new(null!);
    private string? _broken;

    public static TheoryData<string> Parts => [.. Conclude.Parts.Select(p => p.Name)];

    [Fact]
    public void Parts_OfARequestThatWentWell_AllRun()
    {
        Run();
        Assert.Equal(Parts.Select(p => p.Data).Order(), _ran.Order());
        Assert.Empty(_log.Lines);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Part_ThatFails_IsLoggedByNameAndKeepsNoOtherFromRunning(string part)
    {
        _broken = part;
        Run();
        Assert.Equal(Parts.Select(p => p.Data).Where(p => p != part).Order(), _ran.Order());
        var line = Assert.Single(_log.Lines);
        Assert.StartsWith($"{LogLevel.Error} {PartFailed} ", line, StringComparison.Ordinal);
        Assert.Contains(_request.Context.Inquiry.Id, line, StringComparison.Ordinal);
        Assert.Contains($"'{part}'", line, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _request.Dispose();
        _metrics.Dispose();
        _tracing.Dispose();
        _listener.Dispose();
        _journal.Dispose();
    }

    private void Run()
    {
        var factory = _metrics.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == factory && instrument.Name == Names.GenAi.RequestDuration)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Do("measure"));
        _listener.Start();
        var measures = new RequestInstruments(new GatewayMeter(factory));
        var time = _request.Time;
        var conclude = new Conclude(
            new QuotaGate(new WatchedStore(this), null!, new LiveRequests(), null!, measures, time),
            new Learning(null!, new LearnedUsage(), null!, null!, time),
            new CutPrompts(null!, null!, measures, NullLogger<CutPrompts>.Instance),
            new RequestTelemetry(measures, new RequestSpans(_tracing)),
            new RequestLog(new WatchedLogger(this)),
            new Logger<Conclude>(new LoggerFactory([_log])));
        conclude.Run(Concluded());
        See("record", _journal.Buffer.Sequence == 1);
        See("capture", _captures.Waiting.TryRead(out _));
    }

    // A stream that broke off, so that there is something to learn.
    private Conclusion Concluded()
    {
        var answer = new AnswerState { ReasoningName = default };
        var stream = new StreamRepair(answer, new StreamSettings("r1", "one", 1, false, SecretScrubber.None));
        using var pump = new StreamPump(stream);
        pump.Finish(AnswerEnd.Truncated, "it broke off.");
        var choice = _request.Choice;
        choice.Hold = new QuotaHold(default, _request.Snapshot.Prices, 0);
        var conclusion = new Conclusion(
            new DefaultHttpContext(), choice.Inquiry, new UsageRecorder(_journal), _request.Time)
        { Choice = choice };
        conclusion.Begin(choice, new CaptureRecorder(_captures));
        // Its queue is what fails, which it asks for at its end alone.
        var capture = new Capture(
            _broken == "capture" ? null! : _captures,
            new CapturedRequest { Request = Guid.Empty, CountedAt = 0, Key = "k", Route = "Work", Body = [] });
        typeof(Conclusion).GetProperty(nameof(Conclusion.Delivery))!.SetValue(conclusion, new Delivery(choice) { Capture = capture });
        conclusion.Delivery!.Progress = new Progress
        {
            Served = _request[0],
            Attempts = 1,
            AttemptsOver = 1,
            Serving = new Witness(answer, stream, Hear)
        };
        return conclusion;
    }

    private void Hear(string member)
    {
        switch (member)
        {
            case nameof(Witness.End):
                Do("release");
                break;
            case nameof(Witness.TakeGuard):
                Do("learn");
                break;
            case nameof(Witness.Answer) when _broken == "record" && _ran.Add("asked"):
                throw new InvalidOperationException("broken");
        }
    }

    private void Do(string part)
    {
        _ = part == _broken ? throw new InvalidOperationException("broken") : _ran.Add(part);
    }

    private void See(string part, bool hasRun)
    {
        _ran.Remove("asked");
        _ = hasRun && _ran.Add(part);
    }

    private sealed class WatchedStore(ConcludeTests test) : IQuotaStore
    {
        public ValueTask<bool> SettleAsync(string id, QuotaAmount used, CancellationToken cancellationToken)
        {
            test.Do("settle");
            return ValueTask.FromResult(true);
        }

        public ValueTask<QuotaDecision> ReserveAsync(QuotaClaim claim, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<bool> ExtendAsync(string id, QuotaAmount more, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<string>> RenewAsync(IReadOnlyList<QuotaRenewal> running, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<OrphanedReservation>> SweepAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<QuotaUse>> PeekAsync(IReadOnlyList<QuotaSubject> subjects, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<bool> OpenAsync(QuotaCorrection opening, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> CorrectAsync(QuotaCorrection correction, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class WatchedLogger(ConcludeTests test) : ILogger<RequestLog>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            test.Do("log");
    }
}
