using System.Net;
using Gateway.Backends;
using Gateway.Protocol;
using Gateway.Routing.Routes;
using Gateway.Streaming;

namespace Gateway.Forwarding;

/// <summary>
/// What the forwarder believes to be its HTTP client: makes the attempts of one request, one candidate after another, until one
/// brings an answer that may be committed. Nothing has reached the client before that.
/// </summary>
internal sealed class AttemptInvoker(Exchange exchange) : HttpMessageInvoker(NoHandler, disposeHandler: false)
{
    private static readonly SocketsHttpHandler NoHandler = new();

    public override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        List<AttemptFailure>? failures = null;
        Candidate? needsInlineImages = null;
        foreach (var candidate in exchange.Route.Candidates)
        {
            var backend = exchange.Snapshot.Backends[candidate.Backend];
            if (!CanTake(backend))
            {
                needsInlineImages = candidate;
                continue;
            }

            request.Attempts++;
            request.Served = candidate;
            request.BackendTrace = null;
            var outcome = await new Attempt(exchange, backend, candidate).SendAsync(message);
            if (outcome.Response is { } response)
            {
                // The answer is about to be committed and nothing is sent again, so the body goes back to the pool now: a stream
                // may last for minutes.
                request.ReleaseBody();
                return response;
            }

            var failure = outcome.Failure!;
            (failures ??= []).Add(failure);
            request.FailedAttempts = string.Join(' ', request.FailedAttempts, failure.Label).TrimStart();
            if (!failure.FailsOver)
            {
                break;
            }
        }

        request.End = failures is null || !failures[^1].FailsOver ? AnswerEnd.Refused : AnswerEnd.Failed;
        request.Error = failures is null
            ? ApiErrors.ImageUrlNotSupported(needsInlineImages!.Backend)
            : AttemptErrors.Combine(exchange.Route, failures, exchange.Snapshot);
        return new HttpResponseMessage((HttpStatusCode)request.Error.Status);
    }

    private bool CanTake(Backend backend) =>
        backend.Provider.TakesImageUrls || (exchange.Request.Head.Media & MediaKind.RemoteImage) == 0;
}
