using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace Gateway.Tests.Cli;

/// <summary>If the gateway cannot start, it says why in one line, with an exit code and no stack trace.</summary>
public sealed class StartThatCannotBeTests : IDisposable
{
    private const string Free = "listen: { data: \"http://127.0.0.1:0\", admin: \"http://127.0.0.1:0\" }\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("data: \"http://127.0.0.1:{0}\", admin: \"http://127.0.0.1:0\"", "another port under listen.data.")]
    [InlineData("data: \"http://127.0.0.1:0\", admin: \"http://127.0.0.1:{0}\"", "another port under listen.admin.")]
    [InlineData("data: \"http://localhost:{0}\", admin: \"http://127.0.0.1:0\"", "another port under listen.data.")]
    public async Task Port_InUse_IsOneLine(string listen, string words)
    {
        using var holder = Hold(out var port);
        var result = await StartAsync($"listen: {{ {listen.Replace("{0}", $"{port}", StringComparison.Ordinal)} }}\n");
        AssertOneLine(result, words);
        Assert.Contains($":{port}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PortOfTheDemo_InUse_IsOneLine()
    {
        using var holder = Hold(out var port);
        AssertOneLine(await Shell.RunAsync(_folder, $"gateway demo --port {port}"), "Choose another port with --port.");
    }

    [Fact]
    public async Task Address_OfNoInterfaceHere_IsOneLine() =>
        AssertOneLine(
            await StartAsync("anonymous: true\nlisten: { data: \"http://203.0.113.1:4000\", admin: \"http://127.0.0.1:0\" }\n"),
            "Choose another under listen.data");

    [Fact]
    public async Task PortOfLocalhost_ThatIsAny_IsAMistakeOfTheConfiguration() =>
        AssertOneLine(
            await StartAsync("listen: { data: \"http://localhost:0\", admin: \"http://127.0.0.1:0\" }\n"), "gateway.yaml:1: listen.data: ");

    [Fact]
    public async Task Journal_InUse_IsOneLine()
    {
        var file = Path.Combine(_folder, "gateway.yaml");
        await File.WriteAllTextAsync(file, Free);
        await using var first = GatewayProcess.Start(_folder, "--config", file);
        await first.WaitForAsync("Application started");
        AssertOneLine(await Shell.RunAsync(_folder, "gateway --config gateway.yaml"), "is in use by another gateway");
    }

    [Theory]
    [InlineData("storage: { path: missing/gateway.db }", "storage: cannot be used: ")]
    [InlineData("storage: { path: /sys/gateway.db }", "storage: cannot be used: ")]
    [InlineData("storage: { ledgerPath: /sys/ledger.db }", "storage.ledgerPath: cannot be used: ")]
    [InlineData("storage: { ledgerPath: missing/ledger.db }", "storage.ledgerPath: cannot be used: ")]
    [InlineData("ledger: { journal: /sys/journal }", "ledger.journal: cannot be used: ")]
    [InlineData("storage: { path: gateway.yaml }", "storage: cannot be used: ")]
    public async Task Place_ThatMayNotBeWritten_IsOneLine(string yaml, string words) => AssertOneLine(await StartAsync(Free + yaml), words);

    [Fact]
    public async Task Database_OfANewerVersion_IsOneLine_AndIsLeftAsItIs()
    {
        Assert.Equal(0, (await Shell.RunAsync(_folder, "gateway keys new a --store")).Exit);
        Change("data/gateway.db", "INSERT INTO access_migrations VALUES ('99990101000000_Later', '99.0')");
        var before = await File.ReadAllBytesAsync(Path.Combine(_folder, "data/gateway.db"));
        AssertOneLine(await StartAsync(Free), "newer version of the gateway");
        (await Shell.RunAsync(_folder, "gateway keys list --config gateway.yaml")).FailedWith("newer version of the gateway");
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(_folder, "data/gateway.db")));
    }

    [Fact]
    public async Task Ledger_OfANewerVersion_IsOneLine()
    {
        Change(
            "ledger.db",
            "CREATE TABLE ledger_migrations (MigrationId TEXT PRIMARY KEY, ProductVersion TEXT); INSERT INTO ledger_migrations VALUES "
            + "('99990101000000_Later', '99.0')");
        AssertOneLine(await StartAsync(Free), "newer version of the gateway");
        Assert.Equal(1, (await Shell.RunAsync(_folder, "gateway usage --config gateway.yaml")).Exit);
    }

    private static TcpListener Hold(out int port)
    {
        var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        port = ((IPEndPoint)holder.LocalEndpoint).Port;
        return holder;
    }

    private static void AssertOneLine(ShellResult result, string words)
    {
        result.FailedWith(words);
        Assert.Equal(1, result.Exit);
        Assert.True(result.Error.Trim().Split('\n').Length == 1, result.Error);
    }

    private async Task<ShellResult> StartAsync(string yaml)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "gateway.yaml"), yaml);
        return await Shell.RunAsync(_folder, "gateway --config gateway.yaml");
    }

    private void Change(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, file)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
