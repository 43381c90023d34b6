using System.Diagnostics;
using Gateway.Authentication;
using Gateway.Operations;
using Gateway.Surfaces;
using Gateway.Telemetry;
using Gateway.Wire.Heads;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Requests;

/// <summary>
/// A request as it came in: the caller, the head and the body. Steps 1 to 3 of the path write it; all later steps read it.
/// It is stored on the HttpContext.
/// </summary>
internal sealed class Inquiry(string id, long receivedAt)
{
    private TimeSpan _waited;

    /// <summary>The inquiry of a context that passed step 1.</summary>
    public static Inquiry Of(HttpContext context) => context.Features.GetRequiredFeature<Inquiry>();

    /// <summary>The id in <c>x-request-id</c> and in the log: a UUIDv7, so that ids sort by time.</summary>
    public string Id { get; } = id;

    /// <summary>The time at which the request was received, as a timestamp of the <see cref="TimeProvider"/>.</summary>
    public long ReceivedAt { get; } = receivedAt;

    /// <summary>The day and time at which the request was received, which decides what it costs. The id begins with it.</summary>
    public DateTimeOffset ReceivedOn { get; } = RequestId.TimeOf(id);

    /// <summary>The API that was called. Chat until that is known, and for pages that only read.</summary>
    public Surface Surface { get; set; } = SurfaceTable.Chat;

    /// <summary>The operation that is asked for.</summary>
    public Operation Operation => Surface.Operation;

    /// <summary>The caller's trace.</summary>
    public TraceContext Trace { get; set; }

    /// <summary>The request's span; null when none is recorded.</summary>
    public Activity? Span { get; set; }

    public ApiKey Caller { get; set; } = ApiKey.Anonymous;

    /// <summary>True when the caller is known: by a key in force here, or because no key is needed.</summary>
    public bool IsCallerKnown { get; set; }

    /// <summary>The head. The operation is known before the head is first needed.</summary>
    public RequestHead Head => field ??= Operation.NewHead();

    /// <summary>The buffered body; null before it is read and after it is released.</summary>
    public RequestBuffer? Body { get; private set; }

    /// <summary>True when nobody waits for the answer.</summary>
    public bool IsBackground { get; set; }

    /// <summary>The client's name for the session; null when it sends none.</summary>
    public string? Session { get; set; }

    /// <summary>True when the client is known to offer tools that nobody asked for.</summary>
    public bool IsOfAChatPage { get; set; }

    /// <summary>
    /// Time before the first send that was not the gateway's own: the client was sending its body, others were ahead in line, or a backend
    /// was asked or was loading a model.
    /// </summary>
    public TimeSpan Waited => _waited;

    /// <summary>Adds to <c>Waited</c>. The steps before the first send run one after another.</summary>
    public void Waits(TimeSpan time) => _waited += time;

    /// <summary>The estimated length of the prompt in tokens, with or without its tools.</summary>
    public long PromptTokens(bool withoutTools) => Head.PromptTokens - (withoutTools ? Head.ToolTokens : 0);

    public void Keep(RequestBuffer body) => Body = body;

    /// <summary>Releases the body; no attempt may follow.</summary>
    public void ReleaseBody()
    {
        Body?.Release();
        Body = null;
    }
}
