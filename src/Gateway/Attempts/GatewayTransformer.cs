using System.Globalization;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Streaming;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Attempts;

/// <summary>
/// What of a request's headers reaches a backend and of a response's a client: named ones only. A header nobody thought of, such
/// as a cookie or the client's key under a new name, goes neither way.
/// </summary>
internal sealed class GatewayTransformer(Delivery delivery) : HttpTransformer
{
    private static readonly string[] RequestHeaders = ["Accept", "User-Agent", "OpenAI-Beta"];

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        foreach (var name in RequestHeaders)
        {
            // Text beyond ASCII cannot be sent on in a header, and is not worth the request.
            if (httpContext.Request.Headers.TryGetValue(name, out var value) && HeaderText.IsPlain(value.ToString()))
            {
                proxyRequest.Headers.TryAddWithoutValidation(name, (string?)value);
            }
        }

        // The attempt sets the address, and the trace where it may be known.
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
            // nginx and its kin hold a stream back until it is whole, unless told.
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
            // Who answers is not known yet, and attempts under way may change what is said of them while it is read.
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
