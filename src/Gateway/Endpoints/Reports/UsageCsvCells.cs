using System.Buffers;
using System.Globalization;
using System.Text;
using Gateway.Ledger.Records;

namespace Gateway.Endpoints.Reports;

/// <summary>Writes rows as CSV (RFC 4180), safe for programs that treat a text beginning like a formula as one.</summary>
/// <param name="output">Receives them as UTF-8.</param>
/// <param name="isHeader">True to write the column names instead of the values.</param>
internal sealed class UsageCsvCells(IBufferWriter<byte> output, bool isHeader = false) : IUsageCells
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> Formulas = SearchValues.Create("=+-@\t\r\n");

    private bool _isFirst;

    public void BeginRow() => _isFirst = true;

    public void EndRow() => output.Write("\r\n"u8);

    public void Text(string name, string? value) =>
        Cell(name, value is { Length: > 0 } text && Formulas.Contains(text[0]) ? "'" + text : value);

    public void Number(string name, long? value) => Cell(name, value?.ToString(CultureInfo.InvariantCulture));

    public void Ratio(string name, long part, long whole) =>
        Cell(name, whole == 0 ? null : Math.Round((decimal)part / whole, 4).ToString(CultureInfo.InvariantCulture));

    public void Flag(string name, bool value) => Cell(name, value ? "true" : "false");

    public void Moment(string name, DateTimeOffset value) =>
        Cell(name, value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFzzz", CultureInfo.InvariantCulture));

    public void Money(string name, long? nano) => Cell(name, nano is { } amount ? UsageAmount.Of(amount) : null);

    public void Monies(string name, IReadOnlyDictionary<string, long> nano) =>
        Cell(name, string.Join(' ', nano.Select(static m => $"{m.Key}={UsageAmount.Of(m.Value)}")));

    private void Cell(string name, string? value)
    {
        if (!_isFirst)
        {
            output.Write(","u8);
        }

        _isFirst = false;
        var text = isHeader ? name : value ?? "";
        Encoding.UTF8.GetBytes(
            text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text, output);
    }
}
