using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Gateway.Load.Targets;

/// <summary>A child process that writes its output to a file, like a service. With a pipe, the client would pay for reading logs.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _log;

    private ChildProcess(Process process, string log) => (_process, _log) = (process, log);

    /// <summary>The user and system time of the whole process, which the kernel counts in steps of 10 ms.</summary>
    public TimeSpan Cpu => _process.TotalProcessorTime;

    /// <summary>The bytes that its code has allocated since the start, as <see cref="StartupHook"/> reports them.</summary>
    public long Allocated
    {
        get
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(SocketOf(_log)));
            using var stream = new NetworkStream(socket);
            Span<byte> count = stackalloc byte[sizeof(long)];
            stream.ReadExactly(count);
            return BinaryPrimitives.ReadInt64LittleEndian(count);
        }
    }

    public long ResidentKiB
    {
        get
        {
            foreach (var line in File.ReadLines($"/proc/{_process.Id}/status"))
            {
                // "VmRSS:     12345 kB"
                if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
                    return long.Parse(line.AsSpan(6, line.Length - 8).Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
            }
            throw new InvalidOperationException("The process has no resident memory; it has ended.");
        }
    }

    public static ChildProcess Start(string log, params ReadOnlySpan<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
        // exec keeps the process id, so that the target is measured and not the shell.
        foreach (var argument in (ReadOnlySpan<string>)["-c", "exec \"$@\" >\"$0\" 2>&1", log, "dotnet", .. command])
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(ChildProcess).Assembly.Location;
        start.Environment[StartupHook.SocketVariable] = SocketOf(log);
        return new ChildProcess(Process.Start(start)!, log);
    }

    /// <summary>Waits until <paramref name="url"/> answers 200.</summary>
    public async Task WhenReadyAsync(string url, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var started = Stopwatch.StartNew(); started.Elapsed < StartLimit && !_process.HasExited;)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(url), cancellation);
                if (answer.StatusCode == System.Net.HttpStatusCode.OK)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                // The child is not listening or not answering yet. It is asked again until the limit.
            }
            await Task.Delay(50, cancellation);
        }
        throw new InvalidOperationException(
            $"{url} did not answer 200 within {StartLimit.TotalSeconds} s. The end of its output:\n"
            + string.Join('\n', File.ReadLines(_log).TakeLast(20)));
    }

    private static string SocketOf(string log) => log + ".socket";

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }
}
