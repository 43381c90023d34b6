using Gateway.Ledger.Captures;
using Gateway.Ledger.Store.Tables;
using Gateway.Requests;

namespace Gateway.Pipeline.Recording;

/// <summary>Begins captures for requests whose route keeps prompts and answers. For all others it checks one flag.</summary>
internal sealed class CaptureRecorder(CaptureQueue queue)
{
    /// <summary>Copies the body of a request about to be sent; it does not live as long as the answer.</summary>
    /// <returns>The capture; null where nothing is kept.</returns>
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
