using System.Net;
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
        for (var i = 0; i < request.Candidates.Count; i++)
        {
            var candidate = request.Candidates[i];
            if (failures is not null && !MayFollow(candidate, failures[^1]))
            {
                continue;
            }

            request.Attempts++;
            request.Served = candidate;
            request.BackendTrace = null;
            var backend = exchange.Snapshot.Backends[candidate.Backend];
            var outcome = await new Attempt(exchange, backend, candidate).SendAsync(message);
            if (outcome.Response is { } response)
            {
                if (request.Session is { } session)
                {
                    exchange.Sessions.Remember(request.Caller.Name, session, candidate);
                }

                // The answer is about to be committed and nothing is sent again, so the body goes back to the pool now: a stream
                // may last for minutes.
                request.ReleaseBody();
                return response;
            }

            var failure = outcome.Failure!;
            (failures ??= []).Add(failure);
            request.MissedModel |= failure.Kind == BackendFailure.ModelMissing;
            request.FailedAttempts = string.Join(' ', request.FailedAttempts, failure.Label).TrimStart();
        }

        request.End = failures![^1].FailsOver ? AnswerEnd.Failed : AnswerEnd.Refused;
        request.Error = AttemptErrors.Combine(request.RequestedName!, failures, exchange.Snapshot);
        return new HttpResponseMessage((HttpStatusCode)request.Error.Status);
    }

    // A fault of the request itself is the same everywhere, but for its length: what one model's context is too short for,
    // one with a longer may take. The estimate that chose them is only that.
    private static bool MayFollow(Candidate candidate, AttemptFailure last) => last.Kind == BackendFailure.ContextTooLong
        ? candidate.Card.ContextLength > (last.Candidate.Card.ContextLength ?? int.MaxValue)
        : last.FailsOver;
}
