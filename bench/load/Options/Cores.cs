using System.Diagnostics;
using System.Runtime.Versioning;

namespace Gateway.Load.Options;

/// <summary>Keeps the client off the core that it measures.</summary>
internal static class Cores
{
    public static void UseSecond()
    {
        if (OperatingSystem.IsLinux())
            Pin();
    }

    [SupportedOSPlatform("linux")]
    private static void Pin()
    {
        using var self = Process.GetCurrentProcess();
        self.ProcessorAffinity = 0b10;
    }
}
