using Gateway.Ledger.Captures;
using Gateway.Ledger.Store.Tables;
using Gateway.Requests;

namespace Gateway.Admission;

/// <summary>Begins the captures of requests whose route keeps what is said. Of all others it looks at one flag.</summary>
internal sealed class CaptureRecorder(CaptureQueue queue)
{
    /// <summary>Copies what a request says that is about to be sent; its body does not live as long as its answer.</summary>
    /// <returns>Null where nothing is kept.</returns>
    public Capture? Begin(Choice choice)
    {
        if (choice is not { Route: { Captures: true } route, Inquiry.Body: { } body })
        {
            return null;
        }

        return queue.Begin(
            new CapturedRequest
            {
                Request = Guid.ParseExact(choice.Inquiry.Id, "N"),
                CountedAt = UsageRecords.CountedAt(choice),
                Key = choice.Inquiry.Caller.Name,
                Route = route.BareName,
                Body = [],
            },
            body.Span);
    }
}
