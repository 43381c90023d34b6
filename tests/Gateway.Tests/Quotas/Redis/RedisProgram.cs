using System.ComponentModel;
using System.Diagnostics;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>
/// The real <c>redis-server</c>. Without it the tests say so and are skipped, except under <c>CI=true</c>, where they fail: a gate
/// that skips itself is none.
/// </summary>
internal static class RedisProgram
{
    public const string Name = "redis-server";

    public static void Require() => Demand(IsThere(), "redis-server is not installed (Debian: redis-server).");

    /// <summary>A library that gives a program another clock, so that days pass in a test.</summary>
    public static string RequireClock()
    {
        Require();
        var library = Directory.Exists("/usr/lib")
            ? Directory.EnumerateDirectories("/usr/lib").Select(d => Path.Combine(d, "faketime", "libfaketime.so.1")).FirstOrDefault(
                File.Exists)
            : null;
        Demand(library is not null, "libfaketime is not installed (Debian: libfaketime).");
        return library!;
    }

    private static void Demand(bool isMet, string missing)
    {
        Assert.False(!isMet && Environment.GetEnvironmentVariable("CI") == "true", missing + " CI needs it.");
        Assert.SkipUnless(isMet, missing);
    }

    private static bool IsThere()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Name, "--version") { RedirectStandardOutput = true });
            process!.WaitForExit();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
