using System.Diagnostics;
using Gateway.Authentication;
using Gateway.Operations;
using Gateway.Protocol;
using Gateway.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Requests;

/// <summary>
/// A request as it came in: who asks, the head and the body. Steps 1 to 3 of the path write it, and all later ones read it. It stands on
/// the HttpContext.
/// </summary>
internal sealed class Inquiry(string id, long receivedAt)
{
    private TimeSpan _waited;

    /// <summary>The inquiry of a context that passed the receiving step.</summary>
    public static Inquiry Of(HttpContext context) => context.Features.GetRequiredFeature<Inquiry>();

    /// <summary>The id in <c>x-request-id</c> and in the log: a UUIDv7, so that ids sort by time.</summary>
    public string Id { get; } = id;

    /// <summary>When it was received, as a timestamp of the <see cref="TimeProvider"/>.</summary>
    public long ReceivedAt { get; } = receivedAt;

    /// <summary>What was called. Before that is known, and for pages that only read, a chat's.</summary>
    public Surface Surface { get; set; } = Surfaces.Chat;

    /// <summary>What is asked.</summary>
    public Operation Operation => Surface.Operation;

    /// <summary>The trace that the caller says it belongs to.</summary>
    public TraceContext Trace { get; set; }

    /// <summary>The request's span; null when nobody wants one.</summary>
    public Activity? Span { get; set; }

    public ApiKey Caller { get; set; } = ApiKey.Anonymous;

    /// <summary>Whether it is known who asks: by a key that is in force here, or because no key is needed.</summary>
    public bool IsCallerKnown { get; set; }

    /// <summary>The head. What is called is known before it is first needed.</summary>
    public RequestHead Head => field ??= Operation.NewHead();

    /// <summary>The buffered body; null before it was read and after it was given back.</summary>
    public RequestBuffer? Body { get; private set; }

    /// <summary>Whether nobody waits for the answer.</summary>
    public bool IsBackground { get; set; }

    /// <summary>The client's name for the session; null when it gives none.</summary>
    public string? Session { get; set; }

    /// <summary>Whether its client is known to offer tools that nobody asked for.</summary>
    public bool IsOfAChatPage { get; set; }

    /// <summary>
    /// The time before the first send that was not the gateway's own: the client sent its body, others were first in line, or a backend
    /// was asked or loaded a model.
    /// </summary>
    public TimeSpan Waited => _waited;

    /// <summary>Adds such a time. The steps before the first send run one after another.</summary>
    public void Waits(TimeSpan time) => _waited += time;

    /// <summary>The estimated length of the prompt in tokens, with or without its tools.</summary>
    public long PromptTokens(bool withoutTools) => Head.PromptTokens - (withoutTools ? Head.ToolTokens : 0);

    public void Keep(RequestBuffer body) => Body = body;

    /// <summary>Gives the body back; no attempt may follow.</summary>
    public void ReleaseBody()
    {
        Body?.Release();
        Body = null;
    }
}
