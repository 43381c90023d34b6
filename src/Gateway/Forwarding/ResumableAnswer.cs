using System.Text;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Resilience;
using Gateway.Resilience.Ejection;
using Gateway.Streaming;

namespace Gateway.Forwarding;

/// <summary>
/// The stream of a route with <c>resume: true</c>: when it breaks, what follows is a continuation by the next candidate that can give
/// one, behind a comment that says so; where none does, the error event. An answer is continued once.
/// </summary>
internal sealed class ResumableAnswer(Exchange exchange, AttemptRun run, HttpRequestMessage message, Stream answer) : ForwardOnlyStream
{
    private readonly PooledBuffer _output = new();
    private Stream _answer = answer;
    private bool _isSettled;
    private string? _failure;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_output.Length == 0)
        {
            if (_failure is not null)
            {
                return exchange.AbortsOnFailure ? throw new IOException(_failure) : 0;
            }

            var count = await _answer.ReadAsync(buffer, cancellationToken);
            if (count > 0 || buffer.IsEmpty || _isSettled)
            {
                if (exchange.Request.Stream is ResumableRepair { IsBeyondContinuing: true })
                {
                    exchange.Request.ReleaseBody();
                }

                return count;
            }

            if (exchange.Request.Stream is not ResumableRepair { IsBroken: true } broken)
            {
                return 0;
            }

            await SettleAsync(broken);
        }

        var length = Math.Min(buffer.Length, _output.Length);
        _output.Span[..length].CopyTo(buffer.Span);
        _output.Consume(length);
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _output.Dispose();
            _answer.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask SettleAsync(ResumableRepair broken)
    {
        _isSettled = true;
        var request = exchange.Request;
        var continued = await ContinueAsync(broken);
        // Nothing is sent again from here on.
        request.ReleaseBody();
        if (continued is not null)
        {
            // Never a word that begins with "ping": Continue takes it for the end.
            _output.Append(Encoding.ASCII.GetBytes($": resumed on {HeaderText.Escape(request.Resumed!.ToString())}\n\n"));
            _answer = continued;
            return;
        }

        broken.GiveUp(_output);
        _failure = broken.Failure;
    }

    /// <returns>Null when there is no continuation.</returns>
    private async ValueTask<Stream?> ContinueAsync(ResumableRepair broken)
    {
        var request = exchange.Request;
        if (exchange.Drain.IsCancellationRequested
            || !run.LeavesPrefixTakers
            || Continuation.Of(request, broken.Delivered) is not { } continuation)
        {
            return null;
        }

        // 1. The broken attempt is over: it gives back all that it holds, and counts as failed, once.
        var (first, answer) = (request.Served!, request.Answer!);
        await _answer.DisposeAsync();
        request.GivePlaceBack();
        var isPatience = broken.BrokeAs == AnswerEnd.Stalled && request.Running?.StallCounts != true;
        request.Guard?.Ended(Clearance.Normal, isPatience ? Fault.Neutral : Fault.Failed);
        request.Guard = null;

        // 2. The others, in their order. The message is a copy: the loser of a race may still be looking at the old one.
        var next = run.Continue(exchange with { Continuation = continuation }, AttemptRequest.Copy(message));
        next.NoteBroken(first, broken);
        if (await next.RunAsync() is { } response)
        {
            request.Spend(new SpentAnswer(first, answer, broken.BrokeAs));
            return await response.Content.ReadAsStreamAsync();
        }

        // What the client has is still the first one's.
        request.Served = first;
        return null;
    }
}
