using Gateway.Configuration;
using Gateway.Http;
using Gateway.Operations;
using Gateway.Protocol;
using Gateway.Requests;

namespace Gateway.Pipeline;

/// <summary>Step 3 of the path: takes the body in once and reads its head.</summary>
internal sealed class BodyIntake(BodyBudget budget, TimeProvider time)
{
    /// <param name="context">The request.</param>
    /// <param name="inquiry">Takes its body and head.</param>
    /// <param name="config">Bounds.</param>
    /// <param name="isOfAny">Whether the address does not say what is asked, so that the body does.</param>
    /// <returns>The fault to answer with; null when the inquiry holds its body and head.</returns>
    public async ValueTask<ApiError?> TakeAsync(HttpContext context, Inquiry inquiry, GatewayConfig config, bool isOfAny = false)
    {
        if (RefuseType(context.Request) is { } refused)
        {
            return refused;
        }

        try
        {
            var limits = config.Limits;
            var bounds = new BodyLimits(limits.BodySize.Bytes, limits.BodiesInFlight.Bytes);
            var since = time.GetTimestamp();
            var (body, refusal) = await RequestBuffer.ReadAsync(context.Request, bounds, budget, context.RequestAborted);
            inquiry.Waits(time.GetElapsedTime(since));
            if (body is null)
            {
                return refusal;
            }

            inquiry.Keep(body);
            inquiry.Surface = isOfAny ? Surfaces.OfBody(body.Span) : inquiry.Surface;
            var error = inquiry.Operation.ReadHead(body.Span, inquiry.Head);
            if (error is null && inquiry.Operation.IsConversation)
            {
                Recognise(context.Request.Headers, inquiry, config);
            }

            return error;
        }
        catch (Exception e) when (BadBody.In(e) is { } bad)
        {
            return bad.StatusCode == StatusCodes.Status408RequestTimeout ? ApiErrors.BodyTooSlow() : ApiErrors.BodyNotReadable(bad.Message);
        }
    }

    // What its headers and its first words say beyond the head: for whom it is, and of which session.
    private static void Recognise(IHeaderDictionary headers, Inquiry inquiry, GatewayConfig config)
    {
        inquiry.IsBackground = Chores.Is(headers, inquiry.Head, config.Background.ByForm);
        inquiry.Session = SessionHint.Find(headers);
        inquiry.IsOfAChatPage = ChatPages.IsOne(headers, inquiry.Head);
    }

    private static ApiError? RefuseType(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            // Unpacking what a stranger packed is how a small body fills a memory.
            return ApiErrors.UnsupportedMediaType("Compressed request bodies are not accepted. Send the JSON without Content-Encoding.");
        }

        // Absent is fine: some tools send none. Another type is a form or a page's attempt to get round its browser's checks.
        return request.ContentType is null or "application/json" || request.HasJsonContentType()
            ? null
            : ApiErrors.UnsupportedMediaType($"The content type must be application/json, not '{request.ContentType}'.");
    }
}
