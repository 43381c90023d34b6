using System.Globalization;
using Gateway.Requests;
using Gateway.Wire.Bytes;
using Gateway.Wire.Streams;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Attempts;

/// <summary>
/// Decides which request headers reach a backend and which response headers reach a client: only those named here. A header nobody thought
/// of, such as a cookie or the client's key under a new name, passes in neither direction.
/// </summary>
internal sealed class GatewayTransformer(Delivery delivery) : HttpTransformer
{
    private static readonly string[] RequestHeaders = ["Accept", "User-Agent", "OpenAI-Beta"];

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        foreach (var name in RequestHeaders)
        {
            // Text beyond ASCII cannot be sent in a header, and is not worth failing the request.
            if (httpContext.Request.Headers.TryGetValue(name, out var value) && HeaderText.IsPlain(value.ToString()))
            {
                proxyRequest.Headers.TryAddWithoutValidation(name, (string?)value);
            }
        }

        // The attempt sets the address, and the trace where the backend may know it.
        return ValueTask.CompletedTask;
    }

    public override ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        SetOrigin(httpContext.Response.Headers);
        if (proxyResponse is null || delivery is { Failed: not null, IsKeptAlive: false })
        {
            return ValueTask.FromResult(false);
        }

        var response = httpContext.Response;
        if (delivery.Stream is null && !delivery.IsKeptAlive)
        {
            response.ContentType = "application/json";
            response.ContentLength = proxyResponse.Content.Headers.ContentLength;
        }
        else
        {
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-cache";
            // nginx and similar proxies buffer a stream until it is complete unless told not to.
            response.Headers["X-Accel-Buffering"] = "no";
        }

        return ValueTask.FromResult(true);
    }

    public override ValueTask TransformResponseTrailersAsync(
        HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private void SetOrigin(IHeaderDictionary headers)
    {
        if (delivery.Decision is { } decision)
        {
            headers[GatewayHeaders.Decision] = HeaderText.Escape(decision);
        }

        if (delivery.Capture is not null)
        {
            headers[GatewayHeaders.Captured] = "true";
        }

        if (delivery.Inquiry.IsBackground)
        {
            headers[Chores.Header] = "true";
        }

        if (delivery.IsKeptAlive)
        {
            // It is not known yet who answers, and running attempts may change these values while they are read.
            if (delivery.ToldPlace is { } place)
            {
                headers[GatewayHeaders.QueuePlace] = place.ToString(CultureInfo.InvariantCulture);
            }

            return;
        }

        if (delivery.Served is { } served)
        {
            headers[GatewayHeaders.Backend] = served.Backend;
            headers[GatewayHeaders.Model] = HeaderText.Escape(served.Model);
            headers[GatewayHeaders.Attempts] = delivery.Progress.Attempts.ToString(CultureInfo.InvariantCulture);
        }

        if (delivery is { Stream: null, Answer: { IsPromptCut: true } answer })
        {
            headers[GatewayHeaders.PromptCut] = CutNotice.Words(answer);
        }

        if (delivery.Hedged is { } hedged)
        {
            headers[GatewayHeaders.Hedged] = HeaderText.Escape(hedged.ToString());
        }

        if (delivery.Queued is { } queued)
        {
            headers[GatewayHeaders.QueuePlace] = queued.Place.ToString(CultureInfo.InvariantCulture);
            headers[GatewayHeaders.QueueWait] = queued.Waited.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        }

        if (delivery.Progress.BackendTrace is { } trace)
        {
            headers[GatewayHeaders.BackendTrace] = HeaderText.Escape(trace);
        }
    }
}
