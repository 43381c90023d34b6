using System.Text;
using Gateway.Configuration;
using Gateway.Ledger.Store.Tables;
using Gateway.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Gateway.Tests.Ledger.Captures;

/// <summary>Captures stand in a table of their own, and go when their own time is over.</summary>
[Collection("PostgreSQL")]
public sealed class CaptureStoreTests(PostgresServer server)
{
    // Shorter than the records'.
    private static readonly LedgerConfig Days = new() { KeepCaptures = TimeSpan.FromDays(3), KeepRequests = TimeSpan.FromDays(30) };

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Capture_IsReadAsItWasWritten_WhateverItsBytes(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server);
        var any = new CapturedRequest
        {
            Request = Guid.CreateVersion7(),
            CountedAt = 5,
            Key = "k\0",
            Route = "Kept",
            Model = "m",
            Body = [0, 255, 34, 0xd8],
            IsBodyCut = true,
            Answer = [0],
            IsAnswerCut = true
        };
        var least = new CapturedRequest { Request = Guid.CreateVersion7(), CountedAt = 5, Key = "k", Route = "Kept", Body = [] };
        Assert.Empty(await rig.Captures.FindAsync(any.Request, default));
        await rig.Captures.WriteAsync([any, least], default);
        await rig.Captures.WriteAsync([any with { Model = "other" }], default);

        var found = Assert.Single(await rig.Captures.FindAsync(any.Request, default));
        Assert.Equal(any.Body, found.Body);
        Assert.Equal(any.Answer, found.Answer);
        Assert.Equal(any with { Key = "k\ufffd", Body = found.Body, Answer = found.Answer }, found);
        found = Assert.Single(await rig.Captures.FindAsync(least.Request, default));
        Assert.Equal(least with { Body = found.Body, Answer = found.Answer }, found);
        Assert.Empty(found.Answer);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task OldCaptures_AreDroppedInSteps_AndTheirRecordsStay(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server, Days);
        var limit = LedgerRig.Now - Days.KeepCaptures;
        var old = Enumerable.Range(0, 50).Select(i => Of(limit.AddMilliseconds(-1 - i), "canary-old")).ToList();
        var young = Of(limit, "canary-young");
        await rig.Captures.WriteAsync([.. old, young], default);
        await rig.Store.WriteAsync(
            [.. old.Append(young).Select(c => LedgerRig.Record(DateTimeOffset.FromUnixTimeMilliseconds(c.CountedAt), c.Request))], default);

        foreach (var count in new[] { 20, 20, 10, 0 })
        {
            Assert.Equal(count, await rig.Retention.DropCapturesAsync(default));
        }

        Assert.Single(await rig.Captures.FindAsync(young.Request, default));
        await rig.Retention.StartAsync(default);
        await WaitUntil.TrueAsync(async () =>
        {
            rig.Time.Advance(TimeSpan.FromMinutes(1));
            return (await rig.Captures.FindAsync(young.Request, default)).Count == 0;
        });
        await rig.Retention.StopAsync(default);
        Assert.Equal(51, (await rig.AllAsync()).Count);
    }

    [Fact]
    public async Task SqliteFile_HoldsNothingOfWhatWasDropped()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server, Days);
        var text = string.Concat(Enumerable.Repeat("canary-old ", 2000));
        await rig.Captures.WriteAsync([Of(LedgerRig.Now.AddDays(-4), text), Of(LedgerRig.Now, "canary-young")], default);
        Assert.Contains("canary-old", TextOf(rig), StringComparison.Ordinal);
        Assert.Equal(1, await rig.Retention.DropCapturesAsync(default));
        Assert.Equal(0, await rig.Retention.DropCapturesAsync(default));
        Assert.DoesNotContain("canary-old", TextOf(rig), StringComparison.Ordinal);
        Assert.Contains("canary-young", TextOf(rig), StringComparison.Ordinal);
    }

    private static CapturedRequest Of(DateTimeOffset at, string body) => new()
    {
        Request = Guid.CreateVersion7(at),
        CountedAt = at.ToUnixTimeMilliseconds(),
        Key = "k",
        Route = "Kept",
        Body = Encoding.UTF8.GetBytes(body),
        Answer = Encoding.UTF8.GetBytes(body),
    };

    private static string TextOf(LedgerRig rig)
    {
        // The last that closes it writes all into the file.
        SqliteConnection.ClearAllPools();
        return Encoding.Latin1.GetString(File.ReadAllBytes(rig.File));
    }
}
