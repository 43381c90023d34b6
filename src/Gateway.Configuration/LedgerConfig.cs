using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description(
    "The ledger: the record of what each request used. A record goes to a journal on this machine before the end of the answer is sent, " +
    "and from there to the database of 'storage'. With storage.provider: none there is no ledger.")]
internal sealed record LedgerConfig
{
    [Matches("^\\S.*$", "the path of a folder")]
    [Description(
        "The folder of the journal, on a disk of this machine. Two gateways must not share it. A relative path starts at the folder of " +
        "this file. The gateway creates the folder if it is missing. By default, a folder named journal beside this file, where earlier " +
        "versions kept it, is used if data has none.")]
    public string Journal { get; init; } = DataFolder.Journal;

    [Description(
        "When the record of an answer must be safe. beforeEnd: the last bytes of an answer are sent only when its record is on disk, so " +
        "every complete answer is in the ledger. afterwards: they are sent at once, and a crash may lose the records of the " +
        "last milliseconds.")]
    public LedgerCommit Commit { get; init; } = LedgerCommit.BeforeEnd;

    [Within("1MiB", "4GiB")]
    [Description("The most journal data kept in memory while the disk is full or missing.")]
    public ByteSize Memory { get; init; } = new(64 * 1024 * 1024);

    [Description(
        "What happens to new requests when that memory is full too. refuse: they get 503 with the code ledger_unavailable. continue: " +
        "they are served without a record.")]
    public LedgerFull WhenFull { get; init; } = LedgerFull.Refuse;

    [Within("1d", "3650d")]
    [Description("How long single requests can be looked up. Sums by the hour are kept for good.")]
    public TimeSpan KeepRequests { get; init; } = TimeSpan.FromDays(30);

    [Within("1d", "3650d")]
    [Description("How long the prompts and answers of routes with capture: true are kept.")]
    public TimeSpan KeepCaptures { get; init; } = TimeSpan.FromDays(7);

    [Description(
        "The time that one row of the sums covers. Use 30m or 15m for exact days in a time zone that is not a whole number of hours " +
        "from UTC, such as Asia/Kolkata.")]
    public LedgerStep Step { get; init; } = LedgerStep.Hour;
}
