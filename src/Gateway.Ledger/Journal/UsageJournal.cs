using System.Buffers.Binary;
using System.Security.Cryptography;
using Gateway.Ledger.Records;

namespace Gateway.Ledger.Journal;

/// <summary>The log on this machine's disk that every record enters first (ADR 19).</summary>
internal sealed class UsageJournal : IDisposable
{
    private readonly JournalDisk _disk;
    private readonly JournalThread _thread;

    public UsageJournal(JournalOptions options, ILogger<UsageJournal> logger)
    {
        IsOn = options.Folder is not null;
        // Random rather than from a clock: no two runs may have the same seed.
        Seed = BinaryPrimitives.ReadUInt32LittleEndian(RandomNumberGenerator.GetBytes(4));
        Buffer = new JournalBuffer(options, Seed);
        Backlog = new JournalBacklog(options.RecentMemory);
        _disk = new JournalDisk(options, Seed, Backlog);
        _thread = new JournalThread(options, Buffer, _disk, logger);
    }

    /// <summary>True when anything is recorded at all.</summary>
    public bool IsOn { get; }

    /// <summary>True when a new request can be recorded; false when the disk and the memory are full.</summary>
    public bool IsAccepting => Buffer.IsAccepting;

    /// <summary>The reason the disk refuses writes; null while it accepts them.</summary>
    public string? Problem => _thread.Problem;

    public JournalBuffer Buffer { get; }

    public JournalBacklog Backlog { get; }

    /// <summary>The folder of the segments; null until it could be opened.</summary>
    public JournalFolder? Folder => _disk.Folder;

    /// <summary>The first segment of this run.</summary>
    public long FirstSegment => _disk.First;

    /// <summary>The last segment of earlier runs; null when they left none.</summary>
    public long? LastFormerSegment => _disk.LastFormer;

    /// <summary>The seed of this run's checksums.</summary>
    public uint Seed { get; }

    /// <summary>Opens the folder and starts writing. If the folder cannot be used yet, it is tried again.</summary>
    /// <exception cref="JournalInUseException">Another gateway is using it.</exception>
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
            // The thread gets the same error, logs it, and tries again.
        }

        _thread.Start();
    }

    /// <summary>Records that a request begins. Copies what it needs and never waits.</summary>
    public void Begin(UsageRecord record)
    {
        if (IsOn)
        {
            Buffer.AddIntent(record);
        }
    }

    /// <summary>Records that a request has ended. Copies what it needs before it returns.</summary>
    /// <returns>Completes when the record is safe; never fails.</returns>
    public ValueTask CommitAsync(UsageRecord record) => IsOn ? Buffer.AddFinal(record) : ValueTask.CompletedTask;

    /// <summary>Records the end of a request whose record no caller waits for. Copies what it needs and never waits.</summary>
    public void End(UsageRecord record)
    {
        if (IsOn)
        {
            Buffer.AddUnawaited(record);
        }
    }

    public void Dispose()
    {
        _thread.Dispose();
        Backlog.Dispose();
    }
}
