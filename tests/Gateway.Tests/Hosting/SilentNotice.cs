using System.Collections.Concurrent;
using Gateway.Authentication;

namespace Gateway.Tests.Hosting;

/// <summary>Keeps what the console would have shown.</summary>
internal sealed class SilentNotice : OneTimeNotice
{
    public ConcurrentQueue<string> Shown { get; } = new();

    public override void Show(string text) => Shown.Enqueue(text);
}
