using Gateway.Ledger.Captures;
using Gateway.Requests;

namespace Gateway.Admission;

/// <summary>Begins the captures of requests whose route keeps what is said. Of all others it looks at one flag.</summary>
internal sealed class CaptureRecorder(CaptureQueue queue)
{
    /// <summary>Copies what a request says that is about to be sent; its body does not live as long as its answer.</summary>
    public void Begin(GatewayRequest request)
    {
        if (request is not { Route: { Captures: true } route, Body: { } body })
        {
            return;
        }

        request.Capture = queue.Begin(
            new CapturedRequest
            {
                Request = Guid.ParseExact(request.Id, "N"),
                CountedAt = UsageRecords.CountedAt(request),
                Key = request.Caller.Name,
                Route = route.BareName,
                Body = [],
            },
            body.Span);
    }
}
