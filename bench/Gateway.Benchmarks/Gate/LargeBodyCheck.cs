using System.Globalization;

namespace Gateway.Benchmarks.Gate;

/// <summary>
/// Checks the promise about large bodies: a request of 20 MiB creates no object of 85,000 bytes or more. Such an object would go to the
/// large object heap and be collected only with the oldest generation. The pool's arrays are created once.
/// </summary>
internal static class LargeBodyCheck
{
    private const int Operations = 20;
    private const int LargeObject = 85_000;

    public static async Task<bool> PassesAsync(TextWriter output)
    {
        var benchmark = new LargeBody();
        await benchmark.Setup();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // This follows the collection, which may have made the pool drop its arrays.
        await benchmark.WholeRequest();

        var collections = GC.CollectionCount(2);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Operations; i++)
        {
            await benchmark.WholeRequest();
        }

        var perRequest = (GC.GetTotalAllocatedBytes(precise: true) - before) / Operations;
        collections = GC.CollectionCount(2) - collections;
        benchmark.Cleanup();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"20 MiB body: {perRequest} bytes allocated per request"));
        if (perRequest < LargeObject && collections == 0)
        {
            return true;
        }

        output.WriteLine(
            $"FAIL 20 MiB body: {perRequest} bytes and {collections} full collections; allowed: below {LargeObject}, and none");
        return false;
    }
}
