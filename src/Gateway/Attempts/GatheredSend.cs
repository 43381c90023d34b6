using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Gateway.Backends;
using Gateway.Operations;
using Gateway.Resilience.Queue;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;

namespace Gateway.Attempts;

/// <summary>
/// Sends requests that waited in one line for the same model as one request, in the place of the one whose turn came, and gives each its
/// own answer. If one of them may have caused a refusal, the halves are sent again separately, so that in the end only that one is refused.
/// </summary>
internal sealed class GatheredSend
{
    /// <summary>Limits the wait of those next in line to the time of one text that fills a usual context.</summary>
    public const int MostTokens = 8192;

    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    private readonly Lock _lock = new();
    private readonly List<Fellow> _fellows;
    private readonly QueueLease _lease;
    private int _pieces;
    private long _tokens;
    private int _awaited = 1;
    private int _left;
    // Cancels what is sent when nobody wants it any more; null while nothing is sent.
    private CancellationTokenSource? _stop;
    private int _isCounted;
    private bool _isSent;

    private GatheredSend(QueueLease lease, Fellow first) =>
        (_lease, _fellows, _pieces, _tokens) = (lease, [first], first.Pieces, first.Tokens);

    /// <summary>The number of merged requests.</summary>
    public int Count => _fellows.Count;

    private Fellow First => _fellows[0];

    private Backend Backend => First.Backend;

    private Operation Operation => First.Context.Inquiry.Operation;

    private TimeProvider Time => First.Context.Time;

    /// <summary>Collects requests waiting in a line, for the one whose turn it is.</summary>
    /// <param name="queue">The line.</param>
    /// <param name="lease">The place, which is shared if others join.</param>
    /// <param name="first">The one whose turn it is.</param>
    /// <returns>True when others join.</returns>
    public static bool TryGather(BackendQueue queue, QueueLease lease, Fellow first)
    {
        var send = new GatheredSend(lease, first);
        queue.TakeAlong(send.TryAdd);
        if (send.Count == 1)
        {
            return false;
        }

        first.Send = send;
        return true;
    }

    private bool TryAdd(object waiting)
    {
        var fellow = (Fellow)waiting;
        if (_pieces + fellow.Pieces > Operation.MostTogether(Backend)
            || _tokens + fellow.Tokens > MostTokens
            || !fellow.IsLike(First))
        {
            return false;
        }

        _fellows.Add(fellow);
        (_pieces, _tokens, _awaited) = (_pieces + fellow.Pieces, _tokens + fellow.Tokens, _awaited + 1);
        fellow.Send = this;
        return true;
    }

    /// <summary>Counts a request that is ready to be sent or will not come. The last of them sends for all.</summary>
    public void HasCome()
    {
        if (Interlocked.Decrement(ref _awaited) == 0)
        {
            _ = RunAsync();
        }
    }

    public void Leave(Fellow fellow)
    {
        lock (_lock)
        {
            if (fellow.HasLeft)
            {
                return;
            }

            fellow.HasLeft = true;
            if (++_left == Count)
            {
                // Callbacks registered on it run on another thread.
                _ = _stop?.CancelAsync();
            }
        }

        if (fellow.Message is null)
        {
            HasCome();
        }
    }

    /// <summary>True for the first result that says anything about the model.</summary>
    public bool MayCount() => Interlocked.Exchange(ref _isCounted, 1) == 0;

    private async Task RunAsync()
    {
        var began = Time.GetTimestamp();
        using var stop = new CancellationTokenSource();
        lock (_lock)
        {
            _stop = stop;
        }

        try
        {
            await SendAsync(_fellows, stop.Token);
        }
        catch (Exception e)
        {
            // Each treats the exception as if it had been sent alone.
            _fellows.ForEach(f => f.Fail(e));
        }
        finally
        {
            lock (_lock)
            {
                _stop = null;
            }

            // A place in line belongs to one request, so its time counts as one request's share.
            var now = Time.GetTimestamp();
            _lease.Restart(now - ((now - began) / Count));
            if (_isSent)
            {
                _lease.Dispose();
            }
            else
            {
                _lease.DisposeUnused();
            }
        }
    }

