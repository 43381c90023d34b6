using System.Diagnostics;
using Gateway.Authentication;
using Gateway.Ledger.Captures;
using Gateway.Protocol;
using Gateway.Quotas;
using Gateway.Resilience.Ejection;
using Gateway.Resilience.Hedging;
using Gateway.Routing.Routes;
using Gateway.Routing.Selection;
using Gateway.Streaming;
using Gateway.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Requests;

/// <summary>
/// All that is known of one request on its way, from the socket to the log line. The one thing that the features share; it stands
/// on the HttpContext.
/// </summary>
internal sealed class GatewayRequest(string id, long receivedAt)
{
    /// <summary>The request of a context that passed the receiving step.</summary>
    public static GatewayRequest Of(HttpContext context) => context.Features.GetRequiredFeature<GatewayRequest>();

    /// <summary>The id in <c>x-request-id</c> and in the log: a UUIDv7, so that ids sort by time.</summary>
    public string Id { get; } = id;

    /// <summary>When it was received, as a timestamp of the <see cref="TimeProvider"/>.</summary>
    public long ReceivedAt { get; } = receivedAt;

    public ApiKey Caller { get; set; } = ApiKey.Anonymous;

    public RequestHead Head { get; } = new();

    /// <summary>The buffered body; null before it was read and after it was given back.</summary>
    public RequestBuffer? Body { get; private set; }

    /// <summary>The name the client asked for: the route's where there is one. Null when the request was refused before it was read.</summary>
    public string? RequestedName { get; set; }

    /// <summary>What that name stands for; null when it means nothing, and before that is known.</summary>
    public Route? Route { get; set; }

    /// <summary>By what its way was chosen, as a metric says it; null before it was.</summary>
    public string? RouteSource { get; set; }

    /// <summary>The trace that its caller says it belongs to.</summary>
    public TraceContext Trace { get; set; }

    /// <summary>Its span; null when nobody wants one.</summary>
    public Activity? Span { get; set; }

    /// <summary>How long its client took to send the body.</summary>
    public TimeSpan Uploaded { get; set; }

    /// <summary>The candidates to try, first choice first. A field, since it is a value that is filled in place.</summary>
    public Shortlist Candidates;

    /// <summary>The name without the wishes behind it, where it leads somewhere: what usage is summed by.</summary>
    public string? Tag { get; set; }

    /// <summary>The name as the client wrote it.</summary>
    public string? AskedName { get; set; }

    /// <summary>How far the request had to reach for them; null when there are none.</summary>
    public Stage? Reach { get; set; }

    /// <summary>Why it goes where it goes, in a sentence; null when the name led straight to its own candidates.</summary>
    public string? Decision { get; set; }

    /// <summary>The client's name for the session; null when it gives none.</summary>
    public string? Session { get; set; }

    /// <summary>The backend and model that answered, or were tried last.</summary>
    public Candidate? Served { get; set; }

    public int Attempts { get; set; }

    /// <summary>Those of them of which the backend's answer or failure is known.</summary>
    public int AttemptsOver { get; set; }

    /// <summary>What it holds of its quotas; null when no limit holds for it, and when it is settled.</summary>
    public QuotaHold? Hold { get; set; }

    /// <summary>The most tokens that an answer that costs may have, where the client names no limit and money is limited.</summary>
    public int? AnswerCap { get; set; }

    /// <summary>The attempts that failed, as <c>backend/model:class(status)</c>, for the log; null when none did.</summary>
    public string? FailedAttempts { get; set; }

    /// <summary>Whether a backend turned out not to hold a model that it was believed to.</summary>
    public bool MissedModel { get; set; }

    /// <summary>Whether a backend answered that was taken to be away, so that its list may be had again.</summary>
    public bool MetAgain { get; set; }

    /// <summary>The place in line it began at and how long it waited; null when it did not have to.</summary>
    public (int Place, TimeSpan Waited)? Queued { get; set; }

    /// <summary>How long first events take behind the name that was asked for; null when that is not hedged.</summary>
    public FirstEventTimes? FirstEvents { get; set; }

