using Gateway.Ledger.Journal;

namespace Gateway.Tests.Ledger.Journal;

public sealed class JournalFolderTests : IAsyncDisposable
{
    private readonly JournalRig _rig = new();

    [Fact]
    public async Task Folder_OfAnotherGateway_IsRefusedWithTheWayOut()
    {
        await _rig.StartAsync();
        await using var second = new JournalRig(_rig.Folder);
        var refusal = await Assert.ThrowsAsync<JournalInUseException>(() => second.StartAsync());
        Assert.Contains("is in use by another gateway", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ledger.journal", refusal.Message, StringComparison.Ordinal);

        // What ends gives it free.
        await _rig.StopAsync();
        await using var third = new JournalRig(_rig.Folder);
        await third.StartAsync();
    }

    [Fact]
    public async Task Folder_AndFiles_AreForTheirOwnersEyesAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            // It has no such modes.
            return;
        }

        var journal = await _rig.StartAsync();
        await journal.CommitAsync(SampleRecords.New(1));
        await _rig.FlushAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_rig.Folder));
        foreach (var file in Directory.EnumerateFiles(_rig.Folder))
        {
            Assert.Equal((file, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file, File.GetUnixFileMode(file)));
        }
    }

    [Fact]
    public async Task Journal_WithoutStorage_TouchesNothing()
    {
        _rig.Options = new JournalOptions(Folder: null);
        var journal = await _rig.StartAsync();
        journal.Begin(SampleRecords.Intent(1));
        Assert.True(journal.CommitAsync(SampleRecords.New(1)).AsTask().IsCompletedSuccessfully);
        await _rig.FlushAsync();
        Assert.False(_rig.Writer.Health.IsOn);
        Assert.False(Directory.Exists(_rig.Folder));
        Directory.CreateDirectory(_rig.Folder);
    }

    [Fact]
    public async Task Segment_ThatIsNotFull_GivesItsRoomBackAtTheEnd()
    {
        var journal = await _rig.StartAsync(writes: false);
        await journal.CommitAsync(SampleRecords.New(1));
        Assert.Equal(_rig.Options.SegmentSize, new FileInfo(Assert.Single(_rig.Segments)).Length);
        await _rig.StopAsync();
        Assert.InRange(new FileInfo(Assert.Single(_rig.Segments)).Length, 1, 500);
    }

    [Fact]
    public async Task Folder_ThatIsTakenAway_IsMadeAgainAndWrittenTo()
    {
        var journal = await _rig.StartAsync(writes: false);
        await journal.CommitAsync(SampleRecords.New(1));
        Directory.Delete(_rig.Folder, recursive: true);
        for (var i = 2; !Directory.Exists(_rig.Folder) || !_rig.Segments.Any(); i++)
        {
            await journal.CommitAsync(SampleRecords.New(i));
        }

        await _rig.Log.WaitForAsync("was taken away");
        await _rig.Log.WaitForAsync("The journal is written again");
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();
}
