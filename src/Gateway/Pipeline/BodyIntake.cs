using Gateway.Configuration;
using Gateway.Http;
using Gateway.Requests;
using Gateway.Surfaces;
using Gateway.Wire.Errors;

namespace Gateway.Pipeline;

/// <summary>Step 3 of the path: reads the body once and parses its head.</summary>
internal sealed class BodyIntake(BodyBudget budget, TimeProvider time)
{
    /// <param name="context">The request.</param>
    /// <param name="inquiry">Receives the body and the head.</param>
    /// <param name="config">The limits.</param>
    /// <param name="isOfAny">True when the body, not the path, says which operation is asked.</param>
    /// <returns>The error to answer with; null when the inquiry holds its body and head.</returns>
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
            inquiry.Surface = isOfAny ? SurfaceTable.OfBody(body.Span) : inquiry.Surface;
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

    // Takes from the headers and first words what the head does not say: who the request is for, and its session.
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
            // Decompressing a stranger's data is how a small body fills the memory.
            return ApiErrors.UnsupportedMediaType("Compressed request bodies are not accepted. Send the JSON without Content-Encoding.");
        }

        // A missing type is fine: some tools send none. Any other type is a form, or a page trying to get round its browser's checks.
        return request.ContentType is null or "application/json" || request.HasJsonContentType()
            ? null
            : ApiErrors.UnsupportedMediaType($"The content type must be application/json, not '{request.ContentType}'.");
    }
}
