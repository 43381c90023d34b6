using System.Text.RegularExpressions;
using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Ledger.Storage;
using Gateway.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises.Keys;

/// <summary>Stored keys take effect and lose it within a second everywhere, and only their hash is kept.</summary>
[Collection("PostgreSQL")]
public sealed partial class StoredKeysTests(PostgresServer server)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Key_MadeAndRevokedAtOneGateway_IsInForceAndOutOfItAtTheOtherWithinASecond(string provider)
    {
        using var database = await TestDatabase.CreateAsync(provider, server);
        await using var one = Start(database);
        await using var other = Start(database);
        var key = await one.NewKeyAsync(new KeySpec { Name = "alice", Owner = "alice" });
        Assert.Equal(200, await one.StatusAsync(key.Secret));
        Assert.True(await other.UntilAsync(key.Secret, 200) < Second);

        Assert.Null((await one.Keys().RevokeAsync(Manager.CommandLine, key.Key.Id, default)).Error);
        using var refused = await one.ModelsAsync(key.Secret);
        Assert.Contains("was revoked", (string?)(await refused.ErrorAsync(401))["message"], StringComparison.Ordinal);
        Assert.True(await other.UntilAsync(key.Secret, 401) < Second);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Key_ThatIsRotated_AnswersToItsNewSecretAlone(string provider)
    {
        using var database = await TestDatabase.CreateAsync(provider, server);
        await using var gateway = Start(database);
        var key = await gateway.NewKeyAsync(new KeySpec { Name = "alice" });
        var rotated = (await gateway.Keys().RotateAsync(Manager.CommandLine, key.Key.Id, default)).Value!;
        Assert.Equal(key.Key.Id, rotated.Key.Id);
        Assert.Equal(401, await gateway.StatusAsync(key.Secret));
        Assert.Equal(200, await gateway.StatusAsync(rotated.Secret));
    }

    [Fact]
    public async Task Database_ThatIsAway_LeavesWhatWasReadInForce_AndIsSaidOnce()
    {
        await using var own = new PostgresServer();
        await own.InitializeAsync();
        using var database = await TestDatabase.CreateAsync("postgresql", own);
        await using var gateway = Start(database);
        var key = await gateway.NewKeyAsync(new KeySpec { Name = "alice" });
        await own.StopAsync();
        await gateway.Log.WaitForAsync("Error 6000");
        Assert.NotNull(gateway.Services.GetRequiredService<StoredAccessWatch>().Problem);
        Assert.Equal(200, await gateway.StatusAsync(key.Secret));
        Assert.Equal(401, await gateway.StatusAsync("sk-gw-00000000-unknown"));
        Assert.Equal("ready; the database of keys is away", await gateway.Client.GetStringAsync(new Uri("/readyz", UriKind.Relative)));

        await own.StartAsync();
        await gateway.Log.WaitForAsync("Information 6001");
        Assert.Single(gateway.Log.Lines, l => l.StartsWith("Error 6000", StringComparison.Ordinal));
        Assert.Null(gateway.Services.GetRequiredService<StoredAccessWatch>().Problem);
    }

    [Fact]
    public async Task Start_WithoutItsDatabase_ServesTheConfigurationsKeysAndSaysOfOthersThatTheyAreNotRead()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-away-");
        var file = Path.Combine(folder.FullName, "connection");
        await File.WriteAllTextAsync(file, "Host=127.0.0.1;Port=1;Username=x;Database=x");
        var own = NewKey.Create().Text;
        KeyHash.TryOf(own, out var hash);
        await using var gateway = TestGateway.Start(
            $"storage: {{ provider: postgresql, connection: {{ file: \"{file}\" }} }}\nkeys: [ {{ name: own, sha256: \"{hash}\" }} ]");
        Assert.Equal(200, await gateway.StatusAsync(own));
        using var response = await gateway.ModelsAsync("sk-gw-00000000-stored");
        Assert.Equal("keys_unavailable", (string?)(await response.ErrorAsync(503))["code"]);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a pepper of this test alone")]
    public async Task Database_HoldsNeitherKeyNorAnythingToGuessItBy(string? pepper)
    {
        using var database = await TestDatabase.CreateAsync("sqlite", server);
        var file = database.Config.Path + ".pepper";
        await File.WriteAllTextAsync(file, pepper ?? "");
        var yaml = pepper is null ? "" : $"\nkeyPepper: {{ file: \"{file}\" }}";
        await using var gateway = Start(database, yaml);
        var key = await gateway.NewKeyAsync(new KeySpec { Name = "alice" });
        Assert.Equal(200, await gateway.StatusAsync(key.Secret));
        await using var tables = gateway.Services.GetRequiredService<AccessStore>().Open();
        var row = await tables.Keys.SingleAsync(k => k.Name == "alice");
        KeyHash.TryOf(key.Secret, out var plain);
        Assert.Equal(pepper is null, row.Hash == plain.ToString());
        Assert.Equal(64, row.Hash.Length);
        var secret = key.Secret.Split('-', 4)[3];
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(database.Config.Path)!))
        {
            var bytes = await ReadSharedAsync(path);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret)));
        }
    }

    [Fact]
    public async Task Key_StoredBeforeThereWasAPepper_StaysValid_AndOneStoredWithItNeedsIt()
    {
        using var database = await TestDatabase.CreateAsync("sqlite", server);
        var file = database.Config.Path + ".pepper";
        await File.WriteAllTextAsync(file, "a pepper of this test alone");
        string before, since;
        await using (var gateway = Start(database))
        {
            before = (await gateway.NewKeyAsync(new KeySpec { Name = "before" })).Secret;
        }

        await using (var gateway = Start(database, $"\nkeyPepper: {{ file: \"{file}\" }}"))
        {
            since = (await gateway.NewKeyAsync(new KeySpec { Name = "since" })).Secret;
            Assert.Equal((200, 200), (await gateway.StatusAsync(before), await gateway.StatusAsync(since)));
        }

        await using var without = Start(database);
        Assert.Equal((200, 401), (await without.StatusAsync(before), await without.StatusAsync(since)));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task FirstStart_OfSeveralGateways_ShowsOneAdminsKeyOnceAndLogsItNever(string provider)
    {
        using var database = await TestDatabase.CreateAsync(provider, server);
        var notices = new SilentNotice();
        await using var one = Start(database, notices: notices);
        await using var two = Start(database, notices: notices);
        await using var again = Start(database, notices: notices);
        var key = Key().Match(Assert.Single(notices.Shown)).Value;
        Assert.Equal(200, await one.StatusAsync(key));
        Assert.Equal(200, await again.StatusAsync(key));
        Assert.DoesNotContain(one.Log.Lines.Concat(two.Log.Lines), l => l.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gateway_WithoutStorage_MakesNoFileAndAsksForNoKey_UntilOneIsStoredBesideIt()
    {
        await using var gateway = TestGateway.Start("");
        var file = Path.Combine(Path.GetDirectoryName(gateway.ConfigPath)!, "data/gateway.db");
        Assert.Equal(200, await gateway.StatusAsync("whatever"));
        Assert.False(File.Exists(file));
        var key = await gateway.NewKeyAsync(new KeySpec { Name = "alice", Role = Gateway.Configuration.KeyRole.Admin });
        Assert.True(File.Exists(file));
        Assert.Equal((200, 401), (await gateway.StatusAsync(key.Secret), await gateway.StatusAsync("whatever")));
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static TestGateway Start(TestDatabase database, string yaml = "", SilentNotice? notices = null) =>
        TestGateway.Start(database.Yaml + yaml, services: s => s.AddSingleton<OneTimeNotice>(notices ?? new SilentNotice()));

    [GeneratedRegex("sk-gw-[0-9a-f]{8}-[A-Za-z0-9_-]{43}")]
    private static partial Regex Key();
}
