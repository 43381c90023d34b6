using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Gateway.Tests.Cli;

/// <summary>
/// A command that cannot finish exits with a code other than 0 and says so on standard error. Nothing half-done goes unreported.
/// </summary>
public sealed partial class CommandsThatCannotFinishTests : IDisposable
{
    private static readonly string[] s_refused =
    [
        "gateway keys new alice --entry >/dev/full",
        "gateway keys new bob --store >/dev/full",
        "gateway keys list >/dev/full",
        "gateway teams new A --limit concurrent=1 >/dev/full",
        "gateway quotas new q --per key --limit concurrent=1 >/dev/full",
        "gateway audit list >/dev/full",
        "gateway audit verify >/dev/full",
        "gateway usage >/dev/full",
        "gateway usage export >/dev/full",
        "gateway config check >/dev/full",
        "gateway config schema >/dev/full",
        "set -o pipefail; gateway keys new carol --entry | true",
        "set -o pipefail; gateway config schema | true",
        "set -o pipefail; gateway usage export | true",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-half-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("route: 1", "route: is no key here")]
    [InlineData("storage: { provider: postgresql, connection: { env: GATEWAY_TEST_NO_DB } }", "GATEWAY_TEST_NO_DB is not set")]
    [InlineData("keyPepper: { env: GATEWAY_TEST_NO_PEPPER }", "GATEWAY_TEST_NO_PEPPER is not set")]
    [InlineData("storage: { provider: postgresql, connection: { file: connection } }", "is no connection string of PostgreSQL")]
    [InlineData("storage: { path: missing/gateway.db }", "The database cannot be used: ")]
    [InlineData(null, "cannot be read")]
    public async Task KeysNew_ThatCannotTellWhereKeysAre_PrintsNone(string? yaml, string words)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "connection"), "nonsense");
        if (yaml is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, "gateway.yaml"), yaml);
        }

        AssertNoKey(await RunAsync("gateway keys new alice --config gateway.yaml"), words);
    }

    [Fact]
    public async Task Commands_WhoseOutputIsRefused_Fail()
    {
        Assert.Equal(0, (await RunAsync("gateway keys new first --store")).Exit);
        foreach (var line in s_refused)
        {
            (await RunAsync(line)).FailedWith("Standard output cannot be written: ");
        }
    }

    [Fact]
    public async Task KeysNew_WhoseKeyNobodySaw_SaysThatItIsThere_AndWhatEndsIt()
    {
        var result = await RunAsync("gateway keys new alice --store >/dev/full");
        result.FailedWith("is made, but nobody has seen it");
        Assert.DoesNotContain("sk-gw-", result.Error, StringComparison.Ordinal);
        foreach (var said in Said().Matches(result.Error).Select(static m => m.Groups[1].Value))
        {
            Assert.Equal(0, (await RunAsync(said)).Exit);
        }
    }

    [Fact]
    public async Task Export_OntoAFullDisk_Fails_AndLeavesNoFile()
    {
        Assert.Equal(0, (await RunAsync("gateway keys new first --store")).Exit);
        Directory.CreateDirectory(Path.Combine(_folder, "out"));
        // Where it is written until it is whole.
        (await RunAsync("ln -s /dev/full out/usage.csv.part; gateway usage export -o out/usage.csv")).FailedWith(
            "out/usage.csv cannot be written: ");
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "out")));
        (await RunAsync("gateway usage export -o missing/usage.csv")).FailedWith("missing/usage.csv");
    }

    [Fact]
    public async Task Database_ThatIsLocked_IsSaid_AndNoKeyIsPrinted()
    {
        Assert.Equal(0, (await RunAsync("gateway keys new first --store")).Exit);
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "data/gateway.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();
        AssertNoKey(await RunAsync("gateway keys new alice"), "database is locked");
    }

    [Fact]
    public async Task Database_ThatCannotBeMade_LeavesNoneBehind_WhichWouldAskForKeysThatNobodyHas()
    {
        // Where SQLite would write down how to go back.
        Directory.CreateDirectory(Path.Combine(_folder, "data/gateway.db-journal"));
        AssertNoKey(await RunAsync("gateway keys new alice --store"), "The database cannot be used: ");
        Assert.False(File.Exists(Path.Combine(_folder, "data/gateway.db")));
    }

    [Theory]
    [InlineData("keys new alice --store")]
    [InlineData("teams new A --limit concurrent=1")]
    [InlineData("quotas new q --per key --limit concurrent=1")]
    public async Task Database_ThatIsNew_IsSaid_SinceCallersNeedKeysThen(string line)
    {
        var made = await RunAsync($"gateway {line}");
        Assert.Equal(0, made.Exit);
        Assert.Contains("asks every caller for a key", made.Error, StringComparison.Ordinal);
        Assert.Equal("", (await RunAsync("gateway keys new bob")).Error);
    }

    [Fact]
    public async Task Key_ThatIsKept_IsShown_ThoughItCannotBeReadBack()
    {
        Assert.Equal(0, (await RunAsync("gateway keys new first --store")).Exit);
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "data/gateway.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TRIGGER gone AFTER INSERT ON audit BEGIN DELETE FROM access_stamp; END";
            command.ExecuteNonQuery();
        }

        var made = await RunAsync("gateway keys new alice");
        Assert.Equal((0, 1), (made.Exit, Key().Count(made.Output)));
    }

    [Theory]
    [InlineData("keys list", "No gateway answers at ")]
    [InlineData("keys new alice", "No gateway answers at ")]
    [InlineData("models", "No gateway answers at ")]
    [InlineData("backends", "No gateway answers at ")]
    [InlineData("route explain Coder", "No gateway answers at ")]
    [InlineData("usage", "No gateway answers at ")]
    [InlineData("usage export", "No gateway answers at ")]
    [InlineData("audit verify", "No gateway answers at ")]
    public async Task Gateway_ThatIsAway_IsSaid(string command, string words) =>
        AssertNoKey(await RunAsync($"gateway {command} --url http://127.0.0.1:1"), words);

    [Theory]
    [InlineData("keys list", "gave no whole answer.", "")]
    [InlineData("keys new alice", "is not known: look before you ask again", "")]
    [InlineData("keys list", "gave no whole answer.", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":")]
    [InlineData("usage export", "gave no whole answer.", "HTTP/1.1 2")]
    [InlineData("usage export", "broke off before its end", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nstart,")]
    [InlineData("keys new alice", "is no gateway", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("keys new alice", "is no gateway", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("usage", "is no gateway", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("models --json", "is no gateway", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")]
    public async Task Gateway_ThatBreaksOff_IsSaid_AndThatAChangeMayBeMade(string command, string words, string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, answer);
        AssertNoKey(await RunAsync($"gateway {command} --url http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), words);
        listener.Stop();
        await serving;
    }

    private static async Task ServeAsync(TcpListener listener, string answer)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                // A request comes with its head in one piece; what is not read would turn the end into a reset.
                _ = await stream.ReadAsync(new byte[64 * 1024]);
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
                client.Client.Shutdown(SocketShutdown.Send);
                _ = await stream.ReadAsync(new byte[64 * 1024]);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
        }
    }

    private static void AssertNoKey(ShellResult result, string words)
    {
        result.FailedWith(words);
        Assert.DoesNotContain("sk-gw-", result.Output + result.Error, StringComparison.Ordinal);
    }

    private Task<ShellResult> RunAsync(string lines) => Shell.RunAsync(_folder, lines);

    [GeneratedRegex("sk-gw-[0-9a-f]{8}-[A-Za-z0-9_-]{43}")]
    private static partial Regex Key();

    [GeneratedRegex("'(gateway keys [^']+)'")]
    private static partial Regex Said();
}
