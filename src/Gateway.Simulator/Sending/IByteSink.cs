namespace Gateway.Simulator.Sending;

/// <summary>Receives the bytes of an answer. A write ends when the socket has taken the bytes.</summary>
internal interface IByteSink
{
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Called once, after the last write.</summary>
    Task CloseAsync();
}
