using System.Buffers;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>
/// A stream that began before there was an answer: comments while the attempts run, then the answer as it is, or one error event when there
/// is none. A comment commits to nothing, so the attempts go on unaffected.
/// </summary>
internal sealed class PendingAnswer(AttemptContext context, Task<AttemptsEnd> attempts, Heartbeat heartbeat) : ForwardOnlyStream
{
    // Created when the first beat has passed.
    private ReadOnlyMemory<byte> _output = context.Notice!.Comment;
    private Stream? _answer;
    private ApiError? _error;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_output.IsEmpty)
        {
            if (_answer is not null)
            {
                return await _answer.ReadAsync(buffer, cancellationToken);
            }

            if (_error is not null)
            {
                return context.AbortsOnFailure ? throw new IOException(_error.Message) : 0;
            }

            await WaitAsync();
        }

        var length = Math.Min(buffer.Length, _output.Length);
        _output[..length].CopyTo(buffer);
        _output = _output[length..];
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _answer?.Dispose();
        }

        base.Dispose(disposing);
    }

    // The attempts end at once when the client leaves.
    private async ValueTask WaitAsync()
    {
        if (!await heartbeat.IsOverAsync(attempts))
        {
            _output = context.Notice!.Comment;
            return;
        }

        // The answer has its own limits, and comments are no longer wanted.
        heartbeat.Dispose();
        var end = await attempts;
        if (end.Response is { } response)
        {
            _answer = await response.Content.ReadAsStreamAsync(context.Client);
            return;
        }

        var written = new ArrayBufferWriter<byte>();
        ErrorBody.WriteStreamEvent(written, end.Error!.Message);
        (_error, _output) = (end.Error, written.WrittenMemory);
        context.Delivery.Failed = (end.Error, end.End);
    }
}
