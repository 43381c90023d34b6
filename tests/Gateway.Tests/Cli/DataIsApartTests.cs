namespace Gateway.Tests.Cli;

/// <summary>Databases and journal are in a folder of their own, nothing watches it, and what earlier versions left is used.</summary>
public sealed class DataIsApartTests : IDisposable
{
    private const string Yaml = "listen: { data: \"http://127.0.0.1:0\", admin: \"http://127.0.0.1:0\" }\nstorage: {}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-data-").FullName;

    private string Config => Path.Combine(_folder, "gateway.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Gateway_KeepsItsDataApartFromItsConfiguration_AndItsOwnersAlone()
    {
        await using var gateway = await StartAsync();
        Assert.Equal(["data", "gateway.yaml"], Entries(_folder));
        Assert.Subset(Entries(Path.Combine(_folder, "data")).ToHashSet(), new HashSet<string> { "gateway.db", "journal" });
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.Combine(_folder, "data")));
        }

        Assert.DoesNotContain("earlier versions", gateway.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_OfAnEarlierVersion_IsUsedWhereItIs_AndToldOnce()
    {
        foreach (var name in new[] { "gateway.db", "ledger.db" })
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder, name), []);
        }

        Directory.CreateDirectory(Path.Combine(_folder, "journal"));
        await using var gateway = await StartAsync();
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
        Assert.True(File.Exists(Path.Combine(_folder, "journal", "lock")));
        Assert.True(new FileInfo(Path.Combine(_folder, "gateway.db")).Length > 0);
        var line = Assert.Single(gateway.Output.Split('\n'), static l => l.Contains("earlier versions", StringComparison.Ordinal));
        Assert.Contains($"gateway.db, ledger.db, journal. New gateways keep them in {_folder}/data", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_ThatIsInBothPlaces_IsUsedWhereItBelongs()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        foreach (var name in new[] { "gateway.db", "data/gateway.db" })
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder, name), []);
        }

        await using var gateway = await StartAsync();
        Assert.Equal(0, new FileInfo(Path.Combine(_folder, "gateway.db")).Length);
        Assert.True(new FileInfo(Path.Combine(_folder, "data/gateway.db")).Length > 0);
    }

    [Fact]
    public async Task Place_ThatTheOperatorNamed_IsNoFormerOne()
    {
        await File.WriteAllTextAsync(Config, Yaml.Replace("{}", "{ path: gateway.db }", StringComparison.Ordinal));
        await using var gateway = await StartAsync(Config);
        Assert.True(File.Exists(Path.Combine(_folder, "gateway.db")));
        Assert.DoesNotContain("earlier versions", gateway.Output, StringComparison.Ordinal);
    }

    // Each write of the journal would wake a watch, and cost a share of every request.
    [Fact]
    public async Task Gateway_WatchesNoFolder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux tells what a process watches.");
        await using var gateway = await StartAsync();
        var open = Directory.EnumerateFiles($"/proc/{gateway.Id}/fdinfo").SelectMany(Lines);
        Assert.DoesNotContain(open, static l => l.StartsWith("inotify", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Entries(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(static e => Path.GetFileName(e)).Order(StringComparer.Ordinal);

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (FileNotFoundException)
        {
            // Closed meanwhile.
            return [];
        }
    }

    private async Task<GatewayProcess> StartAsync(string? config = null)
    {
        if (config is null)
        {
            await File.WriteAllTextAsync(Config, Yaml);
        }

        var gateway = GatewayProcess.Start(_folder, "--config", Config);
        await gateway.WaitForAsync("Application started");
        return gateway;
    }
}
