using System.Globalization;

namespace Gateway.Load.Options;

internal static class FileLimit
{
    /// <summary>The files that a process opens besides its streams.</summary>
    private const int Spare = 300;

    /// <summary>The sockets of each stream: a proxy holds two.</summary>
    private const int DescriptorsPerStream = 2;

    /// <summary>
    /// The number of streams that the file limit allows. The limit is not raised, so that a run changes nothing on the machine.
    /// </summary>
    public static int Cap(string option, int streams)
    {
        var allowed = Math.Max(1, (OpenFiles() - Spare) / DescriptorsPerStream);
        if (streams <= allowed)
            return streams;
        var needed = (streams * DescriptorsPerStream) + Spare;
        Console.Error.WriteLine($"{option} {streams} needs {needed} open files; capped at {allowed} streams (ulimit -n).");
        return allowed;
    }

    private static int OpenFiles()
    {
        // "Max open files   1024   524288   files": the soft limit comes first.
        var line = File.ReadLines("/proc/self/limits").First(static line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        return int.TryParse(soft, CultureInfo.InvariantCulture, out var limit) ? limit : int.MaxValue;
    }
}
