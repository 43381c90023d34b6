using System.Text.Json;

namespace Gateway.Benchmarks.Gate;

/// <summary>The agreed figures: bytes allocated per operation, by benchmark.</summary>
internal static class AllocationFile
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    private static readonly string Location = Find();

    public static SortedDictionary<string, long> Read() => File.Exists(Location)
        ? new(JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(Location))!, StringComparer.Ordinal)
        : [];

    public static void Write(SortedDictionary<string, long> figures) =>
        File.WriteAllText(Location, JsonSerializer.Serialize(figures, Format) + "\n");

    // It is in the source tree, beside the project, so that it is reviewed with the code whose cost it states.
    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gateway.Benchmarks.csproj")))
            {
                return Path.Combine(folder.Parent!.FullName, "allocations.json");
            }
        }

        throw new InvalidOperationException("The gate runs from the source tree: dotnet run -c Release --project bench/Gateway.Benchmarks");
    }
}