    /// <summary>Of two attempts that ran at once, the one that did not answer; null when there were no two.</summary>
    public Candidate? Hedged { get; set; }

    /// <summary>Whether its answer may be continued by another candidate when it breaks.</summary>
    public bool Resumes { get; set; }

    /// <summary>Who continued the answer after it broke; null when nobody did.</summary>
    public Candidate? Resumed { get; set; }

    /// <summary>What was begun beside the answer, and used tokens too.</summary>
    public SpentAnswer[] Spent { get; private set; } = [];

    /// <summary>When its body had come, as a timestamp; 0 before.</summary>
    public long BodyAt { get; set; }

    /// <summary>When the first candidate's turn began, as a timestamp; 0 before.</summary>
    public long FirstTurnAt { get; set; }

    /// <summary>When the candidate's turn began in which the answer came, as a timestamp; of two at once, the first one's.</summary>
    public long TurnAt { get; set; }

    /// <summary>The attempt that brought the answer, which runs until the request is over; null before there is one.</summary>
    public IRunning? Running { get; set; }

    /// <summary>Counts how the model fares that answers; null before one does.</summary>
    public Outlier? Guard { get; set; }

    /// <summary>What is known of the answer; null before a backend answered.</summary>
    public AnswerState? Answer { get; set; }

    /// <summary>Decides what the client gets of a stream; null when the answer is not streamed.</summary>
    public StreamRepair? Stream { get; set; }

    /// <summary>The error to answer with instead of a backend's answer.</summary>
    public ApiError? Error { get; set; }

    /// <summary>The error that a stream ends with which had begun when all candidates had failed.</summary>
    public ApiError? LateError { get; set; }

    /// <summary>Whether its stream began before there was an answer, with comments that keep the connection alive.</summary>
    public bool IsKeptAlive { get; set; }

    /// <summary>The model that was passed over because it is cold, and is to be loaded for the next request; null for none.</summary>
    public Candidate? WarmsUp { get; set; }

    /// <summary>Whether the model that answered was cold as far as was known.</summary>
    public bool LoadedModel { get; set; }

    /// <summary>The backend's own id of the request, for its operator.</summary>
    public string? BackendTrace { get; set; }

    /// <summary>When the last attempt was sent; 0 before.</summary>
    public long SentAt { get; set; }

    /// <summary>When the first event or the whole answer was there; 0 before.</summary>
    public long FirstByteAt { get; set; }

    /// <summary>How it ended, when that is not the stream's to say.</summary>
    public AnswerEnd End { get; set; }

    /// <summary>Sees to its record before its last bytes leave; null where none is kept.</summary>
    public IAnswerSeal? Seal { get; set; }

    /// <summary>Takes what is said and answered; null where nothing of that is kept.</summary>
    public Capture? Capture { get; set; }

    /// <summary>Adds what was begun in vain. One thread at a time; others may be reading what was there before.</summary>
    public void Spend(SpentAnswer answer) => Spent = [.. Spent, answer];

    public void Keep(RequestBuffer body) => Body = body;

    /// <summary>
    /// The gateway's own share of the time until now: from the body to the first candidate's turn, and from a whole answer to its end.
    /// What passes between is the backends', the line's and the client's.
    /// </summary>
    public TimeSpan Overhead(TimeProvider time) => BodyAt == 0 || FirstTurnAt == 0
        ? time.GetElapsedTime(BodyAt == 0 ? ReceivedAt : BodyAt)
        : time.GetElapsedTime(BodyAt, FirstTurnAt) + (Stream is null && FirstByteAt != 0 ? time.GetElapsedTime(FirstByteAt) : TimeSpan.Zero);

    /// <summary>Gives back what the request holds of its backend.</summary>
    public void GivePlaceBack() => Running?.End();

    /// <summary>Gives the body back; no attempt may follow.</summary>
    public void ReleaseBody()
    {
        Body?.Release();
        Body = null;
    }
}