    private async Task SendAsync(IReadOnlyList<Fellow> fellows, CancellationToken cancellationToken)
    {
        var (message, all) = Compose(fellows);
        if (message is null)
        {
            return;
        }

        _isSent = true;
        using var response = await Backend.Client.SendAsync(message, cancellationToken);
        var isGood = response.StatusCode is >= HttpStatusCode.OK and <= HttpStatusCode.NonAuthoritativeInformation;
        var limit = isGood ? Operation.MaxAnswer : Attempt.MaxErrorBody;
        var (body, isWhole) = await BodyReader.ReadAsync(response.Content, limit, cancellationToken);
        using var read = body;
        if (isGood && !isWhole)
        {
            throw new IOException("The answer is too long.");
        }

        if (all.Count > 1 && isGood && TryDivide(response, body, all))
        {
            return;
        }

        if (all.Count > 1 && MayBeOfOne(response, isGood, body, all))
        {
            await SendAsync([.. all.Take(all.Count / 2)], cancellationToken);
            await SendAsync([.. all.Skip(all.Count / 2)], cancellationToken);
            return;
        }

        var same = body.Span.ToArray();
        foreach (var fellow in all)
        {
            Give(fellow, all.Count, response, new ByteArrayContent(same));
        }
    }

    // Under the lock, because one that leaves takes its body with it.
    private (HttpRequestMessage? Message, List<Fellow> All) Compose(IReadOnlyList<Fellow> fellows)
    {
        lock (_lock)
        {
            var all = fellows.Where(static f => !f.HasLeft).ToList();
            if (all.Count == 0)
            {
                return (null, all);
            }

            var own = (PooledBodyContent)all[0].Message!.Content!;
            var edits = own.Edits.Copy();
            if (all.Count > 1)
            {
                Operation.Gather([.. all.Select(static f => (f.Context.Body.Memory, f.Context.Inquiry.Head))], edits);
            }

            var body = new ArrayBufferWriter<byte>(edits.LengthAfter(own.Body.Length));
            edits.Apply(own.Body.Span, body);
            var message = AttemptRequest.Copy(all[0].Message!);
            message.Content = new ReadOnlyMemoryContent(body.WrittenMemory) { Headers = { ContentType = s_json } };
            return (message, all);
        }
    }

    private bool TryDivide(HttpResponseMessage response, PooledBuffer body, List<Fellow> all)
    {
        PooledBuffer[] parts = [.. all.Select(static _ => new PooledBuffer())];
        if (!Operation.Divide(body.Span, [.. all.Select(static f => f.Context.Inquiry.Head)], parts))
        {
            return false;
        }

        foreach (var (i, fellow) in all.Index())
        {
            Give(fellow, all.Count, response, new AnswerContent(new PooledReadStream(parts[i]), parts[i].Length));
        }

        return true;
    }

    // A failure that says nothing about the requests fails all of them.
    private bool MayBeOfOne(HttpResponseMessage response, bool isGood, PooledBuffer body, List<Fellow> all)
    {
        var error = BackendErrorText.Read(body.Span);
        var kind = isGood
            ? ErrorUnder200.Read(all[0].Record!, error).Kind
            : Backend.Provider.RowOf((int)response.StatusCode, error, words => MayQuote(all, words)).Kind;
        return kind is BackendFailure.ClientFault or BackendFailure.ContextTooLong or BackendFailure.Incapable;
    }

    private bool MayQuote(List<Fellow> all, string words)
    {
        lock (_lock)
        {
            return all.Exists(f => !f.HasLeft && f.Context.MayQuote(words));
        }
    }

    private void Give(Fellow fellow, int count, HttpResponseMessage response, HttpContent content)
    {
        var own = new HttpResponseMessage(response.StatusCode) { Content = content };
        content.Headers.ContentType = response.Content.Headers.ContentType;
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            own.Headers.TryAddWithoutValidation(name, values);
        }

        lock (_lock)
        {
            if (!fellow.HasLeft)
            {
                fellow.Context.Delivery.Gathered = count;
                fellow.Take(own);
                return;
            }
        }

        own.Dispose();
    }
}
