using System.Diagnostics;
using Gateway.Requests;
using Gateway.Routing.Routes;
using Gateway.Telemetry;

namespace Gateway.Pipeline;

/// <summary>Creates the span of a caller's request, which continues the caller's trace. Its attempts are its children.</summary>
internal sealed class RequestSpans(GatewayTracing tracing)
{
    public void Begin(HttpContext context, Inquiry inquiry)
    {
        if (!tracing.IsHeard)
        {
            return;
        }

        var parent = inquiry.Trace.AsParent;
        if (parent == default)
        {
            // The server creates a span of its own that nobody exports: a child of it would have no parent in the trace.
            Activity.Current = null;
        }

        inquiry.Span = tracing.Start($"{context.Request.Method} {inquiry.Surface.Path}", ActivityKind.Server, parent);
        if (inquiry.Span is { IsAllDataRequested: true } span)
        {
            span.SetTag(Names.Attributes.HttpMethod, context.Request.Method)
                .SetTag(Names.Attributes.HttpRoute, inquiry.Surface.Path)
                .SetTag(Names.Attributes.UrlScheme, context.Request.Scheme)
                .SetTag(Names.Attributes.RequestId, inquiry.Id);
        }
    }

    public static void End(Inquiry inquiry, Choice? choice, Outcome outcome)
    {
        if (inquiry.Span is not { } span)
        {
            return;
        }

        if (span.IsAllDataRequested)
        {
            Describe(span, inquiry, choice, outcome);
        }

        span.Dispose();
    }

    private static void Describe(Activity span, Inquiry inquiry, Choice? choice, Outcome outcome)
    {
        var route = choice?.Route;
        span.SetTag(Names.Attributes.Operation, inquiry.Operation.Convention)
            .SetTag(Names.Attributes.RequestModel, RequestLabels.RequestedModelOf(route))
            .SetTag(Names.Attributes.RequestStream, inquiry.Head.Stream)
            .SetTag(Names.Attributes.Team, RequestLabels.TeamOf(inquiry.Caller))
            .SetTag(Names.Attributes.Tag, RequestLabels.TagOf(route))
            .SetTag(Names.Attributes.Source, choice?.RouteSource)
            .SetTag(Names.Attributes.Attempts, outcome.Attempts)
            .SetTag(Names.Attributes.HttpStatus, outcome.Status);
        if (outcome.Served is { } served)
        {
            span.SetTag(Names.Attributes.Backend, served.Backend)
                .SetTag(Names.Attributes.ResponseModel, RequestLabels.ModelOf(route, served));
        }

        if (outcome.ErrorType is { } error)
        {
            span.SetTag(Names.Attributes.ErrorType, error);
            // A client's mistake is not an error of this server.
            if (outcome.Status is >= 500 or < 400)
            {
                span.SetStatus(ActivityStatusCode.Error);
            }
        }
    }
}
