using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Ledger.Queries;

/// <summary>
/// Single records come newest first, page by page. None comes twice or is left out, even among records of the same moment.
/// </summary>
[Collection("PostgreSQL")]
public sealed class RecordsArePagedTests(PostgresServer server)
{
    private static readonly UsageFilter All = new(LedgerRig.Now.AddDays(-1), LedgerRig.Now.AddDays(1));

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Records_ComeNewestFirst_FromAnyPlaceOn(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server);
        // Six answers of each request, three requests of each moment: the ends of pages fall between answers.
        var requests = Enumerable.Range(0, 217).Select(_ => Guid.CreateVersion7(LedgerRig.Now)).ToList();
        var records = Enumerable.Range(0, 1300).Select(i => LedgerRig.Record(LedgerRig.Now.AddMilliseconds(i / 18), requests[i / 6]))
            .ToList();
        foreach (var (i, record) in records.Index())
        {
            record.Answer = i % 6 + 1;
        }

        await rig.Store.WriteAsync(records, default);
        var wanted =
            records.OrderByDescending(r => r.CountedAt).ThenByDescending(r => r.Request).ThenByDescending(r => r.Answer)
                .Select(r => (r.Request, r.Answer)).ToList();
        Assert.Equal(wanted, (await rig.AllAsync()).Select(r => (r.Request, r.Answer)));

        var place = (await rig.AllAsync())[702];
        var behind = new List<(Guid, int)>();
        await foreach (var record in rig.Queries.RecordsAsync(All, new UsagePlace(place.CountedAt, place.Request, place.Answer), default))
        {
            behind.Add((record.Request, record.Answer));
        }

        Assert.Equal(wanted.Skip(703), behind);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Filter_LeavesThoseThatAreMeant(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server);
        await rig.Store.WriteAsync(
            [LedgerRig.Record(key: "A"), LedgerRig.Record(key: "b", team: null), LedgerRig.Record(key: "b"),
            LedgerRig.Record(LedgerRig.Now.AddDays(1), key: "a")], default);
        Assert.Equal(3, await CountAsync(rig, []));
        Assert.Equal(1, await CountAsync(rig, new() { [UsageDimension.Key] = ["a"] }));
        Assert.Equal(1, await CountAsync(rig, new() { [UsageDimension.Key] = ["B"], [UsageDimension.Team] = [null] }));
        Assert.Equal(3, await CountAsync(rig, new() { [UsageDimension.Team] = [null, "ML"], [UsageDimension.Status] = ["complete"] }));
        Assert.Equal(0, await CountAsync(rig, new() { [UsageDimension.Owner] = ["x' OR 1=1 --"] }));
    }

    private static async Task<int> CountAsync(LedgerRig rig, Dictionary<UsageDimension, IReadOnlyList<string?>> values)
    {
        var count = 0;
        await foreach (var _ in rig.Queries.RecordsAsync(All with { Values = values }, null, default))
        {
            count++;
        }

        return count;
    }
}
