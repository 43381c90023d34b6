using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Storage;

namespace Gateway.Runtime;

/// <summary>Says once, at start, that databases or journal are still used where earlier versions kept them.</summary>
internal sealed partial class FormerPlaces(
    ConfigLocation location, ConfigStore store, Database database, JournalOptions journal, ILogger<FormerPlaces> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var config = store.Current;
        var storage = config.Storage ?? new StorageConfig();
        string[] files = database.Options.File is null ? [] : [storage.Path, storage.LedgerPath];
        string[] all = journal.Folder is null ? files : [.. files, config.Ledger.Journal];
        var former = all.Where(path => DataFolder.FormerOf(path, location) is not null).Select(Path.GetFileName).ToList();
        if (former.Count > 0)
        {
            Log.Used(logger, string.Join(", ", former), location.Name, DataFolder.Of(location));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(
            2533, LogLevel.Information,
            "Used where earlier versions kept them, beside {File}: {Names}. New gateways keep them in {Folder}. To move them, stop the "
            + "gateway and move each there, with the files beside it that begin with its name.")]
        public static partial void Used(ILogger logger, string names, string file, string folder);
    }
}
