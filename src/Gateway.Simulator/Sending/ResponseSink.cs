namespace Gateway.Simulator.Sending;

/// <summary>Writes to the response as Kestrel frames it.</summary>
internal sealed class ResponseSink(HttpResponse response) : IByteSink
{
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await response.BodyWriter.WriteAsync(bytes, cancellationToken);
        // Kestrel swallows writes to a client that has left.
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task CloseAsync() => Task.CompletedTask;
}
