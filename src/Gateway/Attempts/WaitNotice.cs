using System.Globalization;
using System.Text;
using Gateway.Resilience.Queue;

namespace Gateway.Attempts;

/// <summary>Tracks what a request is waiting for, so that its client can be told in a comment.</summary>
internal sealed class WaitNotice
{
    // Never a word that begins with "ping": Continue takes it for the end.
    private static readonly byte[] KeepAlive = ": keep-alive\n\n"u8.ToArray();
    private static readonly byte[] Loading = ": waiting, the model is being loaded\n\n"u8.ToArray();

    private static readonly object Load = new();
    private static readonly object Room = new();

    // A request in line, or one of the two above; null while only the answer is waited for.
    private volatile object? _what;

    /// <summary>True when it waits for its turn or for a load rather than for its answer.</summary>
    public bool IsWaiting => _what is not null;

    /// <summary>Its place in line; null when it is in none.</summary>
    public int? Place => _what switch
    {
        Waiter { PlaceNow: > 0 and var place } => place,
        Waiter or null => null,
        var what => what == Room ? 1 : null,
    };

    /// <summary>The comment that tells the client.</summary>
    public ReadOnlyMemory<byte> Comment =>
        Place is { } place ? Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $": waiting, place {place} in line\n\n"))
        : _what == Load ? Loading
        : KeepAlive;

    public void InLine(Waiter waiter) => _what = waiter;

    /// <summary>Notes that its backend is loading the model.</summary>
    public void ForLoad() => _what = Load;

    /// <summary>Notes that its backend's own line is full. In the gateway's line, the request comes next.</summary>
    public void ForRoom() => _what = Room;

    public void Over() => _what = null;
}
