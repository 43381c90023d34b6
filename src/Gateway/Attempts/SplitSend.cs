using System.Net;
using System.Runtime.ExceptionServices;
using Gateway.Backends;
using Gateway.Resilience.Queue;
using Gateway.Wire.Bytes;

namespace Gateway.Attempts;

/// <summary>
/// Sends a request in parts if it is longer than its backend accepts, and joins the answers. The parts go in parallel as far as the backend
/// has places that nobody waits for. The first part that fails is the answer to the whole.
/// </summary>
internal sealed class SplitSend(HttpRequestMessage whole, AttemptContext context, Backend backend, AttemptRecord record, int parts)
{
    // One request must not flood a backend that has no limit of its own.
    private const int MostBeside = 8;

    private readonly PooledBodyContent _content = (PooledBodyContent)whole.Content!;
    private readonly PooledBuffer?[] _answers = new PooledBuffer?[parts];
    private int _next = -1;
    private HttpResponseMessage? _first;
    private HttpResponseMessage? _refusal;
    private Exception? _fault;

    /// <returns>The joined answer, or that of a part that failed.</returns>
    public async Task<HttpResponseMessage> SendAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await Task.WhenAll(Workers(stop));
            cancellationToken.ThrowIfCancellationRequested();
            record.WasBegun = _answers.Any(static a => a is not null);
            if (_refusal is null && _fault is not null)
            {
                ExceptionDispatchInfo.Throw(_fault);
            }

            return _refusal ?? Joined();
        }
        finally
        {
            foreach (var answer in _answers)
            {
                answer?.Dispose();
            }
        }
    }

    // The first part uses the attempt's own place.
    private List<Task> Workers(CancellationTokenSource stop)
    {
        var workers = new List<Task> { WorkAsync(null, null, stop) };
        var queue = context.Services.Guards.QueueOf(backend, record.Candidate);
        while (workers.Count < Math.Min(parts, MostBeside))
        {
            var lease = queue?.TryEnter();
            if (queue is not null && lease is null)
            {
                break;
            }

            workers.Add(WorkAsync(queue, lease, stop));
        }

        return workers;
    }

    private async Task WorkAsync(BackendQueue? queue, QueueLease? lease, CancellationTokenSource stop)
    {
        try
        {
            while (!stop.IsCancellationRequested && Interlocked.Increment(ref _next) is var part && part < parts)
            {
                await SendPartAsync(part, stop);
                if (lease is not null)
                {
                    // Those in line go before the next part.
                    lease.Dispose();
                    lease = queue!.TryEnter();
                    if (lease is null)
                    {
                        return;
                    }
                }
            }
        }
        catch (Exception e)
        {
            if (Interlocked.CompareExchange(ref _fault, e, null) is null)
            {
                await stop.CancelAsync();
            }
        }
        finally
        {
            lease?.DisposeUnused();
        }
    }

    private async Task SendPartAsync(int part, CancellationTokenSource stop)
    {
        using var message = AttemptRequest.Copy(whole);
        var edits = _content.Edits.Copy();
        context.Inquiry.Operation.Split(_content.Body.Span, context.Inquiry.Head, part, parts, edits);
        message.Content = new PooledBodyContent(_content.Body, edits);
        var response = await backend.Client.SendAsync(message, stop.Token);
        if (response.StatusCode is < HttpStatusCode.OK or > HttpStatusCode.NonAuthoritativeInformation)
        {
            await RefuseAsync(response, stop);
            return;
        }

        var (body, isWhole) = await BodyReader.ReadAsync(response.Content, context.Inquiry.Operation.MaxAnswer, stop.Token);
        _answers[part] = body;
        if (!isWhole)
        {
            throw new IOException("The answer to a part is too long.");
        }

        if (Interlocked.CompareExchange(ref _first, response, null) is not null)
        {
            response.Dispose();
        }
    }

    private async Task RefuseAsync(HttpResponseMessage response, CancellationTokenSource stop)
    {
        // Its body is read for the failure's message after the others were stopped.
        if (Interlocked.CompareExchange(ref _refusal, response, null) is null)
        {
            await response.Content.LoadIntoBufferAsync(stop.Token);
            await stop.CancelAsync();
        }
        else
        {
            response.Dispose();
        }
    }

    private HttpResponseMessage Joined()
    {
        var joined = new PooledBuffer();
        if (!context.Inquiry.Operation.Join(_answers!, joined))
        {
            // It is judged as if it had been sent alone.
            joined.Dispose();
            joined = Array.Find(_answers, a => !context.Inquiry.Operation.IsBegun(a!.Span)) ?? _answers[0]!;
            _answers[Array.IndexOf(_answers, joined)] = null;
        }

        var response = _first!;
        response.Content = new AnswerContent(new PooledReadStream(joined), joined.Length);
        return response;
    }
}
