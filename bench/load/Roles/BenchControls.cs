using System.Text.Json;

namespace Gateway.Load.Roles;

/// <summary>
/// How the upstream should answer. It is in the request's body, as <c>"bench":{...}</c>, because a gateway forwards few request headers but
/// leaves unknown body fields alone.
/// </summary>
internal readonly record struct BenchControls(bool Stream, bool Usage, int Chunks, int IntervalMs, bool Silent)
{
    public static async ValueTask<BenchControls> ReadAsync(HttpRequest request)
    {
        using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
        var root = document.RootElement;
        if (!IsTrue(root, "stream"))
            return default;

        var usage = root.TryGetProperty("stream_options", out var streamOptions) && IsTrue(streamOptions, "include_usage");
        if (!root.TryGetProperty("bench", out var bench))
            return new BenchControls(true, usage, Chunks: 16, IntervalMs: 0, Silent: false);

        return new BenchControls(true, usage, Number(bench, "chunks"), Number(bench, "intervalMs"), IsTrue(bench, "silent"));
    }

    private static bool IsTrue(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static int Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;
}
