using System.Net;
using Gateway.Requests;
using Gateway.Resilience;
using Gateway.Runtime;
using Gateway.Streaming;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Forwarding;

/// <summary>Sends a request on and its answer back, by one call of the forwarder whose client makes the attempts.</summary>
internal sealed class ChatForwarder(
    IHttpForwarder forwarder,
    SessionMemory sessions,
    Guards<AttemptOutcome> guards,
    WarmUps warmUps,
    AttemptTelemetry telemetry,
    HoldBudget held,
    DrainSignal drain,
    Lessons lessons,
    TimeProvider time)
{
    /// <summary>Internal for the test that holds its timeout above every limit: no test can wait for it to fire.</summary>
    internal static readonly ForwarderRequestConfig RequestConfig = new()
    {
        // The attempts have limits of their own. The forwarder's runs over all of them, and its default of 100 s would cut a
        // model that is being loaded; this is above the longest that can be configured.
        ActivityTimeout = TimeSpan.FromHours(25),
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static readonly GatewayTransformer Transformer = new();

    /// <summary>Answers, or sets <see cref="GatewayRequest.Error"/>.</summary>
    public async Task ForwardAsync(HttpContext context, GatewaySnapshot snapshot)
    {
        var request = GatewayRequest.Of(context);
        // The forwarder would turn a request that asks for an upgrade into a GET.
        context.Request.Headers.Remove("Upgrade");
        var exchange = new Exchange(
            request,
            snapshot,
            sessions,
            guards,
            telemetry,
            time,
            AbortsOnFailure(context.Request.Headers.UserAgent),
            context.Abort,
            drain.Over,
            context.RequestAborted)
        {
            Lessons = lessons,
            Held = held,
        };
        using var invoker = new AttemptInvoker(exchange, warmUps);
        var address = snapshot.Backends[request.Candidates[0].Backend].Url.OriginalString;
        ForwarderError result;
        try
        {
            result = await forwarder.SendAsync(context, address, invoker, RequestConfig, Transformer);
        }
        finally
        {
            await invoker.EndAsync();
        }

        if (result != ForwarderError.None && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            // The attempts turn every failure they know into an error of ours, so this is one they do not know.
            throw new InvalidOperationException($"Forwarding failed: {result}", context.GetForwarderErrorFeature()?.Exception);
        }

        request.End = EndOf(context, request);
    }

    // OpenAI's .NET library drops an error event without a word, and a cut answer would look whole; a broken connection it reports.
    private static bool AbortsOnFailure(string? userAgent) =>
        userAgent is not null
        && userAgent.StartsWith("OpenAI/", StringComparison.Ordinal)
        && userAgent.Contains("(.NET", StringComparison.Ordinal);

    private static AnswerEnd EndOf(HttpContext context, GatewayRequest request)
    {
        if (request.Error is not null || request.LateError is not null)
        {
            return request.End;
        }

        // A stream knows its own end; what it does not know is a client that left in the middle.
        if (request.Stream is { End: not AnswerEnd.None } stream)
        {
            return stream.End;
        }

        return context.RequestAborted.IsCancellationRequested || request.Stream is not null || request.IsKeptAlive ? AnswerEnd.ClientClosed : AnswerEnd.Complete;
    }
}
