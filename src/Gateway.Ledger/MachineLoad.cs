using System.Buffers.Text;
using System.Diagnostics;

namespace Gateway.Ledger;

/// <summary>
/// Tells whether requests or other programs need the processors, so that work which can wait does so. Linux reports the load of the whole
/// machine. The time of this process is measured too, against the processors it may use: in a container these are fewer.
/// </summary>
internal sealed class MachineLoad
{
    // Beyond this share of the processors' time, work that comes unevenly has to wait for them.
    private const double Busy = 0.5;

    // In less, the kernel's steps would show.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private Reading _last = Reading.Now();
    private TimeSpan _besides;
    private bool _isBusy;

    /// <param name="besides">The time the caller itself has worked since it asked last, which does not count.</param>
    public bool IsBusy(TimeSpan besides)
    {
        _besides += besides;
        var now = Reading.Now();
        var elapsed = Stopwatch.GetElapsedTime(_last.At, now.At);
        if (elapsed < Shortest)
        {
            return _isBusy;
        }

        var own = (now.Own - _last.Own - _besides) / (elapsed * Environment.ProcessorCount);
        var all = now.All - _last.All;
        var machine = all > 0 ? (now.Used - _last.Used - _besides / Reading.Unit) / all : 0;
        (_last, _besides) = (now, TimeSpan.Zero);
        return _isBusy = Math.Max(own, machine) > Busy;
    }

    /// <param name="At">When it was read.</param>
    /// <param name="Own">The processors' time of this process.</param>
    /// <param name="Used">The time that the machine's processors worked, in <see cref="Unit"/>.</param>
    /// <param name="All">The same with the time they were idle; 0 where nobody tells.</param>
    private readonly record struct Reading(long At, TimeSpan Own, long Used, long All)
    {
        /// <summary>The unit in which the kernel reports times, on all its platforms.</summary>
        public static readonly TimeSpan Unit = TimeSpan.FromMilliseconds(10);

        private const string Stat = "/proc/stat";

        // The places in the first line of the time without work: idle, and waiting for a disk.
        private const int Idle = 3;
        private const int Waiting = 4;

        // Those behind it are contained in the others.
        private const int Columns = 8;

        public static Reading Now()
        {
            var (used, all) = OfMachine();
            return new Reading(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, used, all);
        }

        private static (long Used, long All) OfMachine()
        {
            if (!OperatingSystem.IsLinux())
            {
                return default;
            }

            try
            {
                using var file = File.OpenHandle(Stat);
                Span<byte> line = stackalloc byte[256];
                line = line[..RandomAccess.Read(file, line, 0)];
                return Sum(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return default;
            }
        }

        // "cpu  10132153 290696 3084719 46828483 16683 0 25195 0 175628 0"
        private static (long Used, long All) Sum(ReadOnlySpan<byte> line)
        {
            long used = 0;
            long all = 0;
            line = line.StartsWith("cpu "u8) ? line[4..].TrimStart((byte)' ') : default;
            for (var i = 0; i < Columns && Utf8Parser.TryParse(line, out long time, out var length); i++)
            {
                all += time;
                used += i is Idle or Waiting ? 0 : time;
                line = line[length..].TrimStart((byte)' ');
            }

            return (used, all);
        }
    }
}
