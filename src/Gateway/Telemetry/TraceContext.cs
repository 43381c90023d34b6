using System.Diagnostics;

namespace Gateway.Telemetry;

/// <summary>The trace of a request, as written by its caller. The default means none.</summary>
/// <param name="Parent">The value of <c>traceparent</c>.</param>
/// <param name="State">The value of <c>tracestate</c>; null when there is none.</param>
internal readonly record struct TraceContext(string? Parent, string? State)
{
    private const string ParentHeader = "traceparent";
    private const string StateHeader = "tracestate";

    // The size the standard asks to carry; nobody needs to send more.
    private const int MaxState = 512;

    /// <summary>Reads it from a request; a malformed one counts as none.</summary>
    public static TraceContext Of(IHeaderDictionary headers)
    {
        if (headers.TraceParent is not [{ } parent]
            || !ActivityContext.TryParse(parent, null, out var context)
            || context.TraceId == default
            || context.SpanId == default)
        {
            return default;
        }

        return new(parent, headers.TraceState.ToString() is { Length: > 0 and <= MaxState } state && IsPlain(state) ? state : null);
    }

    /// <summary>The same trace with a span of the gateway's as the parent.</summary>
    public TraceContext After(Activity? span) => span?.Id is { } id ? this with { Parent = id } : this;

    /// <summary>The trace as the parent of a span; the default when there is none.</summary>
    public ActivityContext AsParent => ActivityContext.TryParse(Parent, State, isRemote: true, out var parent) ? parent : default;

    /// <summary>Writes it to a message, replacing any existing one.</summary>
    public void WriteTo(HttpRequestMessage message)
    {
        Clear(message);
        if (Parent is not null)
        {
            message.Headers.TryAddWithoutValidation(ParentHeader, Parent);
            if (State is not null)
            {
                message.Headers.TryAddWithoutValidation(StateHeader, State);
            }
        }
    }

    /// <summary>Removes the trace from a message. The previous attempt may have gone to a backend that is given the trace.</summary>
    public static void Clear(HttpRequestMessage message)
    {
        message.Headers.Remove(ParentHeader);
        message.Headers.Remove(StateHeader);
    }

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
