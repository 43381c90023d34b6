using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Gateway.Load.Targets;

/// <summary>A child process that writes its output to a file, like a service. With a pipe, the client would pay for reading logs.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly ProcessStartInfo _start;
    private readonly string _log;
    private Process _process;
    private string? _readyUrl;
    private long _startedAt;

    private ChildProcess(ProcessStartInfo start, string log)
    {
        (_start, _log, _startedAt) = (start, log, Stopwatch.GetTimestamp());
        _process = Process.Start(start)!;
    }

    /// <summary>The time from its start to its first good answer.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>What it had used of the processor by then.</summary>
    public TimeSpan CpuToReady { get; private set; }

    /// <summary>The user and system time of the whole process, which the kernel counts in steps of 10 ms.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

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

    /// <param name="log">The file of its output.</param>
    /// <param name="core">The core it may use; null for all.</param>
    /// <param name="command">The dll and its arguments.</param>
    public static ChildProcess Start(string log, int? core, params ReadOnlySpan<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
        // exec keeps the process id, so that the target is measured and not the shell.
        ReadOnlySpan<string> pinned = core is { } only ? ["taskset", "-c", only.ToString(CultureInfo.InvariantCulture)] : [];
        foreach (var argument in (ReadOnlySpan<string>)["-c", "exec \"$@\" >\"$0\" 2>&1", log, .. pinned, "dotnet", .. command])
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(ChildProcess).Assembly.Location;
        start.Environment[StartupHook.SocketVariable] = SocketOf(log);
        return new ChildProcess(start, log);
    }

    /// <summary>Ends it in order and starts it once more, with what it has left on the disk.</summary>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        using (var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await stop.WaitForExitAsync(cancellation);
        await _process.WaitForExitAsync(cancellation).WaitAsync(StopLimit, cancellation);
        _process.Dispose();
        File.Delete(SocketOf(_log));
        _startedAt = Stopwatch.GetTimestamp();
        _process = Process.Start(_start)!;
        await WhenReadyAsync(_readyUrl!, cancellation);
    }

    /// <summary>Waits until <paramref name="url"/> answers 200.</summary>
    public async Task WhenReadyAsync(string url, CancellationToken cancellation)
    {
        _readyUrl = url;
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var started = Stopwatch.StartNew(); started.Elapsed < StartLimit && !_process.HasExited;)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(url), cancellation);
                if (answer.StatusCode == System.Net.HttpStatusCode.OK)
                {
                    (ReadyAfter, CpuToReady) = (Stopwatch.GetElapsedTime(_startedAt), Cpu);
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                // The child is not listening or not answering yet. It is asked again until the limit.
            }
            await Task.Delay(10, cancellation);
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
