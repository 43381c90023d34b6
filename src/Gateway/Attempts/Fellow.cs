using Gateway.Backends;
using Gateway.Resilience.Ejection;
using Gateway.Routing.Candidates;

namespace Gateway.Attempts;

/// <summary>
/// A request in line that may be, or is, sent together with others that wait for the same. They share only the send: each has
/// its own attempt and its own answer.
/// </summary>
internal sealed class Fellow
{
    private readonly TaskCompletionSource<HttpResponseMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _likeness;

    private Fellow(AttemptContext context, Backend backend, Candidate candidate, byte[] likeness, int pieces) =>
        (Context, Backend, Candidate, _likeness, Pieces) = (context, backend, candidate, likeness, pieces);

    public AttemptContext Context { get; }

    public Backend Backend { get; }

    public Candidate Candidate { get; }

    public int Pieces { get; }

    public long Tokens => Context.Inquiry.Head.PromptTokens;

    /// <summary>The merged send it belongs to; null while it may be sent alone.</summary>
    public GatheredSend? Send { get; set; }

    /// <summary>The request's own message, ready to be sent; null before that.</summary>
    public HttpRequestMessage? Message { get; private set; }

    /// <summary>The attempt of this request alone.</summary>
    public AttemptRecord? Record { get; private set; }

    /// <summary>True when it no longer takes an answer. Under the lock of the merged send.</summary>
    public bool HasLeft { get; set; }

    /// <returns>Null when the request is always sent alone.</returns>
    public static Fellow? Of(AttemptContext context, Backend backend, Candidate candidate)
    {
        var (operation, head) = (context.Inquiry.Operation, context.Inquiry.Head);
        var most = operation.MostTogether(backend);
        if (most <= 1 || context.Inquiry.IsBackground || context.Sends.GoesAlone || head.PromptTokens >= GatheredSend.MostTokens)
        {
            return null;
        }

        var (likeness, pieces) = operation.Together(context.Body.Span, head);
        return pieces < most ? new Fellow(context, backend, candidate, likeness, pieces) : null;
    }

    /// <summary>True when both could be merged into one request to the backend.</summary>
    public bool IsLike(Fellow other) =>
        ReferenceEquals(Backend, other.Backend)
        && Candidate.Is(other.Candidate.Backend, other.Candidate.Model)
        && Context.Inquiry.Operation == other.Context.Inquiry.Operation
        && _likeness.AsSpan().SequenceEqual(other._likeness);

    /// <summary>Joins the others, which only wait for it until it gets here.</summary>
    /// <returns>Its own answer.</returns>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, AttemptRecord record, CancellationToken cancellationToken)
    {
        (Message, Record) = (message, record);
        Context.Delivery.Gathered = Send!.Count;
        Send.HasCome();
        try
        {
            return await _answer.Task.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave();
            if (_answer.Task.IsCompletedSuccessfully)
            {
                (await _answer.Task).Dispose();
            }

            throw;
        }
    }

    /// <summary>Leaves: it takes no answer any more, or never came for one. The others go on.</summary>
    public void Leave() => Send!.Leave(this);

    /// <summary>True when its result says something about the model that the others do not already say.</summary>
    public bool MayCount(Fault fault) => fault == Fault.Neutral || Send!.MayCount();

    /// <summary>Takes its answer. Under the lock of the merged send.</summary>
    public void Take(HttpResponseMessage response) => _answer.TrySetResult(response);

    public void Fail(Exception exception) => _answer.TrySetException(exception);
}
