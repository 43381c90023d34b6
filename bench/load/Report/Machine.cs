using System.Runtime.InteropServices;

namespace Gateway.Load.Report;

internal static class Machine
{
    public static string Line { get; } =
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}";
}
