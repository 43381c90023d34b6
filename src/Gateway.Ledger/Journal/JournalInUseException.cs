namespace Gateway.Ledger.Journal;

/// <summary>Thrown when another gateway writes into the same folder.</summary>
internal sealed class JournalInUseException(string folder, Exception inner) : IOException(
    $"The journal {folder} is in use by another gateway. Each needs a folder of its own: stop the other one, or name another folder "
    + $"under ledger.journal.", inner);
