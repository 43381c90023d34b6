using System.Text;
using Gateway.Ledger;
using Gateway.Ledger.Queries;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Hosting;

/// <summary>What tests look up in the ledger of a gateway.</summary>
internal static class LedgerOf
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>All records, oldest first, with all that was written to the journal before.</summary>
    public static async Task<IReadOnlyList<UsageRecord>> RecordsAsync(this TestGateway gateway)
    {
        using var limit = new CancellationTokenSource(Limit);
        await gateway.Services.GetRequiredService<UsageWriter>().FlushAsync(limit.Token);
        var records = new List<UsageRecord>();
        var all = new UsageFilter(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1000));
        await foreach (var record in gateway.Services.GetRequiredService<IUsageQueries>().RecordsAsync(all, null, limit.Token))
        {
            records.Insert(0, record);
        }

        return records;
    }

    /// <summary>The records of one request, when its last one is there: it is written when the request is over, which its client does not see.</summary>
    public static async Task<IReadOnlyList<UsageRecord>> RecordsOfAsync(this TestGateway gateway, HttpResponseMessage response)
    {
        var id = Guid.ParseExact(response.Header("x-request-id")!, "N");
        IReadOnlyList<UsageRecord> records = [];
        await WaitUntil.TrueAsync(async () =>
        {
            records = [.. (await gateway.RecordsAsync()).Where(r => r.Request == id)];
            return records.Any(static r => r.CountsAsRequest);
        });
        return records;
    }

    /// <summary>All that the gateway has written beside its configuration: journal, ledger, keys.</summary>
    public static async Task<string> FilesAsync(this TestGateway gateway)
    {
        await gateway.RecordsAsync();
        var all = new StringBuilder();
        var folder = Path.GetDirectoryName(gateway.ConfigPath)!;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (file != gateway.ConfigPath && Path.GetFileName(file) != "lock")
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(stream, Encoding.Latin1);
                all.Append(await reader.ReadToEndAsync());
            }
        }

        return all.ToString();
    }

    public static async Task<UsageRecord> RecordOfAsync(this TestGateway gateway, HttpResponseMessage response) =>
        Assert.Single(await gateway.RecordsOfAsync(response));
}
