using System.Text;
using Gateway.Ledger;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Simulator;
using Gateway.Wire.Usage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.Hosting;

/// <summary>What tests look up in the ledger of a gateway.</summary>
internal static class LedgerOf
{
    /// <summary>The <c>user</c> of requests that a test sends to a backend past the gateway.</summary>
    public const string WithoutGateway = "without-gateway";

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

    /// <summary>
    /// The records of one request, when its last one is there: it is written when the request is over, which its client does not see.
    /// </summary>
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

    /// <summary>
    /// Says that the ledger agrees with the backends, whatever failed, by backend and model and for prompts and answers each: the tokens
    /// that backends told are no more than they served, so that nothing is made up or counted twice, and no less than their good answers
    /// took, so that none is missing. Where all answers were good, those are the same number. What is estimated has a test of its own,
    /// which knows the words: <see cref="Promises.LedgerAgreesWithBackendsTests"/>.
    /// </summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="mayLose">Whether there may be good answers that nobody got: a backend may have sent all of one that lost a race or
    /// whose client left.</param>
    /// <param name="backends">All that served, with the names that the gateway has for each.</param>
    public static async Task AgreesAsync(
        this TestGateway gateway, bool mayLose, params IReadOnlyList<(SimulatedBackend Backend, string[] Names)> backends)
    {
        // One that was stopped by its test can be asked no more.
        if (gateway.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            return;
        }

        IReadOnlyList<UsageRecord> records = [];
        if (!mayLose)
        {
            // The end of a request may be a moment behind its client's.
            await WaitUntil.TrueAsync(async () =>
            {
                records = await gateway.RecordsAsync();
                return Sums(records, backends).All(static s => s.Told.Prompt >= s.Good.Prompt && s.Told.Output >= s.Good.Output);
            });
        }

        records = await gateway.RecordsAsync();
        Assert.All(Sums(records, backends), static s =>
        {
            Assert.InRange(s.Told.Prompt, 0, s.Served.Prompt);
            Assert.InRange(s.Told.Output, 0, s.Served.Output);
        });
        Assert.Equal(records.Count(static r => r.CountsAsRequest), records.Select(static r => r.Request).Distinct().Count());
    }

    private static IEnumerable<((long Prompt, long Output) Told, (long Prompt, long Output) Good, (long Prompt, long Output) Served)> Sums(
        IReadOnlyList<UsageRecord> records, IReadOnlyList<(SimulatedBackend Backend, string[] Names)> backends) =>
        from b in backends
        from shares in b.Backend.Shares.Where(static s => s.User != WithoutGateway).GroupBy(static s => s.Model)
        let told = records.Where(r => b.Names.Contains(r.Backend) && r.Model == shares.Key && r.Tokens.Source == UsageSource.Backend)
            .ToList()
        select ((told.Sum(static r => (long)r.Tokens.Prompt!), told.Sum(static r => (long)r.Tokens.Output!)),
            (shares.Sum(static s => s.GoodPromptTokens), shares.Sum(static s => s.GoodCompletionTokens)),
            (shares.Sum(static s => s.PromptTokens), shares.Sum(static s => s.CompletionTokens)));
}
