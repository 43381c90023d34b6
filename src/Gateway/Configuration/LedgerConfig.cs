using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("The record of what each request used. It is written to a journal on this machine first, before the end of an answer is sent, and from there into the database of 'storage'. There is none with storage.provider: none.")]
internal sealed record LedgerConfig
{
    [Matches("^\\S.*$", "the path of a folder")]
    [Description("The folder of the journal, on a disk of this machine: two gateways must not share one. A relative path counts from the folder of this file. It is made if it is not there.")]
    public string Journal { get; init; } = "journal";

    [Description("beforeEnd: the last bytes of an answer leave when its record is safe on the disk, so that whoever has an answer is in the ledger. afterwards: at once, and a crash may lose the records of the last milliseconds.")]
    public LedgerCommit Commit { get; init; } = LedgerCommit.BeforeEnd;

    [Within("1MiB", "4GiB")]
    [Description("How much of the journal is kept in memory while its disk is full or away.")]
    public ByteSize Memory { get; init; } = new(64 * 1024 * 1024);

    [Description("What becomes of new requests when that memory is full too: refuse answers 503 with the code ledger_unavailable; continue serves them without a record.")]
    public LedgerFull WhenFull { get; init; } = LedgerFull.Refuse;

    [Within("1d", "3650d")]
    [Description("How long single requests can be looked up. Sums by the hour are kept for good.")]
    public TimeSpan KeepRequests { get; init; } = TimeSpan.FromDays(30);

    [Within("1d", "3650d")]
    [Description("How long the prompts and answers of routes with capture: true are kept.")]
    public TimeSpan KeepCaptures { get; init; } = TimeSpan.FromDays(7);

    [Description("What one step of the sums covers. Days in a time zone that is not whole hours from UTC, such as Asia/Kolkata, need 30m or 15m to be exact.")]
    public LedgerStep Step { get; init; } = LedgerStep.Hour;
}
