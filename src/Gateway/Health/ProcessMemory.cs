namespace Gateway.Health;

/// <summary>Reads the memory from the runtime.</summary>
internal sealed class ProcessMemory : IProcessMemory
{
    // Not the machine's load, which the runtime also knows: a model that fills the machine next to us is no reason to refuse work.
    public long Used => Environment.WorkingSet;

    // In a container this is three quarters of its limit, within which the runtime keeps its heap; the rest is for other memory.
    public long Limit => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    // The only mode that returns freed memory to the system at once, at the price of a pause.
    public void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
