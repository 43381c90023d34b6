using System.Net;
using Gateway.Configuration;
using Gateway.Requests;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>
/// Takes the place of the forwarder's HTTP client: makes the attempts of one request until one brings an answer that may be committed.
/// Until then only comments reach the client, and only while it waits or when the operator wants them.
/// </summary>
internal sealed class AttemptInvoker : HttpMessageInvoker
{
    private static readonly SocketsHttpHandler NoHandler = new();

    private readonly AttemptContext _context;
    private readonly WarmUps _warmUps;
    // Null when the client waits in silence.
    private readonly CancellationTokenSource? _leave;
    private readonly Heartbeat? _heartbeat;
    private Task<AttemptsEnd>? _attempts;

    public AttemptInvoker(AttemptContext context, WarmUps warmUps)
        : base(NoHandler, disposeHandler: false)
    {
        (_context, _warmUps) = (context, warmUps);
        if (_context.Inquiry.Head.Stream && BeatOf(context) is { } beat)
        {
            _leave = CancellationTokenSource.CreateLinkedTokenSource(context.Client);
            _context = context with { Client = _leave.Token, Notice = new WaitNotice() };
            _heartbeat = new Heartbeat(beat, context.Time);
        }
    }

    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        if (_heartbeat is null)
        {
            return AnswerAsync(message);
        }

        _attempts = RunAsync(message);
        return EndedOrKeptAliveAsync(_attempts, _heartbeat);
    }

    // Adds no stack frame of its own between the forwarder and the attempts: most requests wait here.
    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage message)
    {
        var failover = new Failover(_context, message);
        return await AnswerWithAsync(await FinishAsync(failover, message, await failover.RunAsync()));
    }

    private async Task<AttemptsEnd> RunAsync(HttpRequestMessage message)
    {
        var failover = new Failover(_context, message);
        return await FinishAsync(failover, message, await failover.RunAsync());
    }

    private async Task<HttpResponseMessage> EndedOrKeptAliveAsync(Task<AttemptsEnd> attempts, Heartbeat heartbeat)
    {
        while (!await heartbeat.IsOverAsync(attempts))
        {
            if (_context is { Snapshot.Config.Streams.KeepAlive: null, Notice.IsWaiting: false })
            {
                // The answer itself tells a client that is being answered.
                continue;
            }

            var delivery = _context.Delivery;
            (delivery.IsKeptAlive, delivery.ToldPlace) = (true, _context.Notice?.Place);
            return await TappedAsync(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new AnswerContent(new PendingAnswer(_context, attempts, heartbeat), length: null),
            });
        }

        return await AnswerWithAsync(await attempts);
    }

    private ValueTask<HttpResponseMessage> AnswerWithAsync(AttemptsEnd end)
    {
        if (end.Response is { } response)
        {
            return TappedAsync(response);
        }

        _context.Delivery.Failed = (end.Error!, end.End);
        return ValueTask.FromResult(new HttpResponseMessage((HttpStatusCode)end.Error!.Status));
    }

    /// <summary>
    /// Ends attempts that outlived the forwarder's call, when a client left while it received comments. The request must
    /// not be touched after it is over.
    /// </summary>
    public async Task EndAsync()
    {
        if (!_context.Delivery.IsKeptAlive)
        {
            return;
        }

        if (!_attempts!.IsCompleted)
        {
            await _leave!.CancelAsync();
        }

        try
        {
            (await _attempts).Response?.Dispose();
        }
        catch (OperationCanceledException)
        {
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _heartbeat?.Dispose();
            _leave?.Dispose();
        }

        base.Dispose(disposing);
    }

    // Clouds have no line here and load nothing.
    private static TimeSpan? BeatOf(AttemptContext context)
    {
        var streams = context.Snapshot.Config.Streams;
        return streams.KeepAlive ?? (streams.KeepAliveInLine > TimeSpan.Zero && MayWait(context.Choice) ? streams.KeepAliveInLine : null);
    }

    private static bool MayWait(Choice choice)
    {
        for (var i = 0; i < choice.Candidates.Count; i++)
        {
            if (!choice.Candidates[i].Card.IsCloud || choice.Candidates[i].Load.Capacity > 0 || choice.Candidates[i].State.Places > 0)
            {
                return true;
            }
        }

        return false;
    }

    // Outermost, so that the capture holds what the client was sent.
    private async ValueTask<HttpResponseMessage> TappedAsync(HttpResponseMessage response)
    {
        if (_context.Delivery.Capture is { } capture)
        {
            var answer = await response.Content.ReadAsStreamAsync();
            response.Content = new AnswerContent(new CapturedStream(answer, capture), response.Content.Headers.ContentLength);
        }

        return response;
    }

    // Finishes the attempts, whether they succeeded or not.
    private async ValueTask<AttemptsEnd> FinishAsync(Failover failover, HttpRequestMessage message, HttpResponseMessage? response)
    {
        var delivery = _context.Delivery;
        if (response is null)
        {
            var error = AttemptErrors.Combine(delivery, failover.Failures, _context.Snapshot);
            var isRefused = error.Status is StatusCodes.Status400BadRequest or StatusCodes.Status422UnprocessableEntity;
            return new AttemptsEnd(null, error, isRefused ? AnswerEnd.Refused : AnswerEnd.Failed);
        }

        if (delivery.Choice.Resumes && delivery.Stream is not null)
        {
            // The one case in which something may be sent after this: the body is kept as long as that can happen.
            var answer = await response.Content.ReadAsStreamAsync();
            response.Content = new AnswerContent(new ResumableAnswer(_context, failover, message, answer), length: null);
        }
        else
        {
            // The answer is about to be committed and nothing will be sent again, so the body goes back to the pool
            // now: a stream may last for minutes.
            delivery.Inquiry.ReleaseBody();
        }

        if (delivery is { Stream: null, Seal: { } seal })
        {
            await seal.SealAsync(AnswerEnd.Complete);
        }

        if (delivery.Choice.WarmsUp is { } cold)
        {
            _warmUps.Begin(_context.Snapshot.Backends[cold.Backend], cold);
        }

        return new AttemptsEnd(response, null, AnswerEnd.None);
    }
}
