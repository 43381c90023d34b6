using System.Buffers.Binary;
using System.Security.Cryptography;
using Gateway.Ledger.Records;

namespace Gateway.Ledger.Journal;

/// <summary>The log on this machine's disk into which every record goes first (ADR 19).</summary>
internal sealed class UsageJournal : IDisposable
{
    private readonly JournalDisk _disk;
    private readonly JournalThread _thread;

    public UsageJournal(JournalOptions options, ILogger<UsageJournal> logger)
    {
        IsOn = options.Folder is not null;
        // Not from a clock: two runs must not have the same.
        Seed = BinaryPrimitives.ReadUInt32LittleEndian(RandomNumberGenerator.GetBytes(4));
        Buffer = new JournalBuffer(options, Seed);
        Backlog = new JournalBacklog(options.RecentMemory);
        _disk = new JournalDisk(options, Seed, Backlog);
        _thread = new JournalThread(options, Buffer, _disk, logger);
    }

    /// <summary>Whether anything is recorded at all.</summary>
    public bool IsOn { get; }

    /// <summary>Whether what begins now can be recorded: false when the disk and the memory are full.</summary>
    public bool IsAccepting => Buffer.IsAccepting;

    /// <summary>Why the disk takes nothing; null: it does.</summary>
    public string? Problem => _thread.Problem;

    public JournalBuffer Buffer { get; }

    public JournalBacklog Backlog { get; }

    /// <summary>Where the segments are; null until the folder could be opened.</summary>
    public JournalFolder? Folder => _disk.Folder;

    /// <summary>The first segment of this run.</summary>
    public long FirstSegment => _disk.First;

    /// <summary>The last segment of earlier runs; null when they left nothing behind.</summary>
    public long? LastFormerSegment => _disk.LastFormer;

    /// <summary>What the checksums of this run begin with.</summary>
    public uint Seed { get; }

    /// <summary>Opens the folder and begins to write. A folder that cannot be used now is tried again.</summary>
    /// <exception cref="JournalInUseException">Another gateway has it.</exception>
    public void Open()
    {
        if (!IsOn)
        {
            return;
        }

        try
        {
            _disk.Open();
        }
        catch (Exception e) when (e is not JournalInUseException && e is IOException or UnauthorizedAccessException)
        {
            // The thread meets the same, says so, and tries again.
        }

        _thread.Start();
    }

    /// <summary>Takes note of a request that begins. Copies what it needs of the record and waits for nothing.</summary>
    public void Begin(UsageRecord record)
    {
        if (IsOn)
        {
            Buffer.AddIntent(record);
        }
    }

    /// <summary>Takes note of an end. Copies what it needs of the record before it returns.</summary>
    /// <returns>Is over when the record is safe; never fails.</returns>
    public ValueTask CommitAsync(UsageRecord record) => IsOn ? new ValueTask(Buffer.AddFinal(record)) : ValueTask.CompletedTask;

    public void Dispose()
    {
        _thread.Dispose();
        Backlog.Dispose();
    }
}
