using System.Collections.Concurrent;
using System.Text;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Telemetry.Collector;

/// <summary>A collector: takes OTLP over HTTP and keeps it.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ExportedSpan> _spans = new();
    private readonly ConcurrentDictionary<string, ExportedPoint> _points = new();
    private readonly ConcurrentQueue<string> _logs = new();
    private readonly ConcurrentQueue<byte[]> _raw = new();

    private OtlpSink(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>What makes a gateway send everything here.</summary>
    public Dictionary<string, string> Variables => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Url,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        // Nothing by itself within a test: what is wanted is asked for.
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "600000",
    };

    public IReadOnlyList<ExportedSpan> Spans => [.. _spans];

    public IReadOnlyList<ExportedPoint> Points => [.. _points.Values];

    public IReadOnlyList<string> Logs => [.. _logs];

    /// <summary>All that came, as text: what is nowhere in it was not exported.</summary>
    public string Everything => string.Join('\n', _raw.Select(Encoding.Latin1.GetString));

    public static async Task<OtlpSink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var sink = new OtlpSink(app);
        app.MapPost("/v1/{signal}", sink.TakeAsync);
        await app.StartAsync();
        return sink;
    }

    public async Task<ExportedSpan> SpanAsync(Func<ExportedSpan, bool> isIt)
    {
        await WaitUntil.TrueAsync(() => _spans.Any(isIt));
        return _spans.First(isIt);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, string signal)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _raw.Enqueue(body.ToArray());
        // Of every signal: resources, in them scopes, in them what is sent.
        foreach (var item in new ProtoMessage(body.ToArray()).All(1).SelectMany(static r => r.All(2)).SelectMany(static s => s.All(2)))
        {
            switch (signal)
            {
                case "traces":
                    _spans.Enqueue(ExportedSpan.Read(item));
                    break;
                case "logs":
                    _logs.Enqueue($"{ProtoMessage.Value(item.All(5).Single())} trace={item.Hex(9)}");
                    break;
                default:
                    foreach (var point in ExportedPoint.Read(item))
                    {
                        _points[point.Series] = point;
                    }

                    break;
            }
        }

        context.Response.ContentType = "application/x-protobuf";
    }
}
