using System.Diagnostics;
using System.Globalization;

namespace Gateway.Tests.Ledger.Journal;

/// <summary>
/// A real disk of 8 MB fills up and is freed again. It is mounted in a namespace of the process, which needs no privileges where users may
/// create one.
/// </summary>
public sealed class FullDiskTests : IAsyncDisposable
{
    private static readonly string[] OwnDisk = [
        "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs -o size=8m none \"$0\" && exec \"$@\""
    ];

    private readonly string _mount = Directory.CreateTempSubdirectory("gateway-disk-").FullName;

    [Fact]
    public async Task DiskOf8Megabytes_Full_HoldsUpNobody_AndFreedHasEverythingWithin5Seconds()
    {
        var can = CanMount();
        Assert.True(
            can || Environment.GetEnvironmentVariable("CI") != "true", "This machine lets nobody mount a disk of his own: unshare failed.");
        Assert.SkipUnless(can, "This machine lets nobody mount a disk of his own.");

        using var process = JournalHost.Start(Path.Combine(_mount, "journal"), [.. OwnDisk, _mount]);
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
        // As seen by the process: here the folder is empty.
        var disk = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/root{_mount}");
        await File.WriteAllBytesAsync(Path.Combine(disk, "ballast"), new byte[4 * 1024 * 1024]);

        Assert.Equal("safe", await WriteAsync(process, 1, 2000));
        var spooled = await WriteAsync(process, 2001, 24_000);
        Assert.Contains("No space left", spooled, StringComparison.OrdinalIgnoreCase);
        File.Delete(Path.Combine(disk, "ballast"));
        var since = Stopwatch.GetTimestamp();
        while (await WriteAsync(process, 1, 0) != "safe")
        {
            Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0, 5);
        }

        var copy = Path.Combine(_mount, "copy");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(disk, "journal"), "*.journal"))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        process.Kill();
        await process.WaitForExitAsync();
        await using var rig = new JournalRig(copy);
        await rig.StartAsync();
        await rig.FlushAsync();
        Assert.Equal(Enumerable.Range(1, 24_000), rig.Numbers.Distinct());
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_mount, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<string> WriteAsync(Process process, int from, int to)
    {
        await process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"write {from} {to}"));
        await process.StandardInput.FlushAsync();
        return (await process.StandardOutput.ReadLineAsync())!;
    }

    private bool CanMount()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        using var process =
            Process.Start(new ProcessStartInfo(OwnDisk[0], [.. OwnDisk[1..], _mount, "true"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
