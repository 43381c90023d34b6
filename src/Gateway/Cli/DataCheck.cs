using Gateway.Authentication;
using Gateway.Ledger.Storage;
using Gateway.Ledger.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Cli;

/// <summary>
/// Checks before the start whether the gateway can keep its data: the databases match its version and are writable, and so is the journal's
/// folder. Faults that heal by themselves (a server that is down, a locked file, a full disk) do not prevent the start.
/// </summary>
internal static class DataCheck
{
    // A server that is down is not waited for. A file answers at once, unless the machine is overloaded.
    private static readonly TimeSpan ServerLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FileLimit = TimeSpan.FromSeconds(60);

    // The error codes of a disk that is full, over its quota, or temporarily failing, on Unix and on Windows.
    private static readonly int[] HealingResults = [28, 122, 5, unchecked((int)0x80070070)];

    /// <returns>The reason why it cannot, and the option to change; null when there is none.</returns>
    public static async Task<string?> WhyNotAsync(ServerSecrets secrets, string? journal)
    {
        var access = new AccessStore(new Database(secrets.Database), TimeProvider.System);
        using var ledger = new LedgerDatabase(secrets.Database.ForLedger, TimeProvider.System, NullLogger<LedgerDatabase>.Instance);
        var limit = secrets.Database.File is null ? ServerLimit : FileLimit;
        return await WhyNotAsync("storage", limit, access.CheckAsync, static _ => false)
            // A broken ledger is moved aside, and a new one begun.
            ?? await WhyNotAsync("storage.ledgerPath", limit, ledger.CheckAsync, SqliteFile.IsBroken)
            ?? (journal is null ? null
                : await WhyNotAsync("ledger.journal", FileLimit, stop => Task.Run(() => CheckJournal(journal), stop), static _ => false));
    }

    private static async Task<string?> WhyNotAsync(
        string key, TimeSpan wait, Func<CancellationToken, Task> check, Func<Exception, bool> isNoMatter)
    {
        using var limit = new CancellationTokenSource(wait);
        try
        {
            // The token does not always interrupt the database's own waits.
            await Task.Run(() => check(limit.Token), limit.Token).WaitAsync(limit.Token);
            return null;
        }
        catch (Exception e)
        {
            return isNoMatter(e) ? null : WordsOf(key, e);
        }
    }

    private static string? WordsOf(string key, Exception fault) => fault switch
    {
        NewerDatabaseException => $"{key}: {fault.Message}",
        _
            when SqliteFile.IsUnusable(fault)
                || (fault is UnauthorizedAccessException or IOException && !HealingResults.Contains(fault.HResult)) =>
            $"{key}: cannot be used: {fault.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.')}. "
            + "Let this user write there, or name another place.",
        _ => null,
    };

    // Whoever opens it creates it with a journal's permissions; the ledger's health reports a file in its place.
    private static void CheckJournal(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        WritableFolder.Check(existing);
    }
}
