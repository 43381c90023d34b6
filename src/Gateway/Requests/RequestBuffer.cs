using System.Buffers;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Requests;

/// <summary>
/// The body of one request in one array of the shared pool. It is read once, sent for each attempt, and released when the answer is
/// committed. Reference-counted, because a connection may still be sending it when the answer has already come.
/// </summary>
internal sealed class RequestBuffer
{
    private const int MinArray = 16 * 1024;

    private readonly BodyBudget _budget;
    private byte[] _array = [];
    private int _users = 1;

    private RequestBuffer(BodyBudget budget) => _budget = budget;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    /// <summary>Reads the whole body.</summary>
    /// <returns>The buffer, or the reason why there is none.</returns>
    public static async ValueTask<(RequestBuffer? Body, ApiError? Error)> ReadAsync(
        HttpRequest request, BodyLimits limits, BodyBudget budget, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limits.One)
        {
            return (null, ApiErrors.BodyTooLarge(limits.One));
        }

        var body = new RequestBuffer(budget);
        try
        {
            var error = await body.FillAsync(request, limits, cancellationToken);
            if (error is null)
            {
                return (body, null);
            }

            body.Release();
            return (null, error);
        }
        catch
        {
            body.Release();
            throw;
        }
    }

    /// <summary>Keeps the array while it is being sent. Each call needs one <see cref="Release"/>.</summary>
    public void Hold() => ObjectDisposedException.ThrowIf(!TryHold(), this);

    /// <summary>Like <c>Hold</c>, for a body that may already be released.</summary>
    /// <returns>True when it is held and needs a <see cref="Release"/>.</returns>
    public bool TryHold()
    {
        for (var users = Volatile.Read(ref _users); users > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _budget.Give(_array.Length);
            Replace([]);
        }
    }

    private async ValueTask<ApiError?> FillAsync(HttpRequest request, BodyLimits limits, CancellationToken cancellationToken)
    {
        var announced = (int)(request.ContentLength ?? 0);
        var reader = request.BodyReader;
        var messages = new MessageCounter();
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var error = Append(read.Buffer, announced, limits);
            // Also for a body that is refused: the connection goes on reading behind it.
            reader.AdvanceTo(read.Buffer.End);
            if (error is not null || read.IsCompleted)
            {
                return error;
            }

            if (messages.Passes(Span))
            {
                return ApiErrors.TooManyMessages(RequestHeadReader.MaxMessages);
            }
        }
    }

    private ApiError? Append(in ReadOnlySequence<byte> bytes, int announced, BodyLimits limits)
    {
        foreach (var segment in bytes)
        {
            if (Length + segment.Length > limits.One)
            {
                return ApiErrors.BodyTooLarge(limits.One);
            }

            if (!TryReserve(segment.Length, announced, limits.All))
            {
                return ApiErrors.TooManyBodies();
            }

            segment.Span.CopyTo(_array.AsSpan(Length));
            Length += segment.Length;
        }

        return null;
    }

    private bool TryReserve(int more, int announced, long limitOfAll)
    {
        if (_array.Length - Length >= more)
        {
            return true;
        }

        // Memory grows with the bytes received, not with the announced length: connections that only announce cost nothing, and a body of
        // many mebibytes is complete in a few steps.
        var wanted = Math.Max(Length + more, _array.Length * 2);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, Math.Min(announced, Math.Max(MinArray, wanted * 4))));
        if (!_budget.TryTake(larger.Length - _array.Length, limitOfAll))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        Span.CopyTo(larger);
        Replace(larger);
        return true;
    }

    private void Replace(byte[] array)
    {
        var before = _array;
        _array = array;
        if (before.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(before);
        }
    }
}
