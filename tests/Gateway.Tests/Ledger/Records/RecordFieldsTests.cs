using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Endpoints.Reports;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;
using Gateway.Tests.Repository;

namespace Gateway.Tests.Ledger.Records;

/// <summary>A row of the table of fields is all that a field needs: whatever stands there is kept, added up and told.</summary>
[Collection("PostgreSQL")]
public sealed class RecordFieldsTests(PostgresServer server)
{
    // Of a single request, whether it was priced is told by its cost, and why not by its marks.
    private static IEnumerable<RecordField> Told => RecordFields.All.Where(static f => f.Name is not "priced" and not "unpriced");

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Field_OfAnyRow_IsKept_AndAddedUp(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server);
        var (one, other) = (LedgerRig.Record(), LedgerRig.Record());
        foreach (var field in RecordFields.Sums.Where(static f => !f.IsDerived))
        {
            field.SetNumber!(one, 100 + field.Tag);
            field.SetNumber!(other, 1);
        }

        await rig.Store.WriteAsync([one, other], default);
        var stored = Assert.Single(await rig.AllAsync(), r => r.Request == one.Request);
        Assert.All(
            RecordFields.All, field => Assert.Equal((field.Name, field.Column.ValueOf(one)), (field.Name, field.Column.ValueOf(stored))));
        var all = new UsageFilter(LedgerRig.Now.AddDays(-1), LedgerRig.Now.AddDays(1));
        var sums = (await rig.Queries.ReportAsync(new UsageQuery(all, [], UsageInterval.Total, TimeZoneInfo.Utc), default)).Totals;
        Assert.All(
            RecordFields.Sums,
            field => Assert.Equal(
                (field.Name, field.IsDerived ? (field.Number!(one) ?? 0) + (field.Number!(other) ?? 0) : 101L + field.Tag),
                (field.Name, sums[field])));
        Assert.Equal(101 + RecordFields.CostNano.Tag, sums.Costs["CNY"]);
    }

    [Fact]
    public void Field_OfAnyRow_IsTold_InJsonAndCsv()
    {
        var record = LedgerRig.Record();
        foreach (var field in RecordFields.Sums)
        {
            field.SetNumber!(record, 1_000_000_000L * field.Tag);
        }

        record.Documents = 12;
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            UsageColumns.Write(new UsageJsonCells(json), record, "CNY", TimeZoneInfo.Utc);
        }

        var told = JsonNode.Parse(bytes.WrittenSpan)!.AsObject();
        var names = told.Select(static t => t.Key).ToList();
        Assert.Equal(["id", "provisional", .. Told.Select(static f => f.Told), "charged_currency"], names);
        Assert.Equal((12, $"{RecordFields.ChargedNano.Tag}"), ((int?)told["documents"], (string?)told["charged"]));

        var header = new ArrayBufferWriter<byte>();
        UsageColumns.Write(new UsageCsvCells(header, isHeader: true), record, "CNY", TimeZoneInfo.Utc);
        Assert.Equal(names, Encoding.UTF8.GetString(header.WrittenSpan).Trim().Split(','));
        var row = new ArrayBufferWriter<byte>();
        UsageColumns.Write(new UsageCsvCells(row), record, "CNY", TimeZoneInfo.Utc);
        Assert.Equal("12", Encoding.UTF8.GetString(row.WrittenSpan).Trim().Split(',')[names.IndexOf("documents")]);
    }

    [Fact]
    public void Page_AboutUsage_NamesEveryFieldAndMetric()
    {
        var sections = Repo.Text("docs/usage.md").Split("\n## ");
        var sums = sections.Single(static s => s.StartsWith("Sums", StringComparison.Ordinal));
        var requests = sections.Single(static s => s.StartsWith("Single requests", StringComparison.Ordinal));
        Assert.All(ReportWords.Metrics, metric => Assert.Contains($"`{metric.Name}`", sums, StringComparison.Ordinal));
        Assert.All(Told, field => Assert.Contains($"`{field.Told}`", requests, StringComparison.Ordinal));
    }
}
