using System.Net;
using Gateway.Streaming;

namespace Gateway.Forwarding;

/// <summary>
/// What the forwarder believes to be its HTTP client: makes the attempts of one request until one brings an answer that may be
/// committed. Nothing but comments, and those only where the operator wants them, has reached the client before that.
/// </summary>
internal sealed class AttemptInvoker : HttpMessageInvoker
{
    private static readonly SocketsHttpHandler NoHandler = new();

    private readonly Exchange _exchange;
    private readonly WarmUps _warmUps;
    // Null where the client waits in silence.
    private readonly CancellationTokenSource? _leave;
    private readonly Heartbeat? _heartbeat;
    private Task<AttemptsEnd>? _attempts;

    public AttemptInvoker(Exchange exchange, WarmUps warmUps)
        : base(NoHandler, disposeHandler: false)
    {
        (_exchange, _warmUps) = (exchange, warmUps);
        if (exchange.Request.Head.Stream && exchange.Snapshot.Config.Streams.KeepAlive is { } keepAlive)
        {
            _leave = CancellationTokenSource.CreateLinkedTokenSource(exchange.Client);
            _exchange = exchange with { Client = _leave.Token };
            _heartbeat = new Heartbeat(keepAlive, exchange.Time);
        }
    }

    public override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var request = _exchange.Request;
        _attempts = RunAsync(message);
        if (_heartbeat is not null && !await _heartbeat.IsOverAsync(_attempts))
        {
            request.IsKeptAlive = true;
            return await TappedAsync(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new AnswerContent(new PendingAnswer(_exchange, _attempts, _heartbeat), length: null),
            });
        }

        var end = await _attempts;
        if (end.Response is { } response)
        {
            return await TappedAsync(response);
        }

        (request.Error, request.End) = (end.Error, end.End);
        return new HttpResponseMessage((HttpStatusCode)end.Error!.Status);
    }

    /// <summary>
    /// Ends attempts that outlasted what the forwarder did with them: a client that left while it was sent comments. The request
    /// must not be touched after it is over.
    /// </summary>
    public async Task EndAsync()
    {
        if (!_exchange.Request.IsKeptAlive)
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

    // Outermost, so that what is kept is what the client was sent.
    private async ValueTask<HttpResponseMessage> TappedAsync(HttpResponseMessage response)
    {
        if (_exchange.Request.Capture is { } capture)
        {
            var answer = await response.Content.ReadAsStreamAsync();
            response.Content = new AnswerContent(new CapturedStream(answer, capture), response.Content.Headers.ContentLength);
        }

        return response;
    }

    private async Task<AttemptsEnd> RunAsync(HttpRequestMessage message)
    {
        var request = _exchange.Request;
        var run = new AttemptRun(_exchange, message);
        if (await run.RunAsync() is not { } response)
        {
            var error = AttemptErrors.Combine(request, run.Failures, _exchange.Snapshot);
            var isRefused = error.Status is StatusCodes.Status400BadRequest or StatusCodes.Status422UnprocessableEntity;
            return new AttemptsEnd(null, error, isRefused ? AnswerEnd.Refused : AnswerEnd.Failed);
        }

        if (request.Resumes && request.Stream is not null)
        {
            // The one case in which something may be sent after this: the body is kept as long as that can happen.
            var answer = await response.Content.ReadAsStreamAsync();
            response.Content = new AnswerContent(new ResumableAnswer(_exchange, run, message, answer), length: null);
        }
        else
        {
            // The answer is about to be committed and nothing is sent again, so the body goes back to the pool now: a stream
            // may last for minutes.
            request.ReleaseBody();
        }

        if (request is { Stream: null, Seal: { } seal })
        {
            await seal.SealAsync(AnswerEnd.Complete);
        }

        if (request.WarmsUp is { } cold)
        {
            _warmUps.Begin(_exchange.Snapshot.Backends[cold.Backend], cold);
        }

        return new AttemptsEnd(response, null, AnswerEnd.None);
    }
}
