using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Endpoints.Reports;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Routing.Names;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>Streams rows to a client. However many there are, only a few kilobytes are held.</summary>
internal sealed class UsageExport
{
    private const int WriteAt = 16 * 1024;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Formats = ["csv", "json"];
    private static readonly string[] Kinds = ["sums", "requests"];

    private static readonly QueryParameter[] More =
    [
        new(
            "format",
            "csv: RFC 4180 in UTF-8, a text that begins as a formula with an apostrophe before it. json: one array, an object on each "
            + "line. Default: csv.") { Values = Formats },
        new(
            "of",
            "sums, or requests: the single ones, to which metric, group and interval do not apply, but 'id' does. Default: sums.")
            {
                Values = Kinds
            },
    ];

    private static readonly UsageSurface RecordSurface = new(ReportWords.Dimensions, IsSums: false, [.. More, UsageRequestId.Parameter]);

    private readonly HttpContext _context;
    private readonly bool _isJson;

    public UsageExport(HttpContext context)
    {
        _context = context;
        var format = Word("format", Formats);
        _isJson = format == "json";
        IsOfRecords = Word("of", Kinds) == "requests";
    }

    public static UsageSurface SumSurface { get; } = new(ReportWords.Dimensions, IsSums: true, More);

    public static IReadOnlyList<string> MediaTypes { get; } = ["text/csv", "application/json"];

    /// <summary>A record of which only the names of the columns are used.</summary>
    public static UsageRecord SomeRecord { get; } = UsageRecord.Blank(default, 1);

    /// <summary>The mistake in the request; null when there is none.</summary>
    public ApiError? Error { get; private set; }

    public bool IsOfRecords { get; }

    public UsageSurface Surface => IsOfRecords ? RecordSurface : SumSurface;

    public static UsageRow SomeRow(UsageAsk ask) => new(default, new string?[ask.Query.GroupBy.Count], new UsageSums());

    /// <param name="items">The rows.</param>
    /// <param name="some">A sample row that gives the column names.</param>
    /// <param name="write">Writes a row.</param>
    /// <param name="ask">The question.</param>
    public async Task WriteAsync<T>(IAsyncEnumerable<T> items, T some, Action<IUsageCells, T> write, UsageAsk ask)
    {
        var (response, stop) = (_context.Response, _context.RequestAborted);
        await using var all = items.GetAsyncEnumerator(stop);
        // 1. The first row, so that a failing ledger is still an error with a status.
        var more = await all.MoveNextAsync();
        response.ContentType = _isJson ? "application/json" : "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{FileName(ask.Filter, ask.Query.Zone)}\"";
        if (HttpMethods.IsHead(_context.Request.Method))
        {
            return;
        }

        // 2. From here on a failure breaks the connection: a reader must not take a part for the whole.
        await response.StartAsync(stop);
        var buffer = new ArrayBufferWriter<byte>(2 * WriteAt);
        using var json = new Utf8JsonWriter(buffer, Readable);
        IUsageCells cells = _isJson ? new UsageJsonCells(json) : new UsageCsvCells(buffer);
        if (_isJson)
        {
            buffer.Write("["u8);
        }
        else
        {
            write(new UsageCsvCells(buffer, isHeader: true), some);
        }

        for (var isFirst = true; more; isFirst = false)
        {
            if (_isJson)
            {
                buffer.Write(isFirst ? "\n"u8 : ",\n"u8);
                json.Reset(buffer);
            }

            write(cells, all.Current);
            json.Flush();
            var next = all.MoveNextAsync();
            if (next.IsCompleted && buffer.WrittenCount < WriteAt)
            {
                more = await next;
                continue;
            }

            // Rows are flushed when there are enough, or before waiting for the next. Both are awaited, even if one fails.
            var waiting = next.AsTask();
            await Task.WhenAll(SendAsync(buffer, stop), waiting);
            more = await waiting;
        }

        if (_isJson)
        {
            buffer.Write("\n]\n"u8);
        }

        await SendAsync(buffer, stop);
    }

    private async Task SendAsync(ArrayBufferWriter<byte> buffer, CancellationToken stop)
    {
        await _context.Response.Body.WriteAsync(buffer.WrittenMemory, stop);
        await _context.Response.Body.FlushAsync(stop);
        buffer.ResetWrittenCount();
    }

    private string FileName(UsageFilter filter, TimeZoneInfo zone)
    {
        var (first, last) = (TimeZoneInfo.ConvertTime(filter.From, zone), TimeZoneInfo.ConvertTime(filter.To.AddTicks(-1), zone));
        return $"usage-{(IsOfRecords ? "requests-" : "")}{first:yyyy-MM-dd}-to-{last:yyyy-MM-dd}.{(_isJson ? "json" : "csv")}";
    }

    private string Word(string name, string[] known)
    {
        var word = _context.Request.Query[name].ToString();
        if (word.Length > 0 && !known.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            var shown = word.Length > 40 ? word[..40] : word;
            Error ??= ApiErrors.UnknownWord(name, shown, NearestNames.Find(shown, known), known);
        }

        return word.ToLowerInvariant();
    }
}
