using System.Net;
using Gateway.Requests;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Attempts;

/// <summary>Sends a request and returns its answer through one call of YARP's forwarder, whose client makes the attempts.</summary>
internal sealed class Forwarder(IHttpForwarder forwarder, AttemptServices services, WarmUps warmUps)
{
    /// <summary>Internal for the test that its timeout is above every limit: no test can wait for it to fire.</summary>
    internal static readonly ForwarderRequestConfig RequestConfig = new()
    {
        // The attempts have their own limits. The forwarder's limit covers all of them, and its default of 100 s would cut off a model that
        // is loading. This is above the longest time that can be configured, including the longest wait in line.
        ActivityTimeout = TimeSpan.FromHours(26),
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>Answers the request, or sets <see cref="Delivery.Failed"/> to the error to answer with.</summary>
    public async Task ForwardAsync(HttpContext context, Delivery delivery)
    {
        // The forwarder would turn a request that asks for an upgrade into a GET.
        context.Request.Headers.Remove("Upgrade");
        var attempts = new AttemptContext(
            delivery, services, AbortsOnFailure(context.Request.Headers.UserAgent), context.Abort, context.RequestAborted);
        using var invoker = new AttemptInvoker(attempts, warmUps);
        var address = delivery.Snapshot.Backends[delivery.Choice.Candidates[0].Backend].Url.OriginalString;
        ForwarderError result;
        try
        {
            result = await forwarder.SendAsync(context, address, invoker, RequestConfig, new GatewayTransformer(delivery));
        }
        finally
        {
            await invoker.EndAsync();
        }

        if (result != ForwarderError.None && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            // The attempts turn every failure they know into an error of ours, so this is an unknown one.
            throw new InvalidOperationException($"Forwarding failed: {result}", context.GetForwarderErrorFeature()?.Exception);
        }
    }

    // OpenAI's .NET library silently drops an error event, so a cut answer would look complete; it does report a broken connection.
    private static bool AbortsOnFailure(string? userAgent) =>
        userAgent is not null
        && userAgent.StartsWith("OpenAI/", StringComparison.Ordinal)
        && userAgent.Contains("(.NET", StringComparison.Ordinal);
}
