using System.Text.Json;
using Gateway.Ledger.Records;

namespace Gateway.Endpoints.Reports;

/// <summary>Writes rows as JSON objects. Money is written as strings, since most JSON readers turn numbers into floating point.</summary>
internal sealed class UsageJsonCells(Utf8JsonWriter json) : IUsageCells
{
    public void BeginRow() => json.WriteStartObject();

    public void EndRow() => json.WriteEndObject();

    public void Text(string name, string? value) => json.WriteString(name, value);

    public void Number(string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public void Ratio(string name, long part, long whole)
    {
        if (whole == 0)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, Math.Round((decimal)part / whole, 4));
        }
    }

    public void Flag(string name, bool value) => json.WriteBoolean(name, value);

    public void Moment(string name, DateTimeOffset value) => json.WriteString(name, value);

    public void Money(string name, long? nano) => json.WriteString(name, nano is { } amount ? UsageAmount.Of(amount) : null);

    public void Monies(string name, IReadOnlyDictionary<string, long> nano)
    {
        json.WriteStartObject(name);
        foreach (var (currency, amount) in nano)
        {
            json.WriteString(currency, UsageAmount.Of(amount));
        }

        json.WriteEndObject();
    }
}
