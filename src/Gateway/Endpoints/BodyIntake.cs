using Gateway.Configuration;
using Gateway.Protocol;
using Gateway.Requests;

namespace Gateway.Endpoints;

/// <summary>Step 3 of the path: takes the body in once and reads its head.</summary>
internal sealed class BodyIntake(BodyBudget budget, TimeProvider time)
{
    /// <returns>The fault to answer with; null when the request holds its body and head.</returns>
    public async ValueTask<ApiError?> TakeAsync(HttpContext context, GatewayRequest request, LimitsConfig limits)
    {
        if (RefuseType(context.Request) is { } refused)
        {
            return refused;
        }

        try
        {
            var bounds = new BodyLimits(limits.BodySize.Bytes, limits.BodiesInFlight.Bytes);
            var since = time.GetTimestamp();
            var (body, error) = await RequestBuffer.ReadAsync(context.Request, bounds, budget, context.RequestAborted);
            request.Uploaded = time.GetElapsedTime(since);
            if (body is null)
            {
                return error;
            }

            request.Keep(body);
            return RequestHeadReader.Read(body.Span, request.Head);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return ApiErrors.BodyTooSlow();
        }
        catch (BadHttpRequestException e)
        {
            return ApiErrors.BodyNotReadable(e.Message);
        }
    }

    private static ApiError? RefuseType(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            // Unpacking what a stranger packed is how a small body fills a memory.
            return ApiErrors.UnsupportedMediaType("Compressed request bodies are not accepted. Send the JSON without Content-Encoding.");
        }

        // Absent is fine: some tools send none. Another type is a form or a page's attempt to get round its browser's checks.
        return request.ContentType is null || request.HasJsonContentType()
            ? null
            : ApiErrors.UnsupportedMediaType($"The content type must be application/json, not '{request.ContentType}'.");
    }
}
