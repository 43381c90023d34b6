using System.Diagnostics;

namespace Gateway.Tests.Hosting;

/// <summary>Waits for what another thread or process does, for as long as that may take on a busy machine.</summary>
internal static class WaitUntil
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task TrueAsync(Func<bool> isSo) => TrueAsync(() => Task.FromResult(isSo()));

    public static async Task TrueAsync(Func<Task<bool>> isSo)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Limit, $"It did not come to that within {Limit.TotalSeconds} s.");
            // A moment for whatever is waited for: it may need this core.
            await Task.Delay(TimeSpan.FromMilliseconds(2));
        }
    }
}
