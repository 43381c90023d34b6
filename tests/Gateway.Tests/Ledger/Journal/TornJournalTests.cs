using Gateway.Ledger.Journal;

namespace Gateway.Tests.Ledger.Journal;

/// <summary>Whatever damage the bytes of a journal have, the records around it are read.</summary>
public sealed class TornJournalTests : IAsyncDisposable
{
    private const int Written = 6;

    private readonly JournalRig _rig = new();

    [Fact]
    public async Task Tail_CutAtAnyByteOfTheLastEntry_LosesThatOneAlone()
    {
        var segment = await WriteAsync();
        var whole = await File.ReadAllBytesAsync(segment);
        var last = (whole.Length - 16) / Written;
        for (var cut = whole.Length - last; cut < whole.Length; cut++)
        {
            // As a kill leaves it: the rest of the segment is zeros.
            await ReplaceAsync(segment, [.. whole.AsSpan(0, cut), .. new byte[300]]);
            await ExpectAsync(1, 2, 3, 4, 5);
            await ReplaceAsync(segment, whole[..cut]);
            await ExpectAsync(1, 2, 3, 4, 5);
        }

        Assert.DoesNotContain(_rig.Log.Lines, l => l.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bit_ThatFellOver_CostsItsRecordAlone_AndTheFileIsKept()
    {
        var segment = await WriteAsync();
        var whole = await File.ReadAllBytesAsync(segment);
        var size = (whole.Length - 16) / Written;
        for (var i = 0; i < size; i++)
        {
            var bytes = whole.ToArray();
            bytes[16 + 2 * size + i] ^= (byte)(1 << (i % 8));
            await ReplaceAsync(segment, bytes);
            await ExpectAsync(1, 2, 4, 5, 6);
            Assert.True(File.Exists(segment + ".damaged"));
        }

        Assert.Contains(_rig.Log.Lines, l => l.Contains($"{size} bytes in the middle of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Segment_WithoutAHeader_DoesNotHideTheNext()
    {
        var segment = await WriteAsync();
        var bytes = await File.ReadAllBytesAsync(segment);
        File.Move(segment, Path.Combine(_rig.Folder, "000000000002.journal"));
        await ReplaceAsync(segment, [1, 2, 3, .. new byte[100]]);
        await ExpectAsync(1, 2, 3, 4, 5, 6);
        Assert.True(File.Exists(segment + ".damaged"));
        Assert.NotEmpty(bytes);
    }

    // Its own CRC is right, but of no run's seed: bytes that a client wrote into a name must not pass for a record.
    [Fact]
    public async Task Entry_OfAnotherSeed_IsNone()
    {
        var segment = await WriteAsync();
        var whole = await File.ReadAllBytesAsync(segment);
        var size = (whole.Length - 16) / Written;
        Gateway.Ledger.Journal.JournalEntry.Seal(whole.AsSpan(16 + size, size), Gateway.Ledger.Journal.EntryKind.Final, 0);
        await ReplaceAsync(segment, whole);
        await ExpectAsync(1, 3, 4, 5, 6);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    /// <returns>The one segment, of six records of the same length.</returns>
    private async Task<string> WriteAsync()
    {
        var journal = await _rig.StartAsync(writes: false);
        for (var i = 1; i <= Written; i++)
        {
            await journal.CommitAsync(SampleRecords.New(i));
        }

        await _rig.StopAsync();
        return Assert.Single(_rig.Segments);
    }

    private async Task ReplaceAsync(string segment, byte[] bytes)
    {
        File.Delete(Path.Combine(_rig.Folder, "checkpoint"));
        await File.WriteAllBytesAsync(segment, bytes);
    }

    private async Task ExpectAsync(params int[] numbers)
    {
        _rig.Stored.Clear();
        await _rig.StartAsync();
        await _rig.FlushAsync();
        await _rig.StopAsync();
        Assert.Equal(numbers, _rig.Numbers);
    }
}
