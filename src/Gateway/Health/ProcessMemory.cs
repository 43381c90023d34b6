namespace Gateway.Health;

/// <summary>Asks the runtime.</summary>
internal sealed class ProcessMemory : IProcessMemory
{
    // Not the machine's load, which the runtime also knows: a model that fills the machine beside us is no reason to refuse work.
    public long Used => Environment.WorkingSet;

    // In a container this is three quarters of its limit, where the runtime keeps its heap; the rest is for what is not heap.
    public long Limit => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    // The one mode that hands freed memory back to the system at once, at the price of a pause.
    public void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
