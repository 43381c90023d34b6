using System.Diagnostics;
using Gateway.Requests;
using Gateway.Telemetry;

namespace Gateway.Endpoints;

/// <summary>The span of a caller's request, which continues the caller's trace. Its attempts are its children.</summary>
internal sealed class RequestSpans(GatewayTracing tracing)
{
    private const string Route = "/v1/chat/completions";

    public void Begin(HttpContext context, GatewayRequest request)
    {
        if (!tracing.IsHeard)
        {
            return;
        }

        var parent = request.Trace.AsParent;
        if (parent == default)
        {
            // The server makes a span of its own, which is nobody's to see: one that hangs on it would hang in the air.
            Activity.Current = null;
        }

        request.Span = tracing.Start($"{context.Request.Method} {Route}", ActivityKind.Server, parent);
        if (request.Span is { IsAllDataRequested: true } span)
        {
            span.SetTag(Names.Attributes.HttpMethod, context.Request.Method)
                .SetTag(Names.Attributes.HttpRoute, Route)
                .SetTag(Names.Attributes.UrlScheme, context.Request.Scheme)
                .SetTag(Names.Attributes.RequestId, request.Id);
        }
    }

    public static void End(HttpContext context, GatewayRequest request, string? error)
    {
        if (request.Span is not { } span)
        {
            return;
        }

        if (span.IsAllDataRequested)
        {
            Describe(span, context, request, error);
        }

        span.Dispose();
    }

    private static void Describe(Activity span, HttpContext context, GatewayRequest request, string? error)
    {
        var status = request.Error?.Status ?? context.Response.StatusCode;
        span.SetTag(Names.Attributes.Operation, Names.Values.Chat)
            .SetTag(Names.Attributes.RequestModel, RequestLabels.RequestedModelOf(request.Route))
            .SetTag(Names.Attributes.RequestStream, request.Head.Stream)
            .SetTag(Names.Attributes.Team, RequestLabels.TeamOf(request.Caller))
            .SetTag(Names.Attributes.Tag, RequestLabels.TagOf(request.Route))
            .SetTag(Names.Attributes.Source, request.RouteSource)
            .SetTag(Names.Attributes.Attempts, request.Attempts)
            .SetTag(Names.Attributes.HttpStatus, status);
        if (request.Served is { } served)
        {
            span.SetTag(Names.Attributes.Backend, served.Backend)
                .SetTag(Names.Attributes.ResponseModel, RequestLabels.ModelOf(request.Route, served));
        }

        if (error is not null)
        {
            span.SetTag(Names.Attributes.ErrorType, error);
            // What a client did wrong is no error of this server.
            if (status >= 500 || request.Error is null)
            {
                span.SetStatus(ActivityStatusCode.Error);
            }
        }
    }
}
