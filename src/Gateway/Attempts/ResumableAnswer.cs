using System.Text;
using Gateway.Requests;
using Gateway.Resilience.Ejection;
using Gateway.Wire.Bytes;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>
/// The stream of a route with <c>resume: true</c>. When it breaks, the next candidate that can continue the answer does so, after a comment
/// that says so. If none can, an error event follows. An answer is continued once.
/// </summary>
internal sealed class ResumableAnswer(AttemptContext context, Failover attempts, HttpRequestMessage message, Stream answer)
    : ForwardOnlyStream
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
                return context.AbortsOnFailure ? throw new IOException(_failure) : 0;
            }

            var count = await _answer.ReadAsync(buffer, cancellationToken);
            if (count > 0 || buffer.IsEmpty || _isSettled)
            {
                if (context.Delivery.Stream is ResumableRepair { IsBeyondContinuing: true })
                {
                    context.Inquiry.ReleaseBody();
                }

                return count;
            }

            if (context.Delivery.Stream is not ResumableRepair { IsBroken: true } broken)
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
        var delivery = context.Delivery;
        var continued = await ContinueAsync(broken);
        // Nothing is sent again from here on.
        delivery.Inquiry.ReleaseBody();
        if (continued is not null)
        {
            // Never a word that begins with "ping": Continue takes it for the end.
            _output.Append(Encoding.ASCII.GetBytes($": resumed on {HeaderText.Escape(delivery.Resumed!.ToString())}\n\n"));
            _answer = continued;
            return;
        }

        broken.GiveUp(_output);
        _failure = broken.Failure;
    }

    /// <returns>Null when there is no continuation.</returns>
    private async ValueTask<Stream?> ContinueAsync(ResumableRepair broken)
    {
        var delivery = context.Delivery;
        if (context.Drain.IsCancellationRequested
            || !attempts.LeavesPrefixTakers
            || Continuation.Of(delivery.Inquiry, broken.Delivered) is not { } continuation)
        {
            return null;
        }

        // 1. The broken attempt is over: it releases everything it holds, and counts as failed, once.
        var (first, answer, prompt) = (delivery.Served!, delivery.Answer!, delivery.SentPromptTokens);
        await _answer.DisposeAsync();
        delivery.Serving?.End();
        var isPatience = broken.BrokeAs == AnswerEnd.Stalled && delivery.Serving?.StallCounts != true;
        delivery.Serving?.TakeGuard()?.Ended(Clearance.Normal, isPatience ? Fault.Neutral : Fault.Failed);

        // 2. The other candidates, in order. The message is a copy: the loser of a race may still be reading the old one.
        var next = attempts.Continue(context with { Continuation = continuation }, AttemptRequest.Copy(message));
        next.NoteBroken(first, broken);
        if (await next.RunAsync() is { } response)
        {
            delivery.Spend(new SpentAnswer(first, answer, broken.BrokeAs) { Prompt = prompt });
            return await response.Content.ReadAsStreamAsync();
        }

        // The client still has only the first one's text.
        delivery.Progress = delivery.Progress with { Served = first };
        return null;
    }
}
