using System.Net;
using Gateway.Streaming;

namespace Gateway.Forwarding;

/// <summary>
/// What the forwarder believes to be its HTTP client: makes the attempts of one request until one brings an answer that may be
/// committed. Nothing has reached the client before that.
/// </summary>
internal sealed class AttemptInvoker(Exchange exchange) : HttpMessageInvoker(NoHandler, disposeHandler: false)
{
    private static readonly SocketsHttpHandler NoHandler = new();

    public override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        var run = new AttemptRun(exchange, message);
        if (await run.RunAsync() is { } response)
        {
            // The answer is about to be committed and nothing is sent again, so the body goes back to the pool now: a stream
            // may last for minutes.
            request.ReleaseBody();
            return response;
        }

        request.End = run.Failures[^1].FailsOver ? AnswerEnd.Failed : AnswerEnd.Refused;
        request.Error = AttemptErrors.Combine(request.RequestedName!, run.Failures, exchange.Snapshot);
        return new HttpResponseMessage((HttpStatusCode)request.Error.Status);
    }
}
