using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Gateway.Tests.Hosting;

/// <summary>
/// A real PostgreSQL on a free port, in a folder of its own, gone with the tests. Without the programs the tests that need it say so
/// and are skipped, except under <c>CI=true</c>, where they fail: a gate that skips itself is none.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-pg-").FullName;
    private string? _missing;
    private string _programs = "";
    private int _port;

    private string Data => Path.Combine(_folder, "data");

    public async ValueTask InitializeAsync()
    {
        if (FindPrograms() is not { } programs)
        {
            _missing = "PostgreSQL is not installed (Debian: apt-get install postgresql).";
            return;
        }

        _programs = programs;
        _port = FreePorts.Next();
        if (IsRoot)
        {
            // PostgreSQL does not run as root, so neither the folder nor the server is root's.
            await RunAsync("chown", [User, _folder]);
        }

        await RunAsServerAsync(
            "initdb", "-D", Data, "-U", "gateway", "--auth=trust", "--no-sync", "--no-instructions", "-E", "UTF8", "--locale=C");
        await StartAsync();
    }

    /// <summary>The connection string of a new, empty database. Says first if there can be none.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        if (_missing is not null)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", _missing);
            Assert.Skip(_missing);
        }

        var name = $"d{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(To("postgres"));
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return To(name);
    }

    public Task StartAsync() =>
        RunAsServerAsync(
            "pg_ctl", "start", "-w", "-D", Data, "-l", Path.Combine(_folder, "log"), "-o",
            $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off");

    public Task StopAsync() => RunAsServerAsync("pg_ctl", "stop", "-w", "-m", "immediate", "-D", Data);

    public async ValueTask DisposeAsync()
    {
        if (_missing is null && File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await StopAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static string User =>
        File.ReadLines("/etc/passwd").Any(l => l.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private string To(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=gateway;Database={database};Timeout=5;Maximum Pool Size=20";

    // Debian keeps each version in a folder of its own, off the path.
    private static string? FindPrograms()
    {
        var versions = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(v => Path.Combine(v, "bin"))
            : [];
        return versions.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).FirstOrDefault(
            f => File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "pg_ctl")));
    }

    private Task RunAsServerAsync(string program, params string[] arguments) => IsRoot
        ? RunAsync("setpriv", [$"--reuid={User}", "--clear-groups", Path.Combine(_programs, program), .. arguments])
        : RunAsync(Path.Combine(_programs, program), arguments);

    private async Task RunAsync(string program, string[] arguments)
    {
        // Into a file: a server that is started keeps the pipes of whoever started it open.
        var output = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(_folder)}.out");
        var start = new ProcessStartInfo(
            "sh", ["-c", "exec \"$@\" > \"$0\" 2>&1", output, program, .. arguments])
        { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var said = File.Exists(output) ? await File.ReadAllTextAsync(output) : "";
        File.Delete(output);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {said}");
    }
}
